"""What the page on comparing shows is what is written."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import evolve

from supervision_rules import load_case, load_scheme
from supervision_rules.comparison import compare
from supervision_rules.loading import case_files
from supervision_rules.reporting.blocks import terminal
from supervision_rules.reporting.comparison import ComparisonReport

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "compare.md").read_text(encoding="utf-8")
SHOWN, POSSIBLE, QUOTAS = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)


def written(older: str, newer: str) -> list[str]:
    """The report on two schemes and the cases of the older."""
    old, new = load_scheme(older), load_scheme(newer)
    return list(terminal(ComparisonReport().of(compare(old, new, [load_case(case, old) for case in case_files(old)]))))


def holds(excerpt: str, report: list[str]) -> bool:
    """Whether the parts of an excerpt, each whole, stand in the report one after the other."""
    start = 0
    for part in excerpt.split("…\n"):
        lines = part.splitlines()
        places = [place for place in range(start, len(report)) if report[place : place + len(lines)] == lines]
        if not places:
            return False
        start = places[0] + len(lines)
    return True


def test_the_report_of_the_exercise_is_written() -> None:
    assert holds(SHOWN, written("changzhou-2021", "changzhou-2022-exercise"))


def test_what_a_change_could_do_is_written() -> None:
    """With this point alone of the exercise: all of it takes half a minute."""
    old, new = load_scheme("changzhou-2021"), load_scheme("changzhou-2022-exercise")
    (anew,) = (point for point in new.points if point.id == "class-and-school-size")
    points = tuple(evolve(anew, worth=point.worth) if point.id == anew.id else point for point in old.points)
    assert holds(POSSIBLE, list(terminal(ComparisonReport().of(compare(old, evolve(old, points=points), prove=True)))))


def test_the_report_of_the_quotas_is_written() -> None:
    assert holds(QUOTAS, written("national-funding-2022", "national-funding-2023"))


def test_the_bank_is_as_large_as_it_says() -> None:
    (count,) = re.findall(r"a bank of (\d+) made-up districts", PAGE)
    assert int(count) == len(list((ROOT / "policies" / "changzhou-2022-exercise" / "districts" / "cases").glob("*.toml")))
