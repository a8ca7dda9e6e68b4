"""The page on ranking shows what the command writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supervision_rules.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "rank-a-cohort.md").read_text(encoding="utf-8")
SCHEME = Path(__file__).parents[2] / "policies" / "zhoushan-2007"


def test_the_table_is_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    with pytest.raises(SystemExit):
        main(["rank", "zhoushan-2007"])
    assert capsys.readouterr().out == shown


def test_what_is_shown_of_the_scheme_and_of_a_case_stands_in_them() -> None:
    of_scheme, of_case = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    facts = (SCHEME / "facts.toml").read_text(encoding="utf-8")
    assert all(entry.strip() in facts for entry in of_scheme.split("\n\n"))
    assert of_case.strip() in (SCHEME / "cases" / "daishan-2007.toml").read_text(encoding="utf-8")
