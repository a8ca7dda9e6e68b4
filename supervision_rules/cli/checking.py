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
    @click.option("--prove", "to_prove", is_flag=True, help=words.words("cli.option.prove"))
    @click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help=words.words("cli.option.prove-output"))
    @options(words)
    def command(scheme: str, to_prove: bool, output: Path | None, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        from . import proving  # no other command needs it

        console = Console(lang)
        if output is not None and not to_prove:
            raise click.UsageError(words.words("proof.needs-prove"))
        try:
            loaded = load_scheme(scheme, policies)
            document = _checked(loaded)
            report = proving.proved(loaded) if to_prove else proving.checked(loaded)
        except SupervisionRulesError as error:
            if not as_json:
                raise
            write_json(console, {"scheme": scheme, "problems": [_problem(one, console.words) for one in error.problems]})
            sys.exit(2)
        if output is not None:
            proving.write_counterexamples(report, output, console.words)
        if as_json:
            write_json(console, document | {"proof" if to_prove else "static": proving.report_document(report, console.words)})
        else:
            _write(console, document)
            if to_prove or report.refuted:
                console.write()
                for line in proving.report_lines(report, console.sheet(), whole=to_prove):
                    console.write(line)
        if report.refuted:
            sys.exit(1)

    return command


def _write(console: Console, document: dict[str, Any]) -> None:
    console.write(console.words.say(message("check.fine", id=document["scheme"], hash=document["hash"])))
    for key, count in document["counts"].items():
        console.write("  " + console.words.say(message(f"check.{key}", count=count)))
    console.write("  " + console.words.say(message("check.cases", count=len(document["cases"]))))


def _checked(loaded: Scheme) -> dict[str, Any]:
    """What there is in a scheme without mistakes. Raises SupervisionRulesError."""
    lowered = lower(loaded)
    forms = [rule.form for entry in loaded.items for rule in entry.rule]
    counts = {
        "points": len(loaded.points),
        "bonuses": len(loaded.bonuses),
        "clauses": sum(len(part.clauses) for item in (*lowered.points, *lowered.bonuses) for part in item.parts),
        "facts": len(loaded.facts),
        "quantities": len(loaded.quantities),
        "constraints": len(loaded.constraints),
        "alerts": len(loaded.alerts),
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
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise SupervisionRulesError(problems)
    return list(files)
