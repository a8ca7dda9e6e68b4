"""A score is what its ledger adds up to; without a ledger there is none."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.assessment import Adjustment, Cause, Finding, ItemResult, Ledger, Outcome, Read, Source, Span
from supervision_rules.expression import PLAIN, parse_unit
from supervision_rules.messages import catalogue, message
from supervision_rules.scheme import Basis, Evidence

AMOUNTS = st.fractions(min_value=0, max_value=1000, max_denominator=10_000)
CHANGES = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)
FINDINGS = st.builds(Finding, clause=st.text(max_size=3), amount=AMOUNTS, wording=st.just(message("read")))
ADJUSTMENTS = st.builds(Adjustment, cause=st.sampled_from(Cause), amount=CHANGES)
LEDGERS = st.builds(
    Ledger,
    start=AMOUNTS,
    sign=st.sampled_from([-1, 1]),
    findings=st.lists(FINDINGS, max_size=8).map(tuple),
    adjustments=st.lists(ADJUSTMENTS, max_size=4).map(tuple),
)


def item(ledger: Ledger | None, **more: object) -> ItemResult:
    evidence = Evidence(basis=Basis.RECONSTRUCTED)
    outcome = Outcome.SCORED if ledger else Outcome.PENDING
    return ItemResult(id="a", number="1", title="a", limit=Fraction(10), outcome=outcome, range=Span(0, 10), evidence=evidence, ledger=ledger, **more)  # type: ignore[arg-type]


class TestLedger:
    @given(LEDGERS)
    def test_adds_up_to_its_score(self, ledger: Ledger) -> None:
        total = ledger.start
        for finding in ledger.findings:
            total += ledger.sign * finding.amount
        for adjustment in ledger.adjustments:
            total += adjustment.amount
        assert ledger.score == total

    @given(LEDGERS, FINDINGS)
    def test_one_finding_more_moves_the_score_by_its_amount(self, ledger: Ledger, finding: Finding) -> None:
        more = attrs.evolve(ledger, findings=(*ledger.findings, finding))
        assert more.score - ledger.score == ledger.sign * finding.amount

    @given(LEDGERS, ADJUSTMENTS)
    def test_so_does_one_adjustment(self, ledger: Ledger, adjustment: Adjustment) -> None:
        more = attrs.evolve(ledger, adjustments=(adjustment, *ledger.adjustments))
        assert more.score - ledger.score == adjustment.amount

    @given(LEDGERS)
    def test_the_order_of_its_lines_means_nothing(self, ledger: Ledger) -> None:
        turned = attrs.evolve(ledger, findings=ledger.findings[::-1], adjustments=ledger.adjustments[::-1])
        assert turned.score == ledger.score

    def test_an_empty_one_is_where_it_starts(self) -> None:
        assert Ledger(start=Fraction(10), sign=-1).score == 10
        assert Ledger(start=Fraction(0), sign=1).score == 0

    def test_thirds_add_up_exactly(self) -> None:
        thirds = (Finding(clause="a", amount=Fraction(1, 3), wording=message("read")),) * 3
        assert Ledger(start=Fraction(10), sign=-1, findings=thirds).score == 9

    def test_has_no_score_of_its_own_to_set(self) -> None:
        with pytest.raises(TypeError):
            Ledger(start=Fraction(10), sign=-1, score=Fraction(9))  # type: ignore[call-arg]
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            Ledger(start=Fraction(10), sign=-1).score = Fraction(9)  # type: ignore[misc]


class TestItem:
    @given(LEDGERS)
    def test_its_score_is_that_of_its_ledger(self, ledger: Ledger) -> None:
        result = item(ledger)
        assert (result.score, result.findings, result.adjustments) == (ledger.score, ledger.findings, ledger.adjustments)

    def test_without_a_ledger_it_has_no_score(self) -> None:
        assert item(None).score is None
        assert item(None).adjustments == ()

    def test_what_was_found_so_far_is_there_all_the_same(self) -> None:
        found = (Finding(clause="a", amount=Fraction(1), wording=message("read")),)
        assert item(None, found=found).findings == found

    def test_a_score_cannot_be_given_to_it(self) -> None:
        with pytest.raises(TypeError):
            item(None, score=Fraction(10))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            item(None).score = Fraction(10)  # type: ignore[misc]


class TestSpan:
    @pytest.mark.parametrize(("lowest", "highest", "decided"), [(3, 3, True), (Fraction(1, 3), Fraction(1, 3), True), (3, 4, False)])
    def test_is_decided_where_both_ends_agree(self, lowest: Fraction, highest: Fraction, decided: bool) -> None:
        assert Span(lowest, highest).decided is decided

    def test_is_exact(self) -> None:
        assert Span(0, "0.1").highest == Fraction(1, 10)  # type: ignore[arg-type]


class TestRead:
    @staticmethod
    def said(**more: object) -> str:
        read = Read(id="x", label="生均公用经费", source=Source.FACT, value=770, unit=parse_unit("元/生", {}), **more)  # type: ignore[arg-type]
        return catalogue().say(read.said())

    def test_a_value_is_said_with_its_label_and_unit(self) -> None:
        assert "生均公用经费" in self.said()
        assert "770元/生" in self.said()

    def test_and_with_where_it_is_said(self) -> None:
        assert "二（二）3" in self.said(clause="二（二）3")

    def test_an_assumed_one_is_marked(self) -> None:
        assert self.said(assumed="未印出") not in (self.said(), self.said(clause="二（二）3"))

    def test_a_missing_one_is_said_to_be(self) -> None:
        missing = Read(id="x", label="座位", source=Source.FACT, value=None, unit=PLAIN)
        assert catalogue().say(missing.said()) != catalogue().say(attrs.evolve(missing, value=0).said())
