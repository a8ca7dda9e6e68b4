"""Any page can refer to what schemes are made of; a reference to nothing fails the build."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace
from sphinx.util.inventory import InventoryFile

from supervision_rules.loading import registry

SCHEME = ".. supervision:points:: changzhou-2021\n"
TARGETS = ".. supervision:targets:: changzhou-2021 funding\n"


def build(place: Path, text: str, **settings: object) -> tuple[str, list[str]]:
    """The page made of a text, and what Sphinx warns of."""
    (place / "source").mkdir(exist_ok=True)
    (place / "source" / "index.rst").write_text(f"题\n====\n\n{text}", encoding="utf-8")
    warnings = io.StringIO()
    overrides = {"extensions": ["supervision_rules.sphinxext"], "supervision_rules_pages": None, "supervision_rules_prove": False, **settings}
    with docutils_namespace():
        Sphinx(place / "source", None, place / "out", place / "trees", "html", overrides, status=None, warning=warnings).build()
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in warnings.getvalue().splitlines()]
    return (place / "out" / "index.html").read_text(encoding="utf-8"), lines


def test_a_target_is_found_from_anywhere_by_its_title(tmp_path: Path) -> None:
    page, warnings = build(tmp_path, f"见 :target:`changzhou.funding.primary` 。\n\n{TARGETS}")
    assert warnings == [line for line in warnings if "[ref.point]" in line or "[ref.alert]" in line]  # what reads them has no page here
    assert re.search(r'<a [^>]*href="#target.changzhou.funding.primary"[^>]*><span[^>]*>小学生均公用经费基准定额</span></a>', page)


def test_a_reference_with_words_of_its_own_keeps_them(tmp_path: Path) -> None:
    page, _ = build(tmp_path, f":supervision:target:`底线 <changzhou.funding.primary>`\n\n{TARGETS}")
    assert re.search(r'href="#target.changzhou.funding.primary"[^>]*><span[^>]*>底线</span>', page)


def test_an_alert_is_found_by_its_title(tmp_path: Path) -> None:
    page, _ = build(tmp_path, "见 :alert:`monthly-visit` 。\n\n.. supervision:alerts:: changzhou-2021\n")
    assert re.search(r'<a [^>]*href="#alert.monthly-visit"[^>]*><span[^>]*>一月一督缺督</span></a>', page)


def test_a_reference_to_nothing_is_a_warning_with_its_line(tmp_path: Path) -> None:
    _, warnings = build(tmp_path, ":target:`changzhou.funding.college`\n")
    assert len(warnings) == 1
    assert "index.rst:4" in warnings[0]
    assert "changzhou.funding.college" in warnings[0]


def test_an_indicator_has_its_points_and_those_below_it(tmp_path: Path) -> None:
    page, _ = build(tmp_path, ".. supervision:indicator:: changzhou-2021 guarantee\n")
    assert "15" in re.findall(r"<td><p>(\d+)</p></td>", page)
    assert re.findall(r'<section id="indicator.([a-z-]+)"', page) == ["policy", "safety", "resources"]


def test_a_target_alone_has_its_value_and_source(tmp_path: Path) -> None:
    page, _ = build(tmp_path, ".. supervision:target:: changzhou-2021 changzhou.funding.primary\n")
    assert "770元/生·年" in page
    assert "1100元/生·年" not in page
    assert "xinbei-2020-self-report" in page


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        (".. supervision:indicator:: changzhou-2021 no-such-indicator", "no-such-indicator"),
        (".. supervision:target:: changzhou-2021 no.such.target", "no.such.target"),
        (".. supervision:points:: no-such-scheme", "no-such-scheme"),
        (".. supervision:point:: changzhou-2021 no-such-point", "no-such-point"),
        (".. supervision:point:: changzhou-2021", "point"),
        (".. supervision:comparison:: changzhou-2021 no-such-scheme", "no-such-scheme"),
    ],
)
def test_a_directive_about_nothing_is_an_error_on_its_line(tmp_path: Path, directive: str, said: str) -> None:
    _, warnings = build(tmp_path, directive + "\n")
    assert "index.rst:4" in warnings[0]
    assert any(said in line for line in warnings)


def test_what_stands_twice_is_said(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "other.rst").write_text(f":orphan:\n\n题\n====\n\n{TARGETS}", encoding="utf-8")
    warnings = io.StringIO()
    (tmp_path / "source" / "index.rst").write_text(f"题\n====\n\n{TARGETS}", encoding="utf-8")
    overrides = {"extensions": ["supervision_rules.sphinxext"], "supervision_rules_pages": None, "supervision_rules_prove": False}
    with docutils_namespace():
        Sphinx(tmp_path / "source", None, tmp_path / "out", tmp_path / "trees", "html", overrides, status=None, warning=warnings).build()
    assert "target changzhou-2021/changzhou.funding.primary has a page already: index" in warnings.getvalue()


def test_other_sites_can_link_in(site: Path) -> None:
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "https://example.org/", lambda base, name: base + name)
    points = inventory["supervision:point"]
    assert len(points) == 51
    assert points["changzhou-2021/funding-per-pupil"].display_name == "21 生均公用经费"
    assert inventory["supervision:alert"]["changzhou-2021/monthly-visit"].display_name == "一月一督缺督"
    assert {"supervision:bonus", "supervision:fact", "supervision:grade", "supervision:reading", "supervision:target", "supervision:veto"} <= set(
        inventory
    )


def test_two_schemes_are_compared_on_a_page(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(registry.built_in(), policies)
    (policies / "changzhou-2021").rename(policies / "next")
    shutil.rmtree(policies / "next" / "cases")
    scheme = policies / "next" / "scheme.toml"
    text = scheme.read_text(encoding="utf-8").replace('reference_case = "xinbei-2020"\n', "").replace("bonus_cap = 10", "bonus_cap = 5")
    scheme.write_text(text, encoding="utf-8")
    page, warnings = build(tmp_path, ".. supervision:comparison:: changzhou-2021 next\n", supervision_rules_policies=[str(policies)])
    assert warnings == []
    assert "<h2>规则的变化" in page
    assert "加分总上限由10分改为5分" in page
    assert re.search(r"<td[^>]*><p>常州市新北区（xinbei-2020）</p></td>\s*<td[^>]*><p>104.2</p></td>\s*<td[^>]*><p>103.2</p></td>", page)


def test_a_point_that_is_to_be_reviewed_says_so(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(registry.built_in(), policies)
    file = policies / "changzhou-2021" / "points" / "1-leadership.toml"
    marked = file.read_text(encoding="utf-8").replace('number = "2"\n', 'number = "2"\nreview = "原评分标准：落实的得满分。"\n', 1)
    file.write_text(marked, encoding="utf-8")
    directive = ".. supervision:point:: changzhou-2021 ideology-and-political-education\n"
    page, _ = build(tmp_path, directive, supervision_rules_policies=[str(policies)])
    assert re.search(r'<div class="admonition warning">.*?待核对：原评分标准：落实的得满分。', page, flags=re.DOTALL)


def test_schemes_that_share_targets_stand_on_one_site(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    for year in (2022, 2023):
        text = f":orphan:\n\n题\n====\n\n.. supervision:targets:: national-funding-{year} funding\n"
        (tmp_path / "source" / f"of-{year}.rst").write_text(text, encoding="utf-8")
    page, warnings = build(tmp_path, "见 :target:`national.funding.primary` 。\n")
    assert not any("already" in line for line in warnings)
    assert 'href="of-2022.html#target.national.funding.primary"' in page
