"""A report as one page of HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from supervision_rules.reporting.blocks import Bullet, Bullets, Heading, Paragraph, Table
from supervision_rules.reporting.page import page

BLOCKS = (
    Heading(1, "甲 → 乙"),
    Paragraph("a < b & c"),
    Heading(2, "规则的变化"),
    Bullets((Bullet("外", (Bullet("内"),)),)),
    Heading(3, "15 班额"),
    Table(("材料", "增减"), (("<新北>", "−1.2"),), frozenset({1})),
)
VOID = {"meta"}


class Outline(HTMLParser):
    """What is open, what was said where, and whether everything was closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {str(given["id"])} if "id" in given else set()
        self.links |= {str(given["href"])} if "href" in given else set()
        if tag not in VOID:
            self.open.append(tag + (f".{given['class']}" if "class" in given else ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().partition(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "style":
            self.said.append((self.open[-1], data))


def test_every_block_stands_in_its_element() -> None:
    found = Outline(page(BLOCKS, "zh"))
    assert found.open == []
    assert ("title", "甲 → 乙") in found.said
    assert ("h1", "甲 → 乙") in found.said
    assert ("p", "a < b & c") in found.said
    assert ("th.number", "增减") in found.said
    assert ("td", "<新北>") in found.said
    assert ("td.number", "−1.2") in found.said
    assert [text for tag, text in found.said if tag == "li"] == ["外", "内"]


def test_the_contents_lead_to_headings_of_the_second_level() -> None:
    found = Outline(page(BLOCKS, "zh"))
    assert [text for tag, text in found.said if tag == "a"] == ["规则的变化"]
    assert {link.removeprefix("#") for link in found.links} <= found.ids


def test_it_says_in_which_language_it_is() -> None:
    assert '<html lang="zh-CN">' in page(BLOCKS, "zh")
    assert '<html lang="en">' in page(BLOCKS, "en")


def test_it_asks_for_nothing_from_elsewhere() -> None:
    text = page(BLOCKS, "zh")
    assert "http" not in text
    assert "src=" not in text
