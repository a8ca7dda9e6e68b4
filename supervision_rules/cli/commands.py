"""The commands about a scheme and a case. Each is made for a catalogue, so that its help speaks the chosen language."""

from __future__ import annotations

from pathlib import Path

import click

from ..engines.exact import assess, explain, explain_veto, item_named
from ..expression import near
from ..loading import load_case, load_scheme, read_as
from ..lowering import lower
from ..messages import Catalogue, Problem, SupervisionRulesError
from ..reporting import (
    alert_lines,
    assessment_document,
    explanation_document,
    explanation_lines,
    item_lines,
    ladder_lines,
    schema,
    veto_explanation_document,
    veto_explanation_lines,
    veto_lines,
)
from ..scheme import Scheme
from .console import Console
from .options import help_text, language_option, options, reading_option, write_json

LADDER = "ladder"


def make_assess(words: Catalogue) -> click.Command:
    """`assess SCHEME CASE`."""

    @click.command("assess", help=help_text(words, "assess"), short_help=words.words("cli.assess.short"))
    @click.argument("scheme")
    @click.argument("case")
    @reading_option(words)
    @options(words)
    def command(scheme: str, case: str, readings: tuple[str, ...], lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = read_as(load_scheme(scheme, policies), readings)
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
    @reading_option(words)
    @options(words)
    def command(scheme: str, case: str, point: str, readings: tuple[str, ...], lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = read_as(load_scheme(scheme, policies), readings)
        id = find_entry(loaded, point)
        given = load_case(case, loaded)
        if id in {veto.id for veto in loaded.vetoes}:
            veto = explain_veto(loaded, given, id)
            if as_json:
                write_json(console, veto_explanation_document(veto, console.words))
                return
            for line in veto_explanation_lines(console.sheet(), veto, [grade.id for grade in loaded.ladder.grade]):
                console.write(line)
            return
        one = explain(loaded, given, id)
        if as_json:
            write_json(console, explanation_document(one, console.words))
            return
        sign = -1 if id in {entry.id for entry in loaded.points} else 1
        for line in explanation_lines(console.sheet(), one, sign, not loaded.levels):
            console.write(line)

    return command


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
        sheet = console.sheet()
        id = find_entry(loaded, point, LADDER, *(alert.id for alert in loaded.alerts))
        vetoes = {veto.id: veto for veto in loaded.vetoes}
        alerts = {alert.id: alert for alert in loaded.alerts}
        items = {item.id: item for item in (*lowered.points, *lowered.bonuses)}
        if id in items:
            lines = item_lines(sheet, loaded, next(entry for entry in loaded.items if entry.id == id), items[id])
        elif id in vetoes:
            lines = veto_lines(sheet, vetoes[id], lowered)
        elif id in alerts:
            lines = alert_lines(sheet, alerts[id], lowered)
        else:
            lines = ladder_lines(sheet, loaded, lowered)
        for line in lines:
            console.write(line)

    return command


def make_schema(words: Catalogue) -> click.Command:
    """`schema`."""

    @click.command("schema", help=help_text(words, "schema"), short_help=words.words("cli.schema.short"))
    @language_option(words)
    def command(lang: str) -> None:
        write_json(Console(lang), schema())

    return command


def find_entry(scheme: Scheme, name: str, *others: str) -> str:
    """The id of a point or bonus by its id or printed number, of a veto by its id, or one of `others`.

    Raises SupervisionRulesError (`unknown-item`).
    """
    try:
        return item_named(scheme, name)
    except KeyError:
        known = [veto.id for veto in scheme.vetoes] + list(others)
        if name in known:
            return name
    alike = near(name, [*(entry.id for entry in scheme.items), *known])
    raise SupervisionRulesError([Problem("unknown-item", {"name": name, "alike": alike})])
