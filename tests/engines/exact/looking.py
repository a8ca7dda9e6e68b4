"""What the exact engine makes of one quantity, seen as a clause sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builders import case, expression, point, quantity, scheme

from supervision_rules.assessment import Read
from supervision_rules.engines.exact import explain
from supervision_rules.scheme import Case, Fact, Quantity, Scheme, Table, Written
from supervision_rules.scoring import AllOrNothing

Rows = Mapping[str, Iterable[Mapping[str, Written]]]


def reading(id: str, *, condition: bool = False) -> AllOrNothing:
    """A rule that reads a name and is content with any value of it."""
    return AllOrNothing(requires=expression(id if condition else f"{id} == {id}"))


def read(of: Scheme, id: str, given: Case, item: str = "point") -> Read:
    """What the clauses of an item read under a name."""
    return next(one for state in explain(of, given, item).clauses for one in state.reads if one.id == id)


def aggregate(
    value: str, *tables: Table, facts: Iterable[Fact] = (), others: Iterable[Quantity] = (), condition: bool = False, **about: Any
) -> Scheme:
    """A scheme whose only quantity of interest is `q`; `facts` are read as well, so that each has a reader."""
    about = {} if condition else {"domain": (0, 10**9), "better": "more", "places": 4, **about}
    numbers = list(facts)
    return scheme(
        [point(reading("q", condition=condition)), *(point(reading(one.id), id=f"reads-{index}") for index, one in enumerate(numbers))],
        numbers,
        tables=tables,
        quantities=[quantity("q", value, **about), *others],
    )


def q(of: Scheme, rows: Rows | None = None, /, **facts: Written) -> Any:
    """The value of `q` on a case with these rows and facts; None where it is not known."""
    return read(of, "q", case(facts, rows)).value
