"""The page of alerts, and who leads there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import condition_fact, expression, number_fact, point, scheme, target
from engines.exact.rules import needs
from records import RECORDS, alert

from supervision_rules import Scheme, write_scheme
from supervision_rules.messages import catalogue
from supervision_rules.scheme import Count, Deadline
from supervision_rules.sphinxext.project import build_site

ALERTS = (
    alert("crowded", when=expression("large > city.line")),
    alert("visits", count=Count(rows="visit", column="day", every="month", at_least=1, whose=expression("listed"), months=(1, 3, 4))),
    alert("late", standard="两小时内报告。", deadline=Deadline(rows="incident", start="happened", within="2小时", until="reported")),
)


def with_alerts() -> Scheme:
    facts = [condition_fact("plan"), number_fact("large", better="less")]
    return scheme([point(needs("plan"), id="plan-made")], facts, targets=[target("city.line", 3)], tables=RECORDS, alerts=ALERTS)


@pytest.fixture(scope="module", params=["zh", "en"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small scheme with alerts, in either language."""
    place = tmp_path_factory.mktemp(request.param)
    build_site([str(write_scheme(with_alerts(), place / "policies"))], place / "site", [], catalogue(request.param), prove=False)
    return place / "site" / "test"


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def test_every_alert_has_its_place_with_the_standard_and_when_it_is_told(site: Path) -> None:
    page = read(site, "alerts.html")
    assert re.findall(r'<section id="alert\.([a-z]+)"', page) == ["crowded", "visits", "late"]
    assert "两小时内报告。" in page
    assert ("3–4月" in page and "2小时内" in page) or ("3–4" in page and "2 h" in page)


@pytest.mark.parametrize(
    ("page", "alert"),
    [
        ("index.html", "crowded"),
        ("index.html", "visits"),
        ("index.html", "late"),
        ("facts.html", "crowded"),
        ("facts.html", "visits"),
        ("facts.html", "late"),
        ("sources.html", "late"),
    ],
)
def test_what_an_alert_reads_and_what_lists_everything_leads_to_it(site: Path, page: str, alert: str) -> None:
    assert f'href="alerts.html#alert.{alert}"' in read(site, page)


def test_a_target_says_which_alerts_it_is_read_by(site: Path) -> None:
    (page,) = [file for file in (site / "targets").glob("*.html") if file.stem != "index"]
    assert 'href="../alerts.html#alert.crowded"' in page.read_text(encoding="utf-8")
    assert 'href="../alerts.html#alert.crowded"' in read(site, "targets/index.html")


def test_an_alert_leads_to_the_tables_facts_and_targets_that_it_reads(site: Path) -> None:
    found = re.findall(r'href="([a-z/]+\.html#(?:fact|target)\.[a-z.]+)"', read(site, "alerts.html"))
    assert {name.partition("#")[2] for name in found} == {"fact.large", "target.city.line", "fact.visit", "fact.school", "fact.incident"}


def test_a_scheme_without_alerts_has_no_page_of_them(tmp_path: Path) -> None:
    plain = scheme([point(needs("plan"), id="plan-made")], [condition_fact("plan")])
    build_site([str(write_scheme(plain, tmp_path / "policies"))], tmp_path / "site", [], catalogue(), prove=False)
    assert not (tmp_path / "site" / "test" / "alerts.html").exists()
