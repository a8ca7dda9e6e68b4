"""What sheets and explanations are made of: an item with its findings, a value with where it comes from, rows by name."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import define, evolve, field

from ..assessment import Adjustment, Assessment, Cause, Cell, Finding, ItemResult, NamedRow, Outcome, Overall, Read, Undecided, VetoResult
from ..engines.exact import Count
from ..expression import Labels, Unit, value_message
from ..lowering import LoweredScheme, Value
from ..messages import Argument, Catalogue, Message, catalogue, message, shown
from ..scheme import CRITERIA_LEVELS, Bonus, Effect, Point

Style = Callable[[str, str], str]
"""Puts a text into a style by name: `title`, `good`, `bad`, `open`, `dim`."""


def plain_style(text: str, style: str) -> str:  # noqa: ARG001
    """No style at all."""
    return text


MOST_CELLS = 5
MOST_ROWS = 20


@define
class Writer:
    """Writes in the words of a language, in a style; `by_id` names everything by its id where a console cannot show the words."""

    words: Catalogue = field(factory=catalogue)
    style: Style = plain_style
    by_id: bool = False
    labels: Labels = field(factory=dict)

    def say(self, key: str, **arguments: Argument) -> str:
        """A message of the catalogue."""
        return self.words.say(message(key, **arguments))

    def item(self, item: ItemResult, sign: int, counts: bool = True) -> Iterator[str]:
        """The findings and adjustments of a point (sign -1) or bonus (+1); `counts`: in points, not levels."""
        yield from self.heading(item, sign, counts)
        for finding in item.findings:
            if finding.amount:
                yield from self.finding(finding, sign, counts)
        yield from self.adjustments(item)
        for one in item.undecided:
            yield from self._undecided(one, sign, counts)

    def heading(self, item: ItemResult, sign: int, counts: bool, standing: str = "") -> Iterator[str]:
        """Which item it is, and how it stands, or should stand."""
        title = f"{item.number} {self.title(item)}".strip()
        if counts:
            key = "sheet.item" if sign < 0 else "sheet.bonus-item"
            yield self.say(key, title=title, id=item.id, limit=item.limit, score=standing or self.score(item))
        else:
            yield self.say("sheet.level-item", title=title, id=item.id, level=standing or self.level(item))

    def adjustments(self, item: ItemResult) -> Iterator[str]:
        """What was adjusted in the score of an item."""
        for adjustment in item.adjustments:
            yield "  " + self._adjustment(adjustment)

    def finding(self, finding: Finding, sign: int, counts: bool) -> Iterator[str]:
        """A clause that applied: what it comes to, what it requires, what it read."""
        amount = signed(sign * finding.amount) if counts else "·"
        wording = finding.clause if self.by_id else self.words.say(finding.wording)
        yield f"  {self.style(amount, 'bad' if sign < 0 else 'good')}  {wording}"
        if finding.requirement is not None and not self.by_id:
            yield "      " + self.say("sheet.requirement", requirement=finding.requirement)
        for read in finding.reads:
            yield "      " + self.read(read)
            if read.counted:
                yield "        " + self.say("sheet.rows", rows=self.some_rows(read.counted, read.unit))

    def some_rows(self, rows: Sequence[NamedRow], unit: Unit) -> Message:
        """Rows by name, each with what it adds where they are added up; the first of them where they are many."""
        said = [self._row(row, unit) for row in rows[:MOST_ROWS]]
        return message("sheet.some", rows=said, count=len(rows)) if len(rows) > MOST_ROWS else message("sheet.all", rows=said)

    def _row(self, row: NamedRow, unit: Unit) -> str:
        if self.by_id:
            return row.key
        return row.title if row.value is None else self.say("sheet.row", row=row.title, value=value_message(row.value, unit))

    def read(self, read: Read) -> str:
        """One value that was read, with where it comes from."""
        if self.by_id:
            said = f"{read.id} = {self.value(read.value, read.unit)}" + self._compared(read)
            return said + (self.say("sheet.assumed.short") if read.assumed else "")
        kind = self.say(f"source.{read.source.value}")
        where = f"{kind}·{read.clause}" if read.clause else kind
        said = self.say("sheet.read", label=read.label, value=value_message(read.value, read.unit), where=where) + self._compared(read)
        return said + (self.style(self.say("sheet.assumed", why=read.assumed), "open") if read.assumed else "")

    def _compared(self, read: Read) -> str:
        """The number behind a comparison that has no exact decimal."""
        if read.compared is None:
            return ""
        side = {-1: "below", 0: "at", 1: "above"}[read.compared.sign]
        return self.say(f"sheet.compared.{side}", value=read.compared.value, limit=read.compared.limit)

    def numbered(self, entry: Point | Bonus | ItemResult) -> str:
        """An entry by its printed number and title."""
        return entry.id if self.by_id else f"{entry.number} {entry.title}".strip()

    @staticmethod
    def total(overall: Overall | None) -> str:
        """The total, or what it may still be."""
        if overall is None:
            return "—"
        if overall.total is not None:
            return shown(overall.total)
        return "—" if overall.range is None else f"{shown(overall.range.lowest)}–{shown(overall.range.highest)}"

    def grades(self, ladder: Sequence[str], count: Assessment | Count | None) -> str:
        """The grade, or all that are still possible."""
        if count is None:
            return "—"
        return "／".join(self.grade(ladder, one) for one in ((count.grade,) if count.grade else count.grades)) or "—"

    def value(self, value: Value, unit: Unit) -> str:
        """A value in its unit, which is left out where the console cannot show it."""
        shown_unit = unit if not self.by_id or str(unit).isascii() else evolve(unit, text=" ")
        return self.words.say(value_message(value, shown_unit)).rstrip()

    def _adjustment(self, adjustment: Adjustment) -> str:
        return f"{signed(adjustment.amount)}  {self.say(f'adjustment.{adjustment.cause.value}')}"

    def _undecided(self, one: Undecided, sign: int, counts: bool) -> Iterator[str]:
        wording = one.clause if self.by_id else self.words.say(one.wording)
        if counts and one.highest:
            key = "sheet.undecided.deduct" if sign < 0 else "sheet.undecided.award"
            yield "  ?  " + self.say(key, wording=wording, lowest=one.lowest, highest=one.highest)
        else:
            yield "  ?  " + self.say("sheet.undecided", wording=wording)
        if one.missing:
            yield "      " + self.say("sheet.missing", facts=self.facts(one.missing, one.cells))

    def facts(self, names: Iterable[str], cells: Iterable[Cell] = ()) -> list[str]:
        """Facts in words, each with its name, or with the rows and columns that it lacks."""
        lacking: dict[str, list[Cell]] = {}
        for cell in cells:
            lacking.setdefault(cell.id, []).append(cell)
        return [self._fact(name, lacking.get(name, [])) for name in names]

    def _fact(self, name: str, cells: list[Cell]) -> str:
        label = name if self.by_id or name not in self.labels else self.labels[name].text
        if cells:
            return self.say("sheet.fact", label=label, id=self.cells(cells))
        return label if self.by_id or name not in self.labels else self.say("sheet.fact", label=label, id=name)

    def cells(self, cells: list[Cell]) -> Message:
        """Rows and columns that have no value, the first of them where they are many."""
        said = [
            message("sheet.cell", table=cell.table, row=cell.row, column=cell.column if self.by_id else cell.column_label)
            for cell in cells[:MOST_CELLS]
        ]
        if len(cells) > MOST_CELLS:
            return message("sheet.cells", cells=said, count=len(cells))
        return message("sheet.cells.all", cells=said)

    def score(self, item: ItemResult) -> str:
        """The score, or the range of one that is not decided."""
        if item.score is None and item.outcome is Outcome.PENDING:
            return f"{shown(item.range.lowest)}–{shown(item.range.highest)}"
        return "—" if item.score is None else shown(item.score)

    def title(self, item: ItemResult) -> str:
        """What an item is called."""
        return item.id if self.by_id else item.title

    def veto(self, veto: VetoResult, ladder: Sequence[str]) -> str:
        """Whether a veto applies, and what it does."""
        state = {True: "applies", False: "not", None: "unknown"}[veto.applies]
        title = veto.id if self.by_id else veto.title
        return self.say(f"sheet.veto.{state}", title=title, effect=self.effect(veto.effect, veto.grade, ladder))

    def effect(self, effect: Effect, grade: str | None, ladder: Sequence[str]) -> str:
        """What a veto does."""
        return self.say(f"effect.{effect.value}", grade=self.grade(ladder, grade))

    @staticmethod
    def ranks(lowered: LoweredScheme) -> list[str]:
        """The grades of a ladder, best first."""
        return [step.id for step in lowered.ladder]

    def grade(self, ladder: Sequence[str], grade: str | None) -> str:
        """A grade, or, where the console cannot show its name, its rank in the ladder."""
        if grade is None:
            return "—"
        return f"{ladder.index(grade) + 1}/{len(ladder)}" if self.by_id and not grade.isascii() else grade

    def level(self, item: ItemResult) -> str:
        """The level of an item in a scheme without points; those of criteria are words of ours."""
        return "—" if item.level is None else self.level_named(item.level)

    def level_named(self, level: str) -> str:
        """A level in words."""
        return self.say(f"level.{level}") if level in CRITERIA_LEVELS else level

    def adjusted(self, adjustments: Iterable[Adjustment], causes: Container[Cause]) -> Iterator[str]:
        """The adjustments of certain causes."""
        for adjustment in adjustments:
            if adjustment.cause in causes:
                yield "  " + self._adjustment(adjustment)


def rising(value: Fraction | None) -> str:
    """What something rises by, with its sign; a dash where that is not known."""
    return "—" if value is None else signed(value) if value else "0"


def signed(value: Fraction) -> str:
    """A number with its sign, a real minus."""
    return "0" if not value else ("+" if value > 0 else "−") + shown(abs(value))
