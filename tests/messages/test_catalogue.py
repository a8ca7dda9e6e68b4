"""The catalogue: two languages that say the same things, compiled as they are written, with words for whatever the package says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from codes import RAISERS, codes

import supervision_rules
from supervision_rules.messages.catalogue import DOMAIN, LANGUAGES, LOCALES

PACKAGE = Path(supervision_rules.__file__).parent
NO_ARGUMENTS = {"span", "place"}

Words = dict[str, str]


@cache
def words(language: str) -> Words:
    with (LOCALES / LANGUAGES[language] / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


@cache
def compiled(language: str) -> Words:
    with (LOCALES / LANGUAGES[language] / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_mo(file) if entry.id}


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@cache
def nodes() -> tuple[ast.AST, ...]:
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py")))
    return tuple(node for tree in trees for node in ast.walk(tree))


def calls(*names: str) -> Iterator[ast.Call]:
    """The calls of functions and methods by name that have an argument."""
    for node in nodes():
        match node:
            case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=[_, *_]) if name in names:
                yield node


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be, as far as they stand there."""
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)


def families(node: ast.expr) -> Iterator[re.Pattern[str]]:
    """The keys that an f-string may be."""
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)
        yield re.compile("".join(parts))


def arguments(call: ast.Call) -> set[str] | None:
    """The names of the arguments that a code is raised with, or None where they do not all stand there."""
    names = [keyword.arg for keyword in call.keywords]
    match call:
        case ast.Call(func=ast.Name("Problem"), args=[_, ast.Dict(keys=keys), *_]):
            names += [key.value if isinstance(key, ast.Constant) else None for key in keys]
        case ast.Call(func=ast.Name("Problem"), args=[_, _, *_]):
            return None
    return None if None in names else {str(name) for name in names} - NO_ARGUMENTS


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_both_languages_have_the_same_keys() -> None:
    assert words("zh").keys() == words("en").keys()


def test_both_languages_have_the_same_gaps() -> None:
    assert {key for key in words("zh") if gaps(words("zh")[key]) != gaps(words("en")[key])} == set()


def test_a_gap_is_a_plain_name(language: str) -> None:
    assert {key for key, template in words(language).items() if not all(gap.isidentifier() for gap in gaps(template))} == set()


def test_no_words_are_empty_or_their_own_key(language: str) -> None:
    assert {key for key, template in words(language).items() if template in ("", key)} == set()


def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert compiled(language) == words(language)


def test_every_code_has_a_cause_and_a_mend(language: str) -> None:
    wanted = {f"{part}.{code}" for code in codes() for part in ("error", "mend")}
    assert wanted - words(language).keys() == set()


def test_every_cause_and_mend_has_a_code_that_is_codes() -> None:
    known = {key.partition(".")[2] for key in words("zh") if key.startswith(("error.", "mend."))}
    assert known - codes() == set()


def test_every_key_that_is_said_exists(language: str) -> None:
    said = {key for call in calls("message", "Message", "words") for key in literals(call.args[0])}
    assert said - words(language).keys() == set()


def test_every_key_made_of_parts_can_exist(language: str) -> None:
    made = {family for call in calls("message", "Message", "words") for family in families(call.args[0])}
    assert {family.pattern for family in made if not any(map(family.fullmatch, words(language)))} == set()


def test_a_code_is_raised_with_every_gap_of_its_words(language: str) -> None:
    lacking = {}
    for call in calls(*RAISERS):
        given = arguments(call)
        for code in literals(call.args[0]) if given is not None else ():
            templates = (words(language).get(f"{part}.{code}", "") for part in ("error", "mend"))
            wanted = set().union(*map(gaps, templates))
            if not wanted <= given:
                lacking[code] = wanted - given
    assert lacking == {}
