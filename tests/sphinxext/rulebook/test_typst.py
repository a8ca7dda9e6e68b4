"""Document nodes as the typesetter has them."""

from __future__ import annotations

import pytest
import typst as typesetter
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules.sphinxext.markup import bullets, mark, pairs, para, section, strong, table, trial, written
from supervision_rules.sphinxext.rulebook.typst import escaped, quoted, typst


def test_what_stands_out_stands_out() -> None:
    assert typst(para("得分 ", strong("2"))) == "\n\n得分 #strong[2]"


def test_a_table_gives_short_columns_only_the_room_they_need() -> None:
    made = typst(table(["序号", "说明"], [["1", "不低于基准定额的，得满分"]], numbers={0}))
    assert made.startswith("\n\n#sheet(columns: (auto, 1fr,), table.header(align(right)[序号],[说明],),")


def test_a_mark_has_its_colour() -> None:
    assert typst(mark("满分", "sr-good")) == "#mark(good)[满分]"


def test_what_can_only_be_tried_on_a_screen_is_left_out_with_its_heading() -> None:
    assert typst(section("try", "试算", trial("", html="<form>"))) == ""


def test_a_section_goes_one_deeper() -> None:
    assert "#heading(level: 2)[乙]" in typst(section("a", "甲", section("b", "乙", para("丙"))))


@pytest.mark.parametrize("node", [bullets(["甲", "乙"]), pairs([("名", "值")]), written('a = "b"', "toml"), nodes.block_quote("", para("标准"))])
def test_every_form_is_taken_by_the_typesetter(node: nodes.Node) -> None:
    helpers = "#let standard(body) = body\n#let sheet(..a) = table(..a)\n"
    assert typesetter.compile((helpers + typst(node)).encode()).startswith(b"%PDF-")


@settings(max_examples=30)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40))
def test_any_text_is_only_text(text: str) -> None:
    found = typesetter.query(f"#metadata({quoted(text)}) <said>".encode(), "<said>", field="value", one=True)
    import json

    assert json.loads(found) == text
    typesetter.compile(escaped(text).encode())
