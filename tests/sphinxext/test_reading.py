"""The site as its reader meets it: Chinese, found by search, for every eye and hand, at home on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinxext.opened import Visitor, serious_faults

HOME = "changzhou-2021/index.html"
BANDS = "changzhou-2021/points/backbone-teachers.html"
STEPS = "changzhou-2021/points/class-and-school-size.html"
SHEET = "changzhou-2021/cases/xinbei-2020.html"
KINDS = [HOME, BANDS, STEPS, SHEET, "changzhou-2021/try.html", "changzhou-2021/grades.html", "changzhou-2021/facts.html",
         "changzhou-2021/targets/funding.html", "changzhou-2021/readings.html", "changzhou-2021/laws.html", "index.html"]  # fmt: skip
MOST_BYTES = 300_000


def test_chinese_is_drawn_and_not_boxes(visit: Visitor) -> None:
    page = visit.open(HOME)
    widths = page.page.evaluate(
        """() => { const c = document.createElement('canvas').getContext('2d'); c.font = getComputedStyle(document.body).fontSize + ' ' +
        getComputedStyle(document.body).fontFamily; const pixels = text => { const d = document.createElement('canvas').getContext('2d');
        d.font = '40px ' + getComputedStyle(document.body).fontFamily; d.fillText(text, 10, 60); return d.getImageData(0, 0, 80, 80).data.join() };
        return [pixels('督') !== pixels('导'), pixels('督') !== pixels('\\uffff')] }"""
    )
    assert widths == [True, True]


FOUND = {"生均公用经费": "21 生均公用经费", "扣完为止": "8 镇（街道）履行教育职责督导考核", "大班额": "15 班额与校额"}


@pytest.mark.parametrize(("term", "page"), FOUND.items())
def test_the_search_finds(visit: Visitor, term: str, page: str) -> None:
    opened = visit.open("search.html", fragment=f"?q={term}")
    opened.page.wait_for_function("() => document.querySelector('#search-results h2')?.textContent === _('Search Results')")
    assert page in [text.partition(" (")[0] for text in opened.texts("#search-results li a")]


@pytest.mark.parametrize("page", KINDS)
def test_it_has_no_serious_fault_of_accessibility(visit: Visitor, page: str) -> None:
    assert serious_faults(visit.open(page)) == []


@pytest.mark.parametrize("page", [HOME, BANDS, SHEET])
def test_nor_in_the_dark(visit: Visitor, page: str) -> None:
    assert serious_faults(visit.open(page, dark=True), of=("color-contrast", "link-in-text-block")) == []


@pytest.mark.parametrize("page", KINDS)
def test_on_a_phone_nothing_sticks_out(visit: Visitor, page: str) -> None:
    opened = visit.open(page, width=390)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("page", [HOME, BANDS, STEPS, "changzhou-2021/try.html"])
def test_a_page_with_all_it_asks_for_is_light(visit: Visitor, page: str) -> None:
    opened = visit.open(page)
    files = {address.partition("#")[0].partition("?")[0].removeprefix("file://") for address in opened.requests if address.startswith("file:")}
    assert sum(Path(file).stat().st_size for file in files) < MOST_BYTES


def test_a_point_has_all_that_a_reviewer_needs(visit: Visitor) -> None:
    opened = visit.open(STEPS)
    headings = [text.rstrip("¶#").strip() for text in opened.texts("article h2")]
    upper = ["评分标准", "计分条款", "得分图", "算例：常州市新北区", "试算"]
    assert headings == [*upper, "读取的数据", "政策目标", "解释口径", "界线上的材料", "规则原文"]


def test_the_theme_speaks_chinese_too(visit: Visitor) -> None:
    opened = visit.open(BANDS)
    assert opened.text(".prev-page .context") == "上一页"
    assert opened.page.get_attribute("html", "lang") == "zh-CN"


def test_print_leaves_out_what_needs_a_screen(visit: Visitor) -> None:
    opened = visit.open(STEPS)
    opened.page.emulate_media(media="print")
    assert not opened.page.is_visible("form.sr-try")
    assert not opened.page.is_visible(".skip-to-content")
    assert opened.page.is_visible("table.sr-clauses >> nth=0")


def test_what_was_read_in_the_dark_is_printed_on_white(visit: Visitor) -> None:
    opened = visit.open("changzhou-2021/grades.html", dark=True)
    opened.page.evaluate("document.body.dataset.theme = 'dark'")
    opened.page.emulate_media(media="print", color_scheme="dark")
    colours = opened.page.evaluate("(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color] })()")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert opened.page.evaluate("getComputedStyle(document.querySelector('svg text')).fill") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("term", ["小学生均公用经费基准定额", "越好不减分", "义务教育大班额班级数"])
def test_what_the_search_finds_is_where_it_leads(visit: Visitor, term: str) -> None:
    opened = visit.open("search.html", fragment=f"?q={term}")
    opened.page.wait_for_function("() => document.querySelector('#search-results h2')?.textContent === _('Search Results')")
    links = opened.page.query_selector_all("#search-results li a")
    found = [str(link.evaluate("one => one.href")) for link in links if link.inner_text() == term]
    assert found
    for address in found:
        target = visit.open(address)
        name = address.partition("#")[2]
        assert target.page.evaluate("name => document.getElementById(name) !== null", name), address


def test_a_fact_that_only_a_veto_or_a_constraint_reads_says_so(visit: Visitor) -> None:
    page = visit.open("changzhou-2021/facts.html")
    row = page.page.locator("tr[id='fact.integrity.salary_arrears'] td")
    assert row.last.inner_text().strip() == "拖欠教师工资、截留挪用教育经费"
    assert "勾稽关系" in page.texts("table.sr-facts tr > td:last-child")


def test_a_quantity_per_hundred_says_its_unit(visit: Visitor) -> None:
    assert "小学县级以上骨干教师数÷小学学生数（以人/百生计）" in visit.open("changzhou-2021/facts.html").text("article")


def test_the_index_by_source_has_every_element_that_the_overview_counts(visit: Visitor) -> None:
    marks = visit.open(HOME).texts(".sr-marks .sr-mark.sr-reconstructed")
    rows = visit.open("changzhou-2021/sources.html").texts("article table .sr-mark.sr-reconstructed")
    assert marks == [f"本库重构 {len(rows)}"]
