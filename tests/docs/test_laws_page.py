"""The page of laws says every law as it is stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_rules.messages import catalogue
from supervision_rules.verification import LAWS, Law
from supervision_rules.verification.laws import STATIC

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "laws.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_every_law_stands_there_with_its_statement(law: Law) -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{law.id}` ")]
    assert f"`{law.says}`" in line
    assert catalogue("en").words(f"law.{law.id}.means") in line


def test_no_law_stands_there_that_there_is_not() -> None:
    listed = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert listed == [*(law.id for law in LAWS), *STATIC]
