"""A year replayed on a page: the files of events beside a scheme have pages, any other file can be shown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cli.test_watching import LARGE, LESS, NO_VISIT, PLAN, SCHOOL, watched
from sphinxext.test_domain import build

from supervision_rules import write_scheme
from supervision_rules.messages import catalogue
from supervision_rules.sphinxext.project import build_site

LATER = {**LARGE, "id": "6", "at": "2020-04-07"}
OTHER = {**PLAN, "district": "乙区"}


def write(file: Path, *events: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a year beside a small scheme, in either language."""
    place = tmp_path_factory.mktemp(request.param)
    made = write_scheme(watched(), place / "policies")
    write(made / "events" / "year.jsonl", PLAN, LARGE, LESS, SCHOOL, NO_VISIT, LATER, OTHER)
    build_site([str(made)], place / "site", [], catalogue(request.param), prove=False)
    return (place / "site" / "test" / "events" / "year.html").read_text(encoding="utf-8")


def test_every_district_has_its_picture_and_its_table(page: str) -> None:
    assert re.findall(r'<section id="district\.([^"]+)"', page) == ["甲区", "乙区"]
    assert page.count("sr-band") == 2
    assert len(re.findall(r"<td><p>(?:2020年\d月|2020-\d+)</p></td>", page)) == 3 + 1


def test_what_changed_leads_to_the_alerts(page: str) -> None:
    assert 'href="../alerts.html#alert.crowded"' in page
    assert 'href="../alerts.html#alert.visits"' in page


def test_a_file_is_shown_by_its_path_too(tmp_path: Path) -> None:
    made = write_scheme(watched(), tmp_path / "policies")
    write(tmp_path / "source" / "mine.jsonl", PLAN, LARGE)
    (tmp_path / "source").mkdir(exist_ok=True)
    shown, _ = build(tmp_path, f".. supervision:replay:: {made} mine.jsonl\n   :by: quarter\n")
    assert "2020年第1季度" in shown


@pytest.mark.parametrize("name", ["none", "none.jsonl"])
def test_a_file_that_is_not_there_is_an_error_on_its_line(tmp_path: Path, name: str) -> None:
    made = write_scheme(watched(), tmp_path / "policies")
    _, warnings = build(tmp_path, f".. supervision:replay:: {made} {name}\n")
    assert name in " ".join(warnings)
    assert "index.rst:4" in warnings[0]


def test_wrong_lines_are_an_error_with_their_places(tmp_path: Path) -> None:
    made = write_scheme(watched(), tmp_path / "policies")
    write(tmp_path / "source" / "mine.jsonl", PLAN, {**LARGE, "fact": "small"})
    _, warnings = build(tmp_path, f".. supervision:replay:: {made} mine.jsonl\n")
    assert "mine.jsonl:2" in " ".join(warnings)
