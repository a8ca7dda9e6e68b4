"""Accept what a scheme's cases come to, with the report of what its rules became."""

from __future__ import annotations

from pathlib import Path

from ..loading import replace_directory
from ..messages import Catalogue, catalogue
from ..reporting.blocks import markdown
from ..reporting.comparison import ComparisonReport
from .accepted import accepted_directory, accepted_files, marked, other_files
from .running import Run


class Refused(Exception):
    """Nothing can be accepted while a case is not as it expects itself; `cases` are their ids."""

    def __init__(self, cases: tuple[str, ...]) -> None:
        super().__init__(*cases)
        self.cases = cases


def accept(run: Run, words: Catalogue | None = None) -> Path:
    """Record a run as accepted, all of it or nothing; returns the directory.

    Where the rules changed, the report of the comparison is written beside them, in the language of `words`. Raises Refused.
    """
    deviating = tuple(one.assessment.case.id for one in run.cases if one.deviates)
    if deviating:
        raise Refused(deviating)
    comparison = run.accepted.comparison
    if run.comparison is not None:
        report = "".join(f"{line}\n" for line in markdown(ComparisonReport(words or catalogue()).of(run.comparison)))
        comparison = marked(run.scheme, report)
    place = accepted_directory(run.scheme)
    sheets = {one.assessment.case.id: one.sheet for one in run.cases}
    replace_directory(place.resolve(), other_files(run.scheme) | accepted_files(run.scheme, sheets, comparison))
    return place
