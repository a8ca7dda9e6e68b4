"""`watch`: events in, consequences out."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from attrs import define, field

from ..loading import load_scheme
from ..messages import Catalogue, Place, SupervisionRulesError
from .console import Console
from .options import help_text, options

if TYPE_CHECKING:
    from ..engines.live import Change, LiveEngine
    from ..reporting.live import LiveReport

STDIN = "-"
BATCH = 256
"""So many lines of a file are kept together: a commit to the disk takes longer than all else."""
PAUSE = 1
BOM = "\ufeff".encode()

Line = tuple[int, bytes]


def make_watch(words: Catalogue) -> click.Command:
    """`watch SCHEME`."""

    @click.command("watch", help=help_text(words, "watch"), short_help=words.words("cli.watch.short"))
    @click.argument("scheme")
    @click.option("--events", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default=STDIN, help=words.words("cli.option.events"))
    @click.option("--journal", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.journal"))
    @click.option("--engine", type=click.Choice(["durable", "exact"]), default="durable", help=words.words("cli.option.engine"))
    @click.option("--follow", is_flag=True, help=words.words("cli.option.follow"))
    @click.option("--at", "until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=words.words("cli.option.watch-at"))
    @click.option("--summary", is_flag=True, help=words.words("cli.option.summary"))
    @options(words)
    def command(
        scheme: str,
        events: str,
        journal: Path | None,
        engine: Any,
        follow: bool,
        until: Any,
        summary: bool,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..engines.live import LiveEngine  # no other command needs them
        from ..reporting.live import LiveReport

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        report = console.writer(LiveReport, scheme=loaded)
        if journal is None and events != STDIN:
            journal = Path(events).with_suffix(".journal")
        if journal is None:
            console.complain(console.words.words("live.in-memory"))
        endings = (KeyboardInterrupt,) if follow else ()
        with LiveEngine(loaded, journal, engine=engine) as live:
            watch = Watch(console, report, live, as_json=as_json, quiet=summary)
            with suppress(*endings):
                watch.read(events, follow)
            if until is not None:
                watch.advance(until.date())
            watch.finish()
        if watch.refused:
            sys.exit(2)

    return command


@define
class Watch:
    """Reads lines into an engine and tells what they change."""

    console: Console
    report: LiveReport
    live: LiveEngine
    as_json: bool
    quiet: bool
    taken: int = 0
    known: int = 0
    refused: int = 0
    districts: dict[str, None] = field(factory=dict)

    def read(self, events: str, follow: bool) -> None:
        """Read a file, or standard input, to its end; with `follow` for ever."""
        with ExitStack() as stack:
            stream: IO[bytes] = sys.stdin.buffer if events == STDIN else stack.enter_context(open(events, "rb"))
            size = 0 if events == STDIN or follow else os.fstat(stream.fileno()).st_size
            bar = stack.enter_context(click.progressbar(length=size, file=sys.stderr)) if size and self._shows_progress else None
            name = "<stdin>" if events == STDIN else events
            for chunk in _chunks(stream, 1 if events == STDIN else BATCH, follow):
                self._take(name, chunk)
                if bar is not None:
                    bar.update(sum(len(line) for _, line in chunk))

    @property
    def _shows_progress(self) -> bool:
        return self.quiet and sys.stderr is not None and sys.stderr.isatty()

    def _take(self, file: str, chunk: list[Line]) -> None:
        """Take lines, and tell of them when they are kept."""
        outcomes: list[Change | SupervisionRulesError] = []
        with self.live.batch():
            for number, line in chunk:
                if not line.strip():
                    continue
                shown = line.decode(errors="replace").strip()
                try:
                    outcomes.append(self.live.post_bytes(line.strip(), Place(file, number, text=shown if len(shown) <= 200 else shown[:200] + "…")))
                except SupervisionRulesError as error:
                    if "engines-differ" in error.codes:
                        raise
                    outcomes.append(error)
        for outcome in outcomes:
            self._tell(outcome)

    def _tell(self, outcome: Change | SupervisionRulesError) -> None:
        if isinstance(outcome, SupervisionRulesError):
            self.refused += 1
            self._refusal(outcome)
            return
        self.districts[outcome.district] = None
        if outcome.repeated:
            self.known += 1
            return
        self.taken += outcome.event is not None
        if not self.quiet and (outcome.is_seen or outcome.problems):
            self._change(outcome)

    def _change(self, change: Change) -> None:
        from ..reporting.live_document import change_document

        if self.as_json:
            self._json(change_document(change, self.report))
            return
        for line in self.report.change(change):
            self.console.write(line)

    def _refusal(self, error: SupervisionRulesError) -> None:
        if self.as_json:
            places = [problem.place.line for problem in error.problems if problem.place is not None]
            said = [{"code": problem.code, "words": self.console.words.say(problem.cause)} for problem in error.problems]
            self._json({"refused": True, "line": places[0] if places else None, "problems": said})
        else:
            self.console.complain(error.say(self.console.words))

    def advance(self, until: date) -> None:
        """Let time go on for every district."""
        for district in self.live.journal.districts():
            self._tell(self.live.advance(district, until))

    def finish(self) -> None:
        """Tell how the districts stand that anything arrived for."""
        from ..reporting.live_document import standing_document

        counts = {"taken": self.taken, "known": self.known, "refused": self.refused}
        standing = [self.live.district(id) for id in self.districts]
        if self.as_json:
            self._json({"summary": counts, "districts": [standing_document(district, self.report) for district in standing]})
            return
        self.console.show(self.report.summary(counts, standing))

    def _json(self, document: dict[str, Any]) -> None:
        from ..reporting.live_document import SCHEMA

        self.console.write(json.dumps({"schema": SCHEMA, **document}, ensure_ascii=self.console.by_id))


def _chunks(stream: IO[bytes], size: int, follow: bool) -> Iterator[list[Line]]:
    """The lines of a stream with their numbers, so many at a time; with `follow` those that still come, each when its line is ended."""
    number = 0
    begun = b""
    chunk: list[Line] = []
    while True:
        line = begun + stream.readline()
        begun = b""
        if line.endswith(b"\n") or (line and not follow):
            number += 1
            chunk.append((number, line.removeprefix(BOM) if number == 1 else line))
            if len(chunk) < size:
                continue
        if chunk:
            yield chunk
            chunk = []
        if line.endswith(b"\n"):
            continue
        if not follow:
            return
        begun = line
        time.sleep(PAUSE)
