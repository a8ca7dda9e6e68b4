"""The page on JSON names every key that the commands write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from verification.faults import FAULTS

from supervision_rules import load_scheme
from supervision_rules.messages import catalogue
from supervision_rules.reporting.boundaries import boundaries_document
from supervision_rules.reporting.proof_document import proof_document
from supervision_rules.scheme import Acceptance
from supervision_rules.verification import Verdict, prove
from supervision_rules.verification.boundaries import boundaries

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
DATA = {"facts"}  # its keys are the case's facts


def part(heading: str) -> set[str]:
    """The names in code under a heading."""
    (text,) = [part for part in PAGE.split("\n## ") if part.startswith(heading)]
    return set(re.findall(r"`([a-z_-]+)`", text))


def keys(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from () if key in DATA else keys(value)
    elif isinstance(document, list):
        for entry in document:
            yield from keys(entry)


def test_every_key_of_a_proof_stands_there() -> None:
    from attrs import evolve

    broken = next(fault.scheme for fault in FAULTS if fault.id == "bands the wrong way round")
    report = prove(evolve(broken, accepted=(Acceptance(id="idle", law="bounds", of=("point",), reason="…"),)))
    assert set(keys(proof_document(report))) <= part("The JSON of a proof")


def test_every_verdict_stands_there() -> None:
    assert {verdict.value for verdict in Verdict} <= part("The JSON of a proof")


def test_every_key_of_boundaries_stands_there() -> None:
    scheme = load_scheme("changzhou-2021")
    document = boundaries_document(scheme, boundaries(scheme, "8", "15"), catalogue())
    assert set(keys(document)) <= part("The JSON of boundaries")
