"""Programs come to the same as the exact engine, on rows that lack facts and on rows that do not."""

from __future__ import annotations

from functools import cache

import pytest
from engines.columnar.evaluating import answered, expected, values_of
from hypothesis import given, settings

from supervision_rules import Case, Scheme, load_case, load_scheme
from supervision_rules.engines.columnar.program import Program, program
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.testing import cases, schemes
from hypothesis import strategies as st

SCHEMES = sorted(scheme_directories(()))


@cache
def made(id: str, complete: bool) -> Program:
    return program(lower(load_scheme(id)), complete)


def agree(scheme: Scheme, case: Case, programs: tuple[Program, Program]) -> None:
    try:
        row = values_of(scheme, case)
    except AssertionError:  # what is counted from rows may have more places than the table holds
        return
    complete, open_ = programs
    wanted = expected(scheme, case)
    assert answered(open_, row) == wanted
    if None not in row.values():
        assert answered(complete, row) == wanted


@pytest.mark.parametrize("id", SCHEMES)
def test_on_every_case_of_every_scheme_and_cases_drawn_around_them(id: str) -> None:
    scheme = load_scheme(id)
    programs = made(id, True), made(id, False)
    for file in case_files(scheme).values():
        agree(scheme, load_case(file, scheme), programs)

    @settings(max_examples=4)
    @given(cases(scheme), cases(scheme, complete=True))
    def law(one: Case, other: Case) -> None:
        agree(scheme, one, programs)
        agree(scheme, other, programs)

    law()


@given(st.data())
def test_on_any_scheme(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    programs = program(lower(scheme), True), program(lower(scheme), False)
    for complete in (False, True):
        agree(scheme, data.draw(cases(scheme, complete=complete)), programs)
