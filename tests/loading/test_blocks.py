"""The text of a file in blocks, and some of its values replaced."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.loading import built_in
from supervision_rules.loading.blocks import blocks, rewritten, written

TEXT = """# of the file

# of a
[[point]] # head
id = "a" # id
# inner
lists = [
  [1],
]
[[point.rule]]
form = "x"

# of b
[[point]]
id = "b"

[scheme]
year = 2021
# last
"""
FILES = sorted(built_in().rglob("*.toml"))


def test_a_block_is_an_entry_with_what_stands_below_it() -> None:
    first, second, third = blocks(TEXT)
    assert [one.section for one in (first, second, third)] == ["point", "point", "scheme"]
    assert first.lead == "# of the file\n\n# of a\n"
    assert first.text.endswith('form = "x"\n')
    assert second.lead == "\n# of b\n"
    assert third.text.endswith("# last\n")


def test_what_stands_before_the_first_head_is_a_block_of_its_own() -> None:
    assert [(one.section, one.text) for one in blocks("a = 1\n\n[b]\nc = 2\n")] == [("", "a = 1\n"), ("b", "[b]\nc = 2\n")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_blocks_are_the_file(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    assert "".join(one.lead + one.text for one in blocks(text)) == text


def test_values_are_replaced_taken_out_and_put_in_where_they_belong() -> None:
    text = '[[point]]\nid = "a" # id\nnumber = "1"\nstandard = """\nold"""\nbasis = "x"\n[[point.rule]]\nid = "r"\n'
    made = rewritten(text, {"id": "b", "number": None, "standard": "甲\n乙", "worth": Decimal("1.5")}, ("id", "worth", "standard"))
    assert made == '[[point]]\nid = "b" # id\nworth = 1.5\nstandard = "甲\\n乙"\nbasis = "x"\n[[point.rule]]\nid = "r"\n'


def test_tables_of_a_path_are_changed_all() -> None:
    text = '[[reading]]\neffect = "1"\n[[reading.alternative]]\neffect = "2"\n[[reading.alternative]]\ntext = "t"\neffect = "3"\n'
    made = rewritten(text, {"effect": None}, at=("reading", "alternative"))
    assert made == '[[reading]]\neffect = "1"\n[[reading.alternative]]\n[[reading.alternative]]\ntext = "t"\n'


values = st.recursive(
    st.text() | st.integers(-(10**9), 10**9) | st.booleans() | st.dates() | st.decimals(-1000, 1000, places=3, allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(before=st.dictionaries(st.sampled_from("abcd"), values), changes=st.dictionaries(st.sampled_from("abcdef"), values | st.none()))
def test_what_is_rewritten_reads_as_the_change_says(before: dict[str, Any], changes: dict[str, Any]) -> None:
    text = "[t]\n" + "".join(f"{key} = {written(value)}\n" for key, value in before.items()) + tomli_w.dumps({"u": {"a": 1}})
    wanted = {key: value for key, value in (before | changes).items() if value is not None}
    assert tomllib.loads(rewritten(text, changes, "abcdef"), parse_float=Decimal) == {"t": wanted, "u": {"a": 1}}
