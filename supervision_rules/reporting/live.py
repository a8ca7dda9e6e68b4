"""Evidence as it arrives, told: what each event changed, how a district stood in the course of the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from attrs import define

from ..assessment import Span
from ..engines.live import Change, District, Finding, Outlook, Raised, Snapshot, Stretch
from ..lowering import ConditionAlert, CountAlert, DeadlineAlert, alert_words, lower
from ..messages import Message, message, shown
from ..scheme import DAY, Event, EventKind, Every, Scheme, Written, moment
from .blocks import Block, Bullet, Bullets, Paragraph, Table
from .writer import Writer, signed

MOST_DISTRICTS = 20


@define(kw_only=True, slots=False)
class LiveReport(Writer):
    """Tells of the events of a scheme."""

    scheme: Scheme

    def __attrs_post_init__(self) -> None:
        self.lowered = lower(self.scheme)
        self.labels = self.lowered.labels
        self._clauses = {(item.id, clause.id): clause for item in self.lowered.items for part in item.parts for clause in part.clauses}
        self._entries = {entry.id: entry for entry in self.scheme.items}
        self._bonuses = {entry.id for entry in self.scheme.bonuses}
        self._plans = {plan.id: plan for plan in self.lowered.alerts}
        self._alerts = {alert.id: alert for alert in self.scheme.alerts}
        self._vetoes = {veto.id: veto for veto in self.scheme.vetoes}

    def change(self, change: Change) -> Iterator[str]:
        """What arrived, and below it what it changed."""
        yield self.style(self._arrived(change), "title")
        for finding in counting(change.begun):
            yield "    " + self._finding("began", finding)
        for finding in counting(change.ceased):
            yield "    " + self._finding("ceased", finding)
        for before, after in change.changed:
            yield "    " + self.say("live.finding.changed", item=self._item(after.item), amount=self._amount(after), before=self._amount(before))
        for moved in change.moved:
            if moved.before.decided or moved.after.decided:
                yield "    " + self.say("live.moved", item=self._item(moved.item), before=_span(moved.before), after=_span(moved.after))
        for one in change.raised:
            yield "    " + self.style(self.say("live.raised", alert=self.alert(one)), "bad")
        for one in change.ended:
            yield "    " + self.style(self.say("live.ended", alert=self.alert(one)), "good")
        if change.before != change.after:
            yield "    " + self.say("live.outlook", before=self.outlook(change.before), after=self.outlook(change.after))
        for problem in change.problems:
            yield "    " + self.style(self.say("live.problem", problem=problem.cause), "bad")

    def outlook(self, one: Outlook) -> str:
        """Total or its range, and the grades still possible."""
        grades = self._grades(one)
        return grades if one.range is None else f"{self._total(one)} {grades}"

    @staticmethod
    def _total(one: Outlook) -> str:
        if one.range is None:
            return "—"
        return _span(one.range) if one.total is None or one.range.decided else f"{shown(one.total)} ({_span(one.range)})"

    def alert(self, one: Raised) -> str:
        """An alert or a veto in words, with its row and period."""
        if one.is_veto:
            veto = self._vetoes[one.alert]
            effect = self.effect(veto.effect, veto.grade, self.ranks(self.lowered))
            return self.say("live.veto", title=veto.id if self.by_id else veto.title, effect=effect)
        title = one.alert if self.by_id else self._alerts[one.alert].title
        return self.say("live.alert", title=title, why=self.why(one))

    def why(self, one: Raised) -> Message | str:
        """Why an alert stands, without its title."""
        plan = self._plans[one.alert]
        row = "" if one.row is None else one.row.key if self.by_id else one.row.title
        if isinstance(plan, ConditionAlert):
            return one.alert if self.by_id else alert_words(plan, self.labels)
        if isinstance(plan, CountAlert) and one.period is not None:
            key = "live.alert.few" if plan.at_least is not None else "live.alert.many"
            bound = plan.at_most if plan.at_least is None else plan.at_least
            return message(key, row=row, period=stretch_words(one.period, plan.every), count=str(one.count), bound=str(bound))
        assert isinstance(plan, DeadlineAlert)
        due = due_said(one.due)
        return (
            message("live.alert.overdue", row=row, due=due)
            if one.done is None
            else message("live.alert.late", row=row, due=due, done=moment_said(one.done))
        )

    def _arrived(self, change: Change) -> str:
        event = change.event
        if event is None:
            return self.say("live.time", district=change.district)
        return self.say("live.arrived", at=_said_at(event.at), district=change.district, what=self._what(event))

    def _what(self, event: Event) -> Message | str:
        if event.kind is EventKind.RETRACTION:
            return message("live.retracts", id=event.retracts)
        key = "live.corrects" if event.corrects else "live.tells"
        name = event.fact or event.table
        label = name if self.by_id or name not in self.labels else self.labels[name].text
        if event.kind is EventKind.FACT:
            said = message("live.fact", label=label, value=self._written(event.value))
        elif event.row is None:
            said = message("live.opening", table=label)
        else:
            key_cells = [str(event.row.get(column, "—")) for column in self.lowered.tables[event.table].key]
            said = message("live.row", table=label, key="/".join(key_cells))
        return message(key, what=said, id=event.corrects)

    def _written(self, value: Written | None) -> str:
        return self.say(f"live.value.{str(value).lower()}") if isinstance(value, bool) else str(value)

    def _finding(self, state: str, finding: Finding) -> str:
        said = self.say("live.finding", item=self._item(finding.item), clause=self.clause(state, finding))
        good = (state == "began") is (finding.item in self._bonuses)
        return self.style(said, "good" if good else "bad")

    def clause(self, state: str, finding: Finding) -> str:
        """A clause that `began` to apply or `ceased`, and what it comes or came to."""
        wording: Message | str = finding.clause if self.by_id else self._clauses[finding.item, finding.clause].wording
        return self.say(f"live.finding.{state}", amount=self._amount(finding), wording=wording)

    def _amount(self, finding: Finding) -> str:
        if self.scheme.levels:
            return "·"
        return "?" if finding.amount is None else signed(finding.amount if finding.item in self._bonuses else -finding.amount)

    def _item(self, id: str) -> str:
        return self.numbered(self._entries[id])

    def timeline(self, snapshots: Iterable[Snapshot], every: Every | None) -> Iterator[Block]:
        """A row a stretch of days: what arrived in it, and how the district stood at its end."""
        columns = tuple(self.say(f"replay.column.{key}") for key in ("until", "events", "total", "grade", "findings", "alerts"))
        rows = tuple(
            (
                self.words.say(stretch_words(one.stretch, every)),
                str(one.events),
                self._total(one.outlook),
                self._grades(one.outlook),
                str(len(counting(one.findings))),
                str(len(one.alerts)),
            )
            for one in snapshots
        )
        yield Table(columns, rows, frozenset({1, 4, 5}))

    def summary(self, counts: Mapping[str, int], districts: Sequence[District]) -> Iterator[Block]:
        """How many events were taken and refused, and how districts stand, the first of them where they are many."""
        yield Paragraph(self.say("live.summary", **{key: str(count) for key, count in counts.items()}))
        columns = tuple(self.say(f"live.column.{key}") for key in ("district", "total", "grade", "findings", "alerts"))
        rows = tuple(
            (one.id, self._total(one.outlook), self._grades(one.outlook), str(len(counting(one.findings))), str(len(one.raised)))
            for one in districts[:MOST_DISTRICTS]
        )
        if rows:
            yield Table(columns, rows, frozenset({3, 4}))
        if len(districts) > MOST_DISTRICTS:
            yield Paragraph(self.say("live.more", count=str(len(districts))))

    def alerts(self, raised: Iterable[Raised]) -> Iterator[Block]:
        """The alerts that stand."""
        lines = tuple(Bullet(self.alert(one)) for one in raised)
        yield Paragraph(self.say("live.alerts", count=str(len(lines))), "title")
        if lines:
            yield Bullets(lines)

    def _grades(self, one: Outlook) -> str:
        return "／".join(self.grade(self.ranks(self.lowered), grade) for grade in one.grades)


def stretch_words(stretch: Stretch, every: Every | None) -> Message:
    """A week, month, quarter, year or (None) day in words."""
    day = stretch.first_day
    names = {"year": str(day.year), "month": str(day.month), "quarter": str((day.month + 2) // 3), "day": day.isoformat()}
    return message(f"stretch.{'day' if every is None else every.value}", **names)


def counting(findings: Iterable[Finding]) -> list[Finding]:
    """Those that come to something, or may."""
    return [one for one in findings if one.amount != 0]


def _span(span: Span) -> str:
    return shown(span.lowest) if span.decided else f"{shown(span.lowest)}–{shown(span.highest)}"


def moment_said(second: int | None) -> str:
    """A second as the moment that it is."""
    return "—" if second is None else _said_at(moment(second))


def due_said(second: int | None) -> str:
    """By when something was due: a day, or a moment that is not the end of one."""
    return moment_said(second) if second is None or (second + 1) % DAY else date.fromordinal(second // DAY).isoformat()


def _said_at(when: date) -> str:
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.isoformat(" ", "minutes") if when.second == 0 else when.isoformat(" ")
