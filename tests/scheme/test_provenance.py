"""Provenance: who says it, how it was seen, and what an entry stands on at its weakest."""

from __future__ import annotations

from itertools import pairwise

import pytest
from attrs import evolve
from builders import grade, point

from supervision_rules.scheme import Basis, ElementEvidence, Evidence, Trust

STATED = Evidence(basis=Basis.STATED, trust=Trust.READ, source="报告一")
CITED = Evidence(basis=Basis.CITED, trust=Trust.READ, source="另文")
OURS = Evidence(basis=Basis.RECONSTRUCTED)


def seen(basis: Basis, trust: Trust) -> Evidence:
    return Evidence(basis=basis, trust=trust, source="某文")


def of(element: str, basis: Basis, trust: Trust | None = None) -> ElementEvidence:
    return ElementEvidence(element=element, basis=basis, trust=trust, source="某文" if trust else "")


class TestMark:
    @pytest.mark.parametrize(
        ("evidence", "mark"),
        [
            (STATED, "stated"),
            (CITED, "cited"),
            (OURS, "reconstructed"),
            (seen(Basis.STATED, Trust.MEMORY), "stated?"),
            (seen(Basis.STATED, Trust.DERIVED), "stated?"),
            (seen(Basis.CITED, Trust.READ_SW), "cited?"),
            (Evidence(basis=Basis.CITED), "cited?"),
        ],
    )
    def test_what_was_not_read_in_the_text_itself_is_doubtful(self, evidence: Evidence, mark: str) -> None:
        assert evidence.mark == mark
        assert evidence.doubtful == mark.endswith("?")


class TestWeakness:
    def test_the_basis_decides_before_the_trust(self) -> None:
        strongest_first = [
            STATED,
            seen(Basis.STATED, Trust.DERIVED),
            seen(Basis.STATED, Trust.READ_SW),
            seen(Basis.STATED, Trust.MEMORY),
            CITED,
            seen(Basis.CITED, Trust.MEMORY),
            OURS,
        ]
        assert all(one.weakness < weaker.weakness for one, weaker in pairwise(strongest_first))


class TestWeakest:
    STRONG = {"basis": Basis.STATED, "trust": Trust.READ, "source": "报告一"}

    def test_an_entry_without_lines_of_its_elements_stands_on_its_own(self) -> None:
        assert grade("合格").weakest == grade("合格")

    def test_the_weakest_element_is_what_an_entry_stands_on(self) -> None:
        entry = point(**self.STRONG, provenance=(of("worth", Basis.CITED, Trust.READ), of("threshold", Basis.RECONSTRUCTED)))
        assert entry.weakest == of("threshold", Basis.RECONSTRUCTED)

    def test_a_better_element_mends_nothing(self) -> None:
        entry = point(provenance=(of("title", Basis.STATED, Trust.READ),))
        assert entry.weakest.basis is Basis.RECONSTRUCTED

    def test_of_two_with_one_basis_the_doubtful_one_is_weaker(self) -> None:
        entry = point(**self.STRONG, provenance=(of("rate", Basis.STATED, Trust.MEMORY),))
        assert entry.weakest.mark == "stated?"

    def test_evidence_lists_the_entry_and_then_its_elements(self) -> None:
        lines = (of("title", Basis.STATED, Trust.READ), of("title", Basis.CITED, Trust.READ))
        entry = point(provenance=lines)
        assert list(entry.evidence()) == [entry, *lines]

    def test_without_its_lines_it_is_as_strong_as_itself(self) -> None:
        entry = point(**self.STRONG, provenance=(of("worth", Basis.RECONSTRUCTED),))
        assert evolve(entry, provenance=()).weakest.mark == "stated"
