"""A site is made whole or not at all, and never in place of anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import bonus, condition_fact, number_fact, point, scheme, veto
from engines.exact.rules import awards, bands, needs

from supervision_rules import Scheme, SupervisionRulesError, write_scheme
from supervision_rules.messages import catalogue
from supervision_rules.sphinxext import project
from supervision_rules.sphinxext.project import SiteFailed, build_site

SMALL = scheme(
    [point(bands("meetings", ("12次", 10), ("4次", 5)), id="meetings-held"), point(needs("plan"), id="plan-made")],
    [number_fact("meetings", "次", (0, 30)), condition_fact("plan")],
    bonuses=[bonus(awards(("meetings >= 20次", 1)), id="many")],
    vetoes=[veto("strict", "not plan", "fail")],
)


@pytest.fixture
def small(tmp_path: Path) -> str:
    return str(write_scheme(SMALL, tmp_path / "policies"))


def made(small: str, output: Path, language: str = "zh", **options: bool) -> Path:
    return build_site([small], output, [], catalogue(language), prove=False, **options)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a site stands that is only read."""
    place = tmp_path_factory.mktemp("small")
    first = made(str(write_scheme(SMALL, place / "policies")), place / "site")
    assert first == place / "site" / "index.html"
    return place


def test_a_scheme_of_ones_own_has_a_page_for_everything(place: Path) -> None:
    pages = {file.relative_to(place / "site").as_posix() for file in (place / "site" / "test").rglob("*.html")}
    assert {"test/index.html", "test/points/meetings-held.html", "test/bonuses/many.html", "test/grades.html", "test/try.html"} <= pages
    assert list(place.glob(".site-*")) == []


def test_the_first_page_says_what_is_reconstructed(place: Path) -> None:
    assert "《测试方案》由本库重构，不是正式印发的评分表" in (place / "site" / "index.html").read_text(encoding="utf-8")


def test_it_speaks_english_whole(small: str, tmp_path: Path) -> None:
    made(small, tmp_path / "site", "en")
    page = (tmp_path / "site" / "test" / "points" / "meetings-held.html").read_text(encoding="utf-8")
    assert "<h2>Standard" in page
    assert "What if" in page


def test_levels_have_pages_too(tmp_path: Path) -> None:
    levels: Scheme = scheme([point(needs("plan"), worth=None)], [condition_fact("plan")], measure="criteria")
    place = write_scheme(levels, tmp_path / "policies")
    build_site([str(place)], tmp_path / "site", [], catalogue(), prove=False)
    assert (tmp_path / "site" / "test" / "points" / "point.html").is_file()


def test_without_proofs_no_page_speaks_of_them(place: Path) -> None:
    told = [file.name for file in (place / "site" / "test").rglob("*.html") if "越好不减分" in file.read_text(encoding="utf-8")]
    assert told == ["laws.html"]


def test_the_laws_are_on_the_pages_where_they_are_wanted(small: str, tmp_path: Path) -> None:
    build_site([small], tmp_path / "site", [], catalogue(), prove=True)
    page = (tmp_path / "site" / "test" / "points" / "meetings-held.html").read_text(encoding="utf-8")
    assert "越好不减分" in page
    assert "已证明" in page


def test_a_former_site_is_replaced(small: str, tmp_path: Path) -> None:
    made(small, tmp_path / "site")
    (tmp_path / "site" / "old.html").write_text("old")
    made(small, tmp_path / "site")
    assert not (tmp_path / "site" / "old.html").exists()


def test_anything_else_is_left_alone(small: str, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "letter.txt").write_text("dear")
    with pytest.raises(FileExistsError):
        made(small, tmp_path / "site")
    assert [file.name for file in (tmp_path / "site").iterdir()] == ["letter.txt"]


def test_where_the_build_fails_the_former_site_stays(small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(small, tmp_path / "site")
    before = (tmp_path / "site" / "index.html").read_bytes()
    settings = project._settings

    def broken(*arguments: object) -> dict[str, object]:
        return settings(*arguments) | {"html_theme": "no-such-theme"}  # type: ignore[arg-type]

    monkeypatch.setattr(project, "_settings", broken)
    with pytest.raises(SiteFailed, match="no-such-theme"):
        made(small, tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_bytes() == before
    assert list(tmp_path.glob(".site-*")) == []


def test_a_scheme_that_there_is_not_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError):
        build_site(["no-such-scheme"], tmp_path / "site", [], catalogue())
    assert list(tmp_path.iterdir()) == []


def test_the_book_is_a_pdf_with_its_pages(small: str, tmp_path: Path) -> None:
    made(small, tmp_path / "site", book=True)
    book = (tmp_path / "site" / "test.pdf").read_bytes()
    assert book.startswith(b"%PDF-")
    assert b"test.pdf" in (tmp_path / "site" / "index.html").read_bytes()


def test_a_row_that_is_counted_leads_to_why(tmp_path: Path) -> None:
    made(str(Path(__file__).parents[1] / "policies" / "school-standard"), tmp_path / "site")
    pages = [file.read_text(encoding="utf-8") for file in (tmp_path / "site").rglob("cases/*.html")]
    led = [(page, place) for page in pages for place in re.findall(r'href="#(row-[\w-]+)"', page)]
    assert led
    assert all(f'id="{place}"' in page for page, place in led)
