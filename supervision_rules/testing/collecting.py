"""Files → tests of pytest: of a scheme its static checks and each law, of a case its assessment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import frozen

from ..loading import ACCEPTED, case_files, load_case, load_scheme
from ..loading.documents import read_toml
from ..lowering import lower
from ..messages import SupervisionRulesError, catalogue, message
from ..regression import CaseRun, accepted_sheets, run, run_case
from ..reporting import Sheet, deviation_lines
from ..reporting.blocks import terminal
from ..reporting.comparison import ComparisonReport
from ..reporting.proofs import ProofSheet
from ..scheme import Scheme
from ..verification import Report, check
from .lawbook import BrokenLaw, law_test, laws_tried

MAIN, CASES, CASE = "scheme.toml", "cases", "case.toml"
COLOURS = {"-": "red", "+": "green"}
SCHEMES = pytest.StashKey[dict[str, Scheme | SupervisionRulesError]]()


def collector(file: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """What is to be tested in a TOML file, if it is a scheme's main file or a case."""
    if file.name == MAIN and file.parent.parent.name == ACCEPTED:
        return None
    if file.name == MAIN:
        made: pytest.Collector = SchemeFile.from_parent(parent, path=file)
        return made
    above = _above(file)
    if above is None or not ((above / MAIN).is_file() or _says_of_which_scheme(file)):
        return None
    case: pytest.Collector = CaseFile.from_parent(parent, path=file)
    return case


def _above(file: Path) -> Path | None:
    """The directory that has the `cases` directory to which a file belongs: `cases/x.toml` or `cases/x/case.toml`."""
    folder = file.parent.parent if file.name == CASE else file.parent
    return folder.parent if folder.name == CASES else None


def _says_of_which_scheme(file: Path) -> bool:
    try:
        return "scheme" in read_toml(file).get("case", {})
    except SupervisionRulesError:  # it is to be said what is wrong with it
        return True


class SchemeFile(pytest.File):
    """A scheme: one test for what needs no case, and one for each law."""

    def collect(self) -> Iterable[pytest.Item]:
        """The tests. Raises CollectError with everything that is wrong where the scheme does not load."""
        scheme = _scheme(self.config, self.path.parent)
        if isinstance(scheme, SupervisionRulesError):
            raise self.CollectError(str(scheme))
        yield Check.from_parent(self, name="check", tries=partial(_check, scheme))
        if (self.path.parent / ACCEPTED).is_dir():
            yield Check.from_parent(self, name="accepted", tries=partial(_accepted, scheme))
        examples = _examples(self.config, scheme)
        for law in laws_tried(scheme):
            yield Check.from_parent(self, name=law.id, tries=partial(law_test(law, scheme, examples), None))


class CaseFile(pytest.File):
    """A case: it loads, can be assessed, and is assessed at what it expects and, where that was accepted, at what was accepted."""

    def collect(self) -> Iterable[pytest.Item]:
        """The one test."""
        yield Check.from_parent(self, name="assess", tries=self._assess)

    def _assess(self) -> None:
        above = _above(self.path)
        assert above is not None
        here = (above / MAIN).is_file()
        scheme = _scheme(self.config, above if here else str(read_toml(self.path)["case"]["scheme"]))
        if isinstance(scheme, SupervisionRulesError):
            raise Failure([catalogue().say(message("test.scheme-broken", scheme=above.name))]) if here else scheme
        case = load_case(self.path, scheme)
        held = here and (above / ACCEPTED).is_dir()
        found = run_case(scheme, case, accepted_sheets(scheme) if held else {})
        if found.deviates:
            raise Failure([catalogue().say(message("test.deviates", case=case.id)), *deviation_lines(found.assessment)])
        if held and not found.passed:
            raise Failure(_not_as_accepted(found))


def _not_as_accepted(found: CaseRun) -> Iterable[str]:
    """What a case comes to and what was accepted, as a diff."""
    key = "test.not-as-accepted" if found.accepted is not None else "test.not-yet-accepted"
    return catalogue().say(message(key, case=found.assessment.case.id)), *(found.difference if found.accepted is not None else ())


def _accepted(scheme: Scheme) -> None:
    """The rules are those that were accepted, with the report of what they became."""
    found = run(scheme, [])
    if found.comparison is not None:
        report = terminal(ComparisonReport().of(found.comparison))
        raise Failure([catalogue().say(message("test.rules", scheme=scheme.id, state=message("test.rules.changed"))), *report])
    if found.unreported:
        raise Failure([catalogue().say(message("test.rules", scheme=scheme.id, state=message("test.rules.unreported")))])
    gone = [id for id in found.accepted.sheets if id not in case_files(scheme)]
    if gone:
        raise Failure([catalogue().say(message("test.gone", case=id)) for id in gone])


def _scheme(config: pytest.Config, of: Path | str) -> Scheme | SupervisionRulesError:
    """A scheme by its directory or id, loaded once, or what is wrong with it."""
    known = config.stash.setdefault(SCHEMES, {})
    if str(of) not in known:
        try:
            known[str(of)] = load_scheme(of, config.getini("supervision_rules_policies"))
        except SupervisionRulesError as error:
            known[str(of)] = error
    return known[str(of)]


def _examples(config: pytest.Config, scheme: Scheme) -> int | None:
    """On how many cases each law of a scheme is tried: the number behind its id, else that which stands alone; None: as the profile says."""
    numbers: dict[str, str] = {}
    for line in config.getini("supervision_rules_examples"):
        id, _, number = line.rpartition(":")
        numbers[id.strip()] = number.strip()
    number = numbers.get(scheme.id) or numbers.get("")
    return int(number) if number else None


def _check(scheme: Scheme) -> None:
    report = Report(scheme=scheme, lowered=lower(scheme), lines=check(scheme))
    if report.refuted:
        raise Failure(ProofSheet(Sheet(catalogue())).refuted(report))


class Failure(Exception):
    """A test failed, in lines of text."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__("\n".join(lines))


class Check(pytest.Item):
    """One test: it fails where what it `tries` raises."""

    def __init__(self, *, tries: Any, **more: Any) -> None:
        super().__init__(**more)
        self.tries = tries
        self.add_marker("supervision_rules")

    def runtest(self) -> None:
        """Try it."""
        self.tries()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong, in the words of the library; of what went wrong otherwise, where it did."""
        if isinstance(excinfo.value, Failure | BrokenLaw | SupervisionRulesError):
            return Said(str(excinfo.value).splitlines())
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test stands."""
        return self.path, None, f"{self.parent.name if self.parent else ''}: {self.name}"


@frozen
class Said:
    """A failure as pytest writes it: lines of a diff in their colours."""

    lines: list[str]

    def toterminal(self, writer: Any) -> None:
        """Write it to a terminal."""
        for line in self.lines:
            colour = COLOURS.get(line[:1])
            writer.line(line, **({colour: True} if colour else {}))

    def __str__(self) -> str:
        return "\n".join(self.lines)

    @property
    def reprcrash(self) -> SimpleNamespace:
        """What the short summary says."""
        return SimpleNamespace(message=self.lines[0].strip())
