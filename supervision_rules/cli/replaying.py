"""`replay`: how a district stood in the course of the year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..expression import near
from ..loading import load_scheme, write_case, write_whole
from ..messages import Catalogue, Problem, SupervisionRulesError, message, require
from ..scheme import Event, Every, Scheme, first
from .console import Console
from .options import help_text, options, write_json

if TYPE_CHECKING:
    from ..engines.live import Snapshot
    from ..reporting.live import LiveReport

BY = ("day", *(every.value for every in Every))


def make_replay(words: Catalogue) -> click.Command:
    """`replay SCHEME EVENTS`."""

    @click.command("replay", help=help_text(words, "replay"), short_help=words.words("cli.replay.short"))
    @click.argument("scheme")
    @click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="EVENTS")
    @click.option("--district", help=words.words("cli.option.district"))
    @click.option("--by", type=click.Choice(BY), default="month", help=words.words("cli.option.by"))
    @click.option("--at", "until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=words.words("cli.option.replay-at"))
    @click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.replay-output"))
    @click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.replay-picture"))
    @options(words)
    def command(
        scheme: str,
        source: Path,
        district: str | None,
        by: str,
        until: Any,
        output: Path | None,
        picture: Path | None,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..engines.live import events_in, replay
        from ..reporting.live import LiveReport
        from ..reporting.live_document import REPLAY_SCHEMA, timeline_document

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        events = events_in(loaded, source)
        one = district_of(events, district, source)
        report = console.writer(LiveReport, scheme=loaded)
        if until is not None or output is not None:
            _state(console, report, loaded, [event for event in events if event.district == one], one, until, output, as_json)
            return
        every = None if by == "day" else Every(by)
        snapshots = list(replay(loaded, events, one, every))
        if picture is not None:
            _draw(console, loaded, snapshots, one, picture)
        if as_json:
            write_json(console, {"schema": REPLAY_SCHEMA, "district": one, "by": by, "timeline": timeline_document(snapshots, report)})
            return
        console.show(report.timeline(snapshots, every))
        console.show(report.alerts(snapshots[-1].alerts))

    return command


def district_of(events: list[Event], district: str | None, source: Path) -> str:
    """The district asked for, or the only one.

    Raises SupervisionRulesError (`unknown-district`, `district-needed`).
    """
    known = sorted({event.district for event in events})
    if district is None and len(known) > 1:
        raise SupervisionRulesError([Problem("district-needed", {"count": str(len(known)), "first": known[0], "file": str(source)})])
    if district is not None and district not in known:
        raise SupervisionRulesError([Problem("unknown-district", {"name": district, "alike": near(district, known), "known": known})])
    return district or known[0]


def _state(
    console: Console, report: LiveReport, scheme: Scheme, events: list[Event], district: str, until: Any, output: Path | None, as_json: bool
) -> None:
    """The score sheet of a district at the end of a day, or the evidence as it stood then, as a case."""
    from ..engines.live import state_at
    from ..reporting import assessment_document
    from ..reporting.live_document import alert_document

    day = max((event.at for event in events), key=first) if until is None else until.date()
    with state_at(scheme, events, day) as live:
        found = live.district(district)
        if output is not None:
            write_case(found.case, output)
            console.complain(console.words.say(message("report.written", file=str(output))))
            return
        assessment = live.assess(district)
        if as_json:
            alerts = [alert_document(one, report) for one in found.raised]
            write_json(console, {**assessment_document(assessment, console.words), "alerts": alerts})
            return
        for line in console.sheet().of(assessment):
            console.write(line)
        console.show(report.alerts(found.raised))


def _draw(console: Console, scheme: Scheme, snapshots: list[Snapshot], district: str, file: Path) -> None:
    require("sphinx", "docs")
    from ..sphinxext.pictures import timeline_picture

    write_whole(file, timeline_picture(scheme, snapshots, district, console.file_words).encode())
    console.complain(console.words.say(message("report.written", file=str(file))))
