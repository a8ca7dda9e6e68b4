"""`test`: every case of a scheme held against what was accepted of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..loading import load_scheme
from ..lowering import lower
from ..messages import Argument, Catalogue, message
from .cases import cases_of
from .console import Console, progress
from .options import help_text, options, write_json

if TYPE_CHECKING:
    from ..regression import CaseRun, Run


def make_test(words: Catalogue) -> click.Command:
    """`test SCHEME`."""

    @click.command("test", help=help_text(words, "test"), short_help=words.words("cli.test.short"))
    @click.argument("scheme")
    @click.option("--accept", "to_accept", is_flag=True, help=words.words("cli.option.test-accept"))
    @options(words)
    def command(scheme: str, to_accept: bool, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        from ..regression import Refused, accept, run  # no other command needs them

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        found = run(loaded, progress(cases_of(loaded), more_than=100))
        if as_json:
            write_json(console, _document(found))
        else:
            _Writer(console).write(found)
        if not to_accept:
            if not found.passed:
                deviating = any(one.deviates for one in found.cases)
                console.complain(console.words.say(message("test.how-to-mend" if deviating else "test.how-to-accept", scheme=scheme)))
            sys.exit(0 if found.passed else 1)
        try:
            place = accept(found, console.file_words)
        except Refused as refused:
            console.complain(console.words.say(message("test.not-accepted", cases=list(refused.cases))))
            sys.exit(1)
        console.complain(console.words.say(message("test.accepted", directory=str(place))))

    return command


class _Writer:
    """Writes a run to the console."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.sheet = console.sheet()

    def write(self, run: Run) -> None:
        """Rules first, then cases, then what to do."""
        self._say("test.rules", scheme=run.scheme.id, state=message(f"test.rules.{run.rules}"))
        if run.comparison is not None:
            from ..reporting.comparison import ComparisonReport

            comparison = run.comparison
            self.console.report(lambda *style: ComparisonReport(*style).of(comparison))
            self.console.write()
        for one in run.cases:
            self._case(one)
        for id in run.gone:
            self._say("test.gone", case=id)
        failed = sum(not one.passed for one in run.cases)
        self._say("test.count", cases=len(run.cases), failed=failed)

    def _case(self, one: CaseRun) -> None:
        result = one.assessment
        grades = self.sheet.grades(self.sheet.ranks(result.lowered), result)
        mark = self.sheet.style("✓", "good") if one.passed else self.sheet.style("✗", "bad")
        self.console.write(f"{mark} " + self._words("test.case", case=result.case.id, total=self.sheet.total(result.overall), grade=grades))
        if one.deviates:
            from ..reporting import deviation_lines

            self._say("test.deviates", case=result.case.id)
            for line in deviation_lines(result, self.console.words.language):
                self.console.write(f"    {line}")
        if one.accepted is None:
            self._say("test.new", case=result.case.id)
        else:
            for line in one.difference:
                self.console.write("    " + self.sheet.style(line, "good" if line.startswith("+") else "bad"))

    def _say(self, key: str, **arguments: Argument) -> None:
        self.console.write(self._words(key, **arguments))

    def _words(self, key: str, **arguments: Argument) -> str:
        return self.console.words.say(message(key, **arguments))


def _document(run: Run) -> dict[str, Any]:
    """The run as data."""
    cases = [
        {
            "case": one.assessment.case.id,
            "passed": one.passed,
            "as_expected": not one.deviates,
            "accepted": one.accepted is not None,
            "difference": list(one.difference),
        }
        for one in run.cases
    ]
    changes = [] if run.comparison is None else [change.id for change in run.comparison.changes]
    whole = {"scheme": run.scheme.id, "hash": lower(run.scheme).hash, "passed": run.passed, "rules": run.rules}
    return whole | {"changes": changes, "cases": cases, "gone": list(run.gone)}
