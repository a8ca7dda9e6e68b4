"""Tables of cases from file to file: all districts of a country at once, in the memory that some rows take."""

from .job import BATCH, BATCH_WITH_ROWS, Job, score_file
from .sources import ARROW, PARQUET, Source, open_source
from .summary import ClauseCount, ItemCount, Summary, Totals, VetoCount
from .writing import OUTPUTS

__all__ = [
    "ARROW",
    "BATCH",
    "BATCH_WITH_ROWS",
    "OUTPUTS",
    "PARQUET",
    "ClauseCount",
    "ItemCount",
    "Job",
    "Source",
    "Summary",
    "Totals",
    "VetoCount",
    "open_source",
    "score_file",
]
