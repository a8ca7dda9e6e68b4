"""The schemes that strategies are tried on, and what is read off a drawn case."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import HypothesisWarning

from supervision_rules import Case, Scheme, load_scheme
from supervision_rules.expression import parse_amount
from supervision_rules.scheme import Written

POLICIES = Path(__file__).parent.parent / "policies"
NAMES = ("changzhou-2021", "school-standard", "grade-counting", "ranked-cohort")
CHANGZHOU = load_scheme("changzhou-2021")
SCHEMES = {name: CHANGZHOU if name == "changzhou-2021" else load_scheme(POLICIES / name) for name in NAMES}
SEARCH = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=20_000,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
FIRST = settings(SEARCH, phases=[Phase.generate])


def smallest(strategy: Any, holds: Callable[[Any], object]) -> Any:
    """The smallest example of which something holds."""
    return _found(strategy, holds, SEARCH)


def some(strategy: Any, holds: Callable[[Any], object]) -> Any:
    """The first example of which something holds, as it was drawn: to shrink it takes ten times as long as to find it."""
    return _found(strategy, holds, FIRST)


def _found(strategy: Any, holds: Callable[[Any], object], how: settings) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)  # cases have long representations
        return find(strategy, lambda example: bool(holds(example)), settings=how)


def given(case: Case) -> dict[str, Written]:
    """What a case gives, by fact."""
    return {fact.id: fact.value for fact in case.facts}


def number(case: Case, id: str) -> Fraction:
    """A number that a case gives, in its own unit."""
    written = given(case)[id]
    assert isinstance(written, str)
    return parse_amount(written)[0]


def changed(one: Case, other: Case) -> set[str]:
    """The facts and tables that differ between two cases."""
    here, there = ({**given(case), **{table.id: table for table in case.tables}} for case in (one, other))
    return {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}


def everything(scheme: Scheme) -> set[str]:
    """Every fact of a scheme."""
    return {fact.id for fact in scheme.facts}
