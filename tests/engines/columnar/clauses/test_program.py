"""Programs come to the same as the exact engine, on rows that lack facts and on rows that do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from engines.columnar.evaluating import answered, expected, values_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, load_case, load_scheme
from supervision_rules.engines.columnar.clauses.program import Program, programs
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.testing import cases, schemes

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
SCHEMES = sorted(scheme_directories(()))


def agree(scheme: Scheme, case: Case, made: Mapping[bool, Program]) -> None:
    try:
        row = values_of(scheme, case)
    except AssertionError:  # what is counted from rows may have more places than the table holds
        return
    wanted = expected(scheme, case)
    assert answered(made[False], row) == wanted
    if None not in row.values():
        assert answered(made[True], row) == wanted


@pytest.mark.parametrize("id", SCHEMES)
def test_on_every_case_of_every_scheme_and_cases_drawn_around_them(id: str) -> None:
    scheme = load_scheme(id)
    made = programs(lower(scheme))
    for file in case_files(scheme).values():
        agree(scheme, load_case(file, scheme), made)

    @settings(max_examples=4, phases=UNSHRUNK)
    @given(cases(scheme), cases(scheme, complete=True))
    def law(one: Case, other: Case) -> None:
        agree(scheme, one, made)
        agree(scheme, other, made)

    law()


@settings(phases=UNSHRUNK)
@given(st.data())
def test_on_any_scheme(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    made = programs(lower(scheme))
    for complete in (False, True):
        agree(scheme, data.draw(cases(scheme, complete=complete)), made)
