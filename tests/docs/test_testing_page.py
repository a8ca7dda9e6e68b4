"""What the page on testing shows of failures is what the plugin writes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from supervision_rules.loading import registry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
ASKED = "[pytest]\nsupervision_rules = true\n"


def shown(number: int) -> list[str]:
    """The lines of an output on the page, by its place; what is left out at … may be anything."""
    text = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)[number]
    return [line for line in text.splitlines() if line.strip() != "…"]


def changed(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def written(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    pytester.makefile(".ini", pytest=ASKED)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes().get("deselected", 0))
    return result.outlines


def test_a_case_that_comes_to_something_else(pytester: pytest.Pytester) -> None:
    shutil.copytree(registry.built_in(), pytester.path / "policies")
    case = pytester.path / "policies" / "changzhou-2021" / "cases" / "xinbei-2020.toml"
    changed(case, ("class-and-school-size = 3.2", "class-and-school-size = 3.4"), ("\ntotal = 104.2", "\ntotal = 104.4"))
    found = written(pytester, str(case))
    assert [line for line in found if line in shown(0)] == shown(0)


def test_a_law_that_is_broken(pytester: pytest.Pytester) -> None:
    shutil.copytree(ROOT / "tests" / "docs" / "demo", pytester.path / "demo")
    changed(pytester.path / "demo" / "points.toml", ('requires = "plan"', 'requires = "not plan"'))
    found = written(pytester, "demo/scheme.toml", "-k", "monotone")
    assert [line for line in found if line in shown(1)] == shown(1)
