"""The table as a city issues it (评分表): read from Excel and Word, written to them, and last year's scheme carried over to it."""

from .exporting import write_table
from .matching import Match, Why, match_points
from .reading import read_table
from .renewal import Became, Mention, NewPoint, Renewal
from .table import Heading, IssuedPoint, IssuedTable, table_of
from .texts import renew
from .writing import write_renewal

__all__ = [
    "Became",
    "Heading",
    "IssuedPoint",
    "IssuedTable",
    "Match",
    "Mention",
    "NewPoint",
    "Renewal",
    "Why",
    "match_points",
    "read_table",
    "renew",
    "table_of",
    "write_renewal",
    "write_table",
]
