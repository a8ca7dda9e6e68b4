"""Every example on the page on expressions comes to what stands beside it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from supervision_rules import ExactEngine, load_case, load_scheme
from supervision_rules.expression import syntax
from supervision_rules.expression.resolving import ROW_FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "expressions.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^\| `([^`]+)` \| (true|false|unknown|[-\d./]+\S*) \|", re.MULTILINE)
EXAMPLES = EXAMPLE.findall(PAGE)
OUT_OF_ROWS = EXAMPLE.findall(PAGE.partition("## Out of rows")[2])
DECLARED, GIVEN = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
HEAD = """
[scheme]
title = "表达式"
issuer = "示例"
year = 2025
evaluated_year = 2024
period = { from = 2024-01-01, to = 2024-12-31 }
measure = "points"
base = 1
basis = "reconstructed"
[ladder]
grade = [{ id = "合格", when = "total >= 1", basis = "reconstructed" }, { id = "不合格", otherwise = true, basis = "reconstructed" }]
[[point]]
id = "point"
number = "1"
title = "全部"
worth = 1
standard = "全部"
basis = "reconstructed"
"""


SHOWN = {"true": True, "false": False, "unknown": None}


def quantity(number: int, text: str, value: str) -> str:
    """An example as a quantity, and a rule that reads it."""
    name = f"example_{number}"
    lines = ["[[quantity]]", f'id = "{name}"', f'label = "{name}"', f"value = '{text}'", 'better = "more"']
    if (text, value) in OUT_OF_ROWS and value not in SHOWN:
        unit = re.sub(r"^\d+(/\d+)?", "", value)
        lines += [f'unit = "{unit}"'] if unit else []
        lines += ["domain = [0, 100000]", "places = 2"]
        lines += [f'when_empty = "0{unit}"'] if text.startswith(("min", "max", "share")) else []
    reads = f"{name} or not {name}" if value in SHOWN else f"{name} == {name}"
    return "\n".join([*lines, "[[point.rule]]", 'form = "all-or-nothing"', f'requires = "{reads}"', ""])


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    place = tmp_path_factory.mktemp("policies") / "expressions-2024"
    (place / "cases").mkdir(parents=True)
    quantities = "\n".join(quantity(number, *example) for number, example in enumerate(EXAMPLES))
    (place / "scheme.toml").write_text(HEAD + quantities + DECLARED, encoding="utf-8")
    (place / "cases" / "here.toml").write_text('[case]\nscheme = "expressions-2024"\nsubject = "此地"\nyear = 2024\n' + GIVEN, encoding="utf-8")
    scheme = load_scheme(place)
    return dict(ExactEngine(scheme).prepare(load_case("here", scheme)))


@pytest.mark.parametrize(("number", "example"), list(enumerate(EXAMPLES)), ids=[text for text, _ in EXAMPLES])
def test_it_comes_to_what_stands_beside_it(values: dict[str, object], number: int, example: tuple[str, str]) -> None:
    _, wanted = example
    assert values[f"example_{number}"] == (SHOWN[wanted] if wanted in SHOWN else in_base_units(wanted))


def in_base_units(text: str) -> Fraction:
    return Fraction(re.match(r"[\d./]*\d", text)[0]) / (100 if text.endswith("%") else 1)  # type: ignore[index]


def test_there_is_an_example_of_every_function() -> None:
    functions = {"min", "max", "round", "ratio", "at_least", *ROW_FUNCTIONS}
    assert functions - {name for text, _ in EXAMPLES for name in re.findall(r"([a-z_]+)\(", text)} == set()


def test_every_result_stands_there() -> None:
    section = PAGE.partition("## About results")[2].partition("## Limits")[0]
    assert [name for name in ("total", "base_score", "score", "met", "count") if f"`{name}" not in section] == []


def test_the_limits_are_those_of_the_parser() -> None:
    sentence = re.findall(r"\d+", PAGE.partition("## Limits")[2].partition("##")[0])
    assert [int(one) for one in sentence] == [syntax.LONGEST, syntax.MOST_OPERATORS, syntax.DEEPEST]


def test_every_word_of_the_language_stands_there() -> None:
    grammar = (Path(syntax.__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    words = set(re.findall(r'"([a-z]+)"', grammar))
    sentence = re.search(r"^The words (.*) belong to the language", PAGE, re.MULTILINE)
    assert sentence
    assert set(re.findall(r"`([a-z]+)`", sentence.group(1))) == words
