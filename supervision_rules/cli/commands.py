"""The commands. Each is made for a catalogue, so that its help speaks the chosen language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..engines.exact import assess, explain
from ..expression import near
from ..loading import case_files, load_case, load_scheme, read_scheme, scheme_directories
from ..lowering import lower
from ..messages import Catalogue, Problem, SupervisionRulesError, message
from ..reporting import (
    assessment_document,
    case_table,
    explanation_document,
    explanation_lines,
    item_lines,
    schema,
    scheme_table,
    target_table,
)
from ..scheme import Scheme, Target
from .console import Console

F = TypeVar("F", bound=Callable[..., Any])


def help_text(words: Catalogue, name: str) -> str:
    """The help of a command; a paragraph that begins with a backspace, written as an escape in the catalogue, keeps its lines."""
    return words.words(f"cli.{name}").replace("\\b", "\b")


def language_option(words: Catalogue) -> Callable[[F], F]:
    """`--lang`; the default is the language of the help, which `--lang` before the command decides."""
    return click.option("--lang", type=click.Choice(["zh", "en"]), default=words.language, help=words.words("cli.option.lang"))


def options(words: Catalogue, *, data: bool = True) -> Callable[[F], F]:
    """The options that all commands share."""

    def decorate(function: F) -> F:
        if data:
            function = click.option("--json", "as_json", is_flag=True, help=words.words("cli.option.json"))(function)
        paths = click.Path(exists=True, file_okay=False, path_type=Path)
        function = click.option("--policies", "policies", multiple=True, type=paths, help=words.words("cli.option.policies"))(function)
        return language_option(words)(function)

    return decorate


def make_assess(words: Catalogue) -> click.Command:
    """`assess SCHEME CASE`."""

    @click.command("assess", help=help_text(words, "assess"), short_help=words.words("cli.assess.short"))
    @click.argument("scheme")
    @click.argument("case")
    @options(words)
    def command(scheme: str, case: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        result = assess(loaded, load_case(case, loaded))
        if as_json:
            write_json(console, assessment_document(result, console.words))
            return
        for line in console.sheet().of(result):
            console.write(line)

    return command


def make_explain(words: Catalogue) -> click.Command:
    """`explain SCHEME CASE POINT`."""

    @click.command("explain", help=help_text(words, "explain"), short_help=words.words("cli.explain.short"))
    @click.argument("scheme")
    @click.argument("case")
    @click.argument("point")
    @options(words)
    def command(scheme: str, case: str, point: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        id = find_item(loaded, point)
        one = explain(loaded, load_case(case, loaded), id)
        if as_json:
            write_json(console, explanation_document(one, console.words))
            return
        sign = -1 if id in {entry.id for entry in loaded.points} else 1
        for line in explanation_lines(console.sheet(), one, sign, not loaded.levels):
            console.write(line)

    return command


def make_check(words: Catalogue) -> click.Command:
    """`check SCHEME`."""

    @click.command("check", help=help_text(words, "check"), short_help=words.words("cli.check.short"))
    @click.argument("scheme")
    @options(words)
    def command(scheme: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        lowered = lower(loaded)
        forms = [rule.form for entry in loaded.items for rule in entry.rule]
        counts = {
            "points": len(loaded.points),
            "bonuses": len(loaded.bonuses),
            "clauses": sum(len(part.clauses) for item in (*lowered.points, *lowered.bonuses) for part in item.parts),
            "facts": len(loaded.facts),
            "quantities": len(loaded.quantities),
            "constraints": len(loaded.constraints),
            "readings": len(loaded.readings),
            "targets": len({constant.target for constant in lowered.constants.values()}),
            "formulas": forms.count("formula"),
        }
        cases = checked_cases(loaded)
        if as_json:
            write_json(console, {"scheme": loaded.id, "hash": lowered.hash, "counts": counts, "cases": cases, "problems": []})
            return
        console.write(console.words.say(message("check.fine", id=loaded.id, hash=lowered.hash)))
        for key, count in counts.items():
            console.write("  " + console.words.say(message(f"check.{key}", count=count)))
        console.write("  " + console.words.say(message("check.cases", count=len(cases))))

    return command


def checked_cases(scheme: Scheme) -> list[str]:
    """The cases of a scheme, every one of which can be scored. Raises SupervisionRulesError with the problems of all."""
    problems: list[Problem] = []
    files = case_files(scheme)
    for file in files.values():
        try:
            assess(scheme, load_case(file, scheme))
        except SupervisionRulesError as error:
            problems += error.problems
    if problems:
        raise SupervisionRulesError(problems)
    return list(files)


def make_list(words: Catalogue) -> click.Command:
    """`list [schemes|cases|targets]`."""

    @click.command("list", help=help_text(words, "list"), short_help=words.words("cli.list.short"))
    @click.argument("what", type=click.Choice(["schemes", "cases", "targets"]), default="schemes")
    @options(words)
    def command(what: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        directories = scheme_directories(policies)
        cases = {id: case_files(directory) for id, directory in directories.items()}
        if what == "cases":
            if as_json:
                write_json(console, {id: list(files) for id, files in cases.items()})
                return
            lines = case_table(console.sheet(), cases)
        else:
            schemes = {id: read_scheme(directory) for id, directory in sorted(directories.items())}
            if as_json:
                write_json(console, _schemes(schemes, cases) if what == "schemes" else _targets(schemes))
                return
            counted = {id: (scheme, len(cases[id])) for id, scheme in schemes.items()}
            lines = scheme_table(console.sheet(), counted) if what == "schemes" else target_table(console.sheet(), _all_targets(schemes))
        for line in lines:
            console.write(line)

    return command


def _all_targets(schemes: dict[str, Scheme]) -> dict[str, Target]:
    return {target.id: target for scheme in schemes.values() for target in scheme.targets}


def _schemes(schemes: dict[str, Scheme], cases: dict[str, dict[str, Path]]) -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "title": scheme.header.title,
            "year": scheme.header.year,
            "evaluated_year": scheme.header.evaluated_year,
            "hash": lower(scheme).hash,
            "cases": list(cases[id]),
        }
        for id, scheme in schemes.items()
    ]


def _targets(schemes: dict[str, Scheme]) -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "label": target.label,
            "unit": target.unit,
            "confirmed_for": list(target.confirmed_for),
            "values": [
                {"from": value.from_.isoformat(), "value": str(value.value), "where": dict(value.where), "basis": value.mark, "source": value.source}
                for value in target.value
            ],
        }
        for id, target in sorted(_all_targets(schemes).items())
    ]


def make_show(words: Catalogue) -> click.Command:
    """`show SCHEME POINT`."""

    @click.command("show", help=help_text(words, "show"), short_help=words.words("cli.show.short"))
    @click.argument("scheme")
    @click.argument("point")
    @options(words, data=False)
    def command(scheme: str, point: str, lang: str, policies: tuple[Path, ...]) -> None:
        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        lowered = lower(loaded)
        id = find_item(loaded, point)
        entry = next(entry for entry in loaded.items if entry.id == id)
        item = next(item for item in (*lowered.points, *lowered.bonuses) if item.id == id)
        for line in item_lines(console.sheet(), loaded, entry, item):
            console.write(line)

    return command


def make_schema(words: Catalogue) -> click.Command:
    """`schema`."""

    @click.command("schema", help=help_text(words, "schema"), short_help=words.words("cli.schema.short"))
    @language_option(words)
    def command(lang: str) -> None:
        write_json(Console(lang), schema())

    return command


def find_item(scheme: Scheme, name: str) -> str:
    """The id of a point or bonus by its id or printed number. Raises SupervisionRulesError (`unknown-item`)."""
    ids = [entry.id for entry in scheme.items]
    numbers = {entry.number: entry.id for entry in reversed(scheme.items) if entry.number}
    if name in ids or name in numbers:
        return name if name in ids else numbers[name]
    raise SupervisionRulesError([Problem("unknown-item", {"name": name, "alike": near(name, ids)})])


def write_json(console: Console, document: Any) -> None:
    """Write data as JSON, in ASCII where the console knows no more."""
    console.write(json.dumps(document, ensure_ascii=console.by_id, indent=2))
