"""Cases of files as a table: a row a case, with the facts and what is counted from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import reduce
from importlib import import_module
from typing import Any

from attrs import frozen

from ....expression import Kind, common
from ....lowering import lower
from ....messages import require
from ....scheme import Case, Scheme
from ...exact import prepare
from ..clauses.translating import whole_reach


@frozen
class TableOfCases:
    """A table of Polars with columns `case`, `subject` and one a fact, whose numbers are whole numbers of `grains` (by fact, in base units)."""

    frame: Any
    grains: Mapping[str, Fraction]

    @property
    def how(self) -> dict[str, Any]:
        """How `sweep` is told of such a table."""
        return {"whole": True, "grains": self.grains}


def table_of_cases(scheme: Scheme, cases: Iterable[Case]) -> TableOfCases:
    """Cases as a table. Raises SupervisionRulesError with what is wrong with one of them, and `extra-missing` without Polars."""
    require("polars", "bulk")
    pl = import_module("polars")
    lowered = lower(scheme)
    rows = [(case, prepare(scheme, case)) for case in cases]
    columns = [pl.Series("case", [case.id for case, _ in rows], pl.String), pl.Series("subject", [case.subject for case, _ in rows], pl.String)]
    grains = {}
    for id, made in lowered.inputs.items():
        values = [given[id] for _, given in rows]
        match made.kind:
            case Kind.NUMBER:
                grain = whole_reach(made)[2]
                finer = reduce(common, [Fraction(str(value)) for value in values if value], grain)
                if finer != grain:  # what is counted from rows may have more places than are declared
                    grains[id] = finer
                columns.append(pl.Series(id, [None if value is None else int(Fraction(str(value)) / finer) for value in values], pl.Int64))
            case Kind.CONDITION:
                columns.append(pl.Series(id, values, pl.Boolean))
            case Kind.DATE:
                columns.append(pl.Series(id, [None if value is None else date.fromordinal(int(str(value))) for value in values], pl.Date))
            case _:
                columns.append(pl.Series(id, values, pl.String))
    return TableOfCases(pl.DataFrame(columns), grains)
