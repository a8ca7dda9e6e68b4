"""`check`: a scheme and its cases, sound or with every mistake."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ..engines.exact import assess
from ..loading import case_files, load_case, load_scheme
from ..lowering import lower
from ..messages import Catalogue, Problem, SupervisionRulesError, message
from ..scheme import Scheme
from .console import Console
from .options import help_text, options, write_json


def make_check(words: Catalogue) -> click.Command:
    """`check SCHEME`."""

    @click.command("check", help=help_text(words, "check"), short_help=words.words("cli.check.short"))
    @click.argument("scheme")
    @options(words)
    def command(scheme: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        try:
            document = _checked(scheme, policies)
        except SupervisionRulesError as error:
            if not as_json:
                raise
            write_json(console, {"scheme": scheme, "problems": [_problem(one, console.words) for one in error.problems]})
            sys.exit(2)
        if as_json:
            write_json(console, document)
            return
        console.write(console.words.say(message("check.fine", id=document["scheme"], hash=document["hash"])))
        for key, count in document["counts"].items():
            console.write("  " + console.words.say(message(f"check.{key}", count=count)))
        console.write("  " + console.words.say(message("check.cases", count=len(document["cases"]))))

    return command


def _checked(scheme: str, policies: tuple[Path, ...]) -> dict[str, Any]:
    """What there is in a scheme without mistakes. Raises SupervisionRulesError."""
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
    return {"scheme": loaded.id, "hash": lowered.hash, "counts": counts, "cases": checked_cases(loaded), "problems": []}


def _problem(one: Problem, words: Catalogue) -> dict[str, Any]:
    """A mistake as data; what is not known of its place is null."""
    place = one.place
    return {
        "code": one.code,
        "file": place.file if place else None,
        "line": (place.line or None) if place else None,
        "column": (place.column or None) if place else None,
        "path": list(one.path),
        "cause": words.say(one.cause),
        "mend": words.say(one.mend),
    }


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
