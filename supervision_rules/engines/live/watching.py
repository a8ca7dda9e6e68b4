"""预警: which of the scheme's alerts stand for a district, kept up as rows come and go and time passes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import Any, Literal

from attrs import field, frozen

from ...assessment import NamedRow
from ...expression import Kind, Node
from ...lowering import CountAlert, DeadlineAlert, LoweredScheme, Value
from ...scheme import DAY, Period
from ..exact import Compiled
from .arriving import Key
from .periods import Stretch, stretch_of, stretches, touching

Cells = Mapping[str, Value]
Condition = Callable[[Mapping[str, Any]], Any]
NOWHERE: Key = (None,)
"""What a row says of the row above it where it does not say which it is."""


@frozen
class Raised:
    """An alert that stands, or a veto that applies.

    Of a count it tells the row above (`key` in `table`), its period and how many there are; of a deadline the row, by when it was `due` (a second)
    and when it was `done`, where that was later; of both the `row` by name.
    """

    alert: str
    table: str = ""
    key: Key = ()
    period: Stretch | None = None
    count: int | None = field(default=None, eq=False)
    due: int | None = field(default=None, eq=False)
    done: int | None = field(default=None, eq=False)
    is_veto: bool = False
    row: NamedRow | None = field(default=None, eq=False)


class Watcher(ABC):
    """Watches one alert for one district: `raised` is what stands, each under what tells it from others."""

    def __init__(self) -> None:
        self.raised: dict[Any, Raised] = {}
        self._now = 0

    @abstractmethod
    def row(self, table: str, key: Key, before: Cells | None, after: Cells | None) -> None:
        """A row came (`before` is None), went (`after` is None) or was corrected."""

    def known(self, table: str, is_known: bool) -> None:  # noqa: B027 (most watchers do not ask)
        """A table came to be known, or is no longer."""

    @abstractmethod
    def clock(self, now: int) -> None:
        """Time went on."""


class CountWatcher(Watcher):
    """Counts the rows below each row above, by period.

    A row of which it is not known whether, when or for which row above it counts may count; then nothing is said that it could make wrong. Too few
    are told of whole periods only, too many also of those at the edges of the evaluated one.
    """

    def __init__(self, plan: CountAlert, lowered: LoweredScheme, period: Period, condition: Callable[[str, Node | Literal[True]], Condition]) -> None:
        super().__init__()
        self._plan = plan
        kinds = {column.id: column.kind for column in lowered.tables[plan.table].columns}
        self._scale = DAY if kinds[plan.column] is Kind.MOMENT else 1
        self._where, self._whose = condition(plan.table, plan.where), condition(plan.above, plan.whose)
        self._asked: dict[Key, None] = {}
        self._periods = list((stretches if plan.at_most is None else touching)(period, plan.every, plan.months))
        self._starts = {found.start for found in self._periods}
        self._over = 0
        self._sure: Counter[tuple[Key, int]] = Counter()
        self._possible: Counter[tuple[Key, int]] = Counter()
        self._undated: Counter[Key] = Counter()
        self._is_known = False

    def row(self, table: str, key: Key, before: Cells | None, after: Cells | None) -> None:
        """Count a row below, or ask of one above."""
        if table == self._plan.table:
            for cells, step in ((before, -1), (after, 1)):
                if cells is not None:
                    self._count(cells, step)
        elif table == self._plan.above:
            if after is not None and self._whose(after) is True:
                self._asked[key] = None
            else:
                self._asked.pop(key, None)
            self._judge_all(key)

    def _count(self, cells: Cells, step: int) -> None:
        counts = self._where(cells)
        above = (cells[self._plan.above],)
        day = cells[self._plan.column]
        if counts is False:
            return
        if day is None:
            self._undated[above] += step
            for one in self._touched(above):
                self._judge_all(one)
            return
        assert isinstance(day, int)
        found = stretch_of(day // self._scale, self._plan.every)
        if counts:
            self._sure[above, found.start] += step
        self._possible[above, found.start] += step
        for one in self._touched(above):
            self._judge(one, found)

    def _touched(self, above: Key) -> Iterable[Key]:
        """The rows above for which a row below may count: where it does not say for which, all."""
        return tuple(self._asked) if above == NOWHERE else (above,)

    def known(self, table: str, is_known: bool) -> None:
        """While it is not known whether there are rows at all, nothing is said."""
        if table == self._plan.table and is_known is not self._is_known:
            self._is_known = is_known
            for above in self._asked:
                self._judge_all(above)

    def clock(self, now: int) -> None:
        """Ask of the periods that are over by now."""
        self._now = now
        while self._over < len(self._periods) and self._periods[self._over].over_at <= now:
            self._over += 1
            for above in self._asked:
                self._judge(above, self._periods[self._over - 1])

    def _judge_all(self, above: Key) -> None:
        for found in self._periods:
            self._judge(above, found)

    def _judge(self, above: Key, found: Stretch) -> None:
        plan, sure = self._plan, self._sure[above, found.start]
        most = sum(self._possible[one, found.start] + self._undated[one] for one in (above, NOWHERE))
        if above not in self._asked or not self._is_known or found.start not in self._starts:
            stands = False
        elif plan.at_most is not None:
            stands = sure > plan.at_most
        else:
            stands = found.over_at <= self._now and most < (plan.at_least or 0)
        if stands:
            self.raised[above, found.start] = Raised(plan.id, plan.above, above, found, count=sure)
        else:
            self.raised.pop((above, found.start), None)


class DeadlineWatcher(Watcher):
    """Watches by when each row must be done."""

    def __init__(self, plan: DeadlineAlert, lowered: LoweredScheme, condition: Callable[[str, Node | Literal[True]], Condition]) -> None:
        super().__init__()
        self._plan = plan
        kinds = {column.id: column.kind for column in lowered.tables[plan.table].columns}
        self._starts_as_day, self._ends_as_day = kinds[plan.start] is Kind.DATE, kinds[plan.until] is Kind.DATE
        self._where = condition(plan.table, plan.where)
        self._open: dict[Key, int] = {}
        self._next: list[tuple[int, int, Key]] = []
        self._pushed = 0

    def row(self, table: str, key: Key, before: Cells | None, after: Cells | None) -> None:  # noqa: ARG002 (as the other watchers)
        """Ask of a row what it now says."""
        if table != self._plan.table:
            return
        self._open.pop(key, None)
        self.raised.pop(key, None)
        start = None if after is None or self._where(after) is not True else after[self._plan.start]
        if after is None or start is None:
            return
        assert isinstance(start, int)
        due = ((start + 1) * DAY - 1 if self._starts_as_day else start) + self._plan.within
        done = after[self._plan.until]
        if done is not None:
            assert isinstance(done, int)
            done = done * DAY if self._ends_as_day else done
            if done > due and self._plan.late_stands:
                self.raised[key] = self._raise(key, due, done)
        elif due < self._now:
            self.raised[key] = self._raise(key, due)
        else:
            self._open[key] = due
            self._pushed += 1
            heappush(self._next, (due, self._pushed, key))

    def clock(self, now: int) -> None:
        """Tell what is overdue by now."""
        self._now = now
        while self._next and self._next[0][0] < now:
            due, _, key = heappop(self._next)
            if self._open.get(key) == due:
                del self._open[key]
                self.raised[key] = self._raise(key, due)

    def _raise(self, key: Key, due: int, done: int | None = None) -> Raised:
        return Raised(self._plan.id, self._plan.table, key, due=due, done=done)


def row_condition(compiled: Callable[[Node], Compiled], constants: Mapping[str, Any]) -> Callable[[str, Node | Literal[True]], Condition]:
    """Makes conditions on the cells of a row, by column, out of those over `table.column` and targets."""

    def make(table: str, node: Node | Literal[True]) -> Condition:
        if node is True:
            return lambda _: True
        closure = compiled(node)
        return lambda cells: closure({**constants, **{f"{table}.{name}": value for name, value in cells.items()}})

    return make
