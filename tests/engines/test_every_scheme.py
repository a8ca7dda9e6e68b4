"""Every engine comes to the same on every case of every built-in scheme, and on cases drawn around them."""

from __future__ import annotations

import pytest
from engines.browser.script import by_the_exact_engine, by_the_script, worked_out
from engines.browser.script import given as given_to_the_script
from engines.proof.test_agreement import agree as agree_in_proof
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Scheme, assess, load_case, load_scheme
from supervision_rules.engines.exact import prepare
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case
from supervision_rules.testing import cases

SCHEMES = sorted(scheme_directories(()))
DRAWN = {"changzhou-2021", "changzhou-2022-exercise"}  # have tests of their own, or the same rules


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return load_scheme(request.param)


def cases_of(scheme: Scheme) -> list[Case]:
    return [load_case(file, scheme) for file in case_files(scheme).values()]


def agree_in_the_browser(scheme: Scheme, found: list[Case]) -> None:
    results = worked_out(scheme, [given_to_the_script(scheme, case) for case in found])
    for case, result in zip(found, results, strict=True):
        assert by_the_script(result) == by_the_exact_engine(assess(scheme, case)), case.id


def test_the_script_of_the_what_if_on_every_case(scheme: Scheme) -> None:
    agree_in_the_browser(scheme, cases_of(scheme))


def test_the_prover_on_every_case_that_lacks_nothing(scheme: Scheme) -> None:
    whole = [case for case in cases_of(scheme) if None not in prepare(scheme, case).values()]
    for case in whole:
        agree_in_proof(scheme, case)


@pytest.mark.parametrize("id", sorted(set(SCHEMES) - DRAWN))
def test_both_on_cases_drawn(id: str) -> None:
    scheme = load_scheme(id)

    @settings(max_examples=2)
    @given(st.lists(cases(scheme, complete=True), min_size=1, max_size=2))
    def law(found: list[Case]) -> None:
        agree_in_the_browser(scheme, found)
        for case in found:
            if None not in (prepare(scheme, case)[name] for name in lower(scheme).inputs):
                agree_in_proof(scheme, case)

    law()
