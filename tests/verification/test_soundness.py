"""The prover against drawn cases: what it has proved of a drawn scheme no drawn case breaks, and what it shows breaks the law indeed."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from supervision_rules.scheme import Scheme
from supervision_rules.testing import schemes
from supervision_rules.testing.lawbook import laws_tried, try_law
from supervision_rules.verification import Report, Verdict, prove

DATA = st.data()


def wholly_proved(report: Report, law: str) -> bool:
    """Whether a law holds of every part of a scheme that it speaks of."""
    found = [result for line in report.lines for result in line.results if result.law == law]
    return bool(found) and all(result.verdict is Verdict.PROVED for result in found)


@given(DATA)
@settings(max_examples=6)
def test_what_is_proved_no_drawn_case_breaks(data: st.DataObject) -> None:
    scheme: Scheme = data.draw(schemes(), "scheme")
    report = prove(scheme)
    for law in laws_tried(scheme):
        if wholly_proved(report, law.id):
            event(f"{law.id} proved")
            try_law(law, scheme, data)


@given(schemes())
@settings(max_examples=6)
def test_the_engines_never_disagree_on_what_is_shown(scheme: Scheme) -> None:
    report = prove(scheme)
    assert [result for line in report.lines for result in line.results if result.law == "engines"] == []
