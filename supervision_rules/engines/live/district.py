"""One district as it stands: its evidence, what applies to it, its alerts."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ...assessment import NamedRow
from ...expression import Kind
from ...lowering import TablePlan, Value, key_words
from ...messages import Problem, Problems, fraction
from ...scheme import DAY, Case, CaseTable, Event, Given, Row, last, moment
from ..exact import Count, Ongoing, Standing
from .arriving import Arrival, Key, Slot
from .changes import Change, Finding, Moved, Outlook
from .rules import LiveRules, Switch
from .watching import Raised

FindingKey = tuple[str, str]


class District:
    """What stands for a district, and what follows from it. It is built from the journal and holds nothing that the journal does not."""

    def __init__(self, rules: LiveRules, id: str) -> None:
        self.id = id
        self._rules = rules
        self._ongoing = Ongoing(rules.follower)
        self._rows: dict[str, dict[Key, Arrival]] = {}
        self._opened: set[str] = set()
        self._watchers = rules.watchers()
        self._raised: dict[str, Raised] = {}
        self._vetoes: tuple[Raised, ...] = ()
        self._findings: dict[FindingKey, Finding] = {}
        self.now = 0
        self.latest = 0
        self._judge(rules.switches)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The clauses that apply, of points and bonuses that apply, in the order of the scheme."""
        order = (switch.clause for switch in self._rules.switches.values() if switch.clause is not None)
        keys = ((item, plan.clause.id) for item, plan in order)
        return tuple(self._findings[key] for key in keys if key in self._findings)

    @property
    def raised(self) -> tuple[Raised, ...]:
        """The alerts and vetoes that stand."""
        return tuple(self._named(one) for one in self._standing())

    def _standing(self) -> dict[Raised, None]:
        return dict.fromkeys((*self._vetoes, *self._raised.values(), *(one for watcher in self._watchers for one in watcher.raised.values())))

    def _named(self, one: Raised) -> Raised:
        """An alert with its row by name: its key, and its first text that is no key, or that of the row above."""
        if not one.table:
            return one
        plan = self._rules.lowered.tables[one.table]
        return evolve(one, row=NamedRow(key_words(plan, one.key), self._name(plan, one.key)))

    def _name(self, plan: TablePlan, key: Key) -> str:
        arrival = self._rows.get(plan.id, {}).get(key)
        if arrival is None:
            return ""
        texts = (column.id for column in plan.columns if column.kind is Kind.TEXT and column.node is None and column.id not in plan.key)
        found = next((str(arrival.cells[text]) for text in texts if arrival.cells[text]), "")
        return found or ("" if plan.parent is None else self._name(self._rules.lowered.tables[plan.parent], (arrival.cells[plan.parent],)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What contradicts itself in the evidence as it stands; while there is any, the district cannot be assessed."""
        return self._ongoing.problems

    @property
    def outlook(self) -> Outlook:
        """Total, range and grades."""
        return _outlook(self._ongoing.count)

    @property
    def case(self) -> Case:
        """The evidence as a case: the facts in the order of the scheme, rows by their keys."""
        scheme, lowered = self._rules.scheme, self._rules.lowered
        facts = tuple(self._ongoing.given[name] for name in lowered.inputs if name in self._ongoing.given)
        tables = (CaseTable(id=table, rows=self._case_rows(table)) for table in lowered.tables if self._known(table))
        return Case(id=self.id, scheme=scheme.id, subject=self.id, year=scheme.header.evaluated_year, facts=facts, tables=tuple(tables))

    def _case_rows(self, table: str) -> tuple[Row, ...]:
        rows = self._rows.get(table, {})
        return tuple(row for key in sorted(rows) if (row := rows[key].row) is not None)

    def _known(self, table: str) -> bool:
        return table in self._opened or bool(self._rows.get(table))

    def refuse(self, problems: Problems, event: Event) -> None:
        """Note where an event comes before what came already, whatever the clock says."""
        if last(event.at) < self.latest:
            problems.add("event-out-of-order", "at", at=event.at.isoformat(), now=_day_or_moment(self.latest))

    def refuse_new(self, problems: Problems, arrival: Arrival) -> None:
        """Note where a row that is new has a key that stands."""
        slot = arrival.slot
        if slot.key is not None and slot.key in self._rows.get(slot.table, {}):
            problems.add("duplicate-row", "row", table=slot.table, key=key_words(self._rules.lowered.tables[slot.table], slot.key))

    def refuse_orphan(self, problems: Problems, arrival: Arrival, step: str) -> None:
        """Note where a row that is to stand lacks the row above it."""
        slot = arrival.slot
        parent = None if slot.key is None else self._rules.lowered.tables[slot.table].parent
        if parent is not None and arrival.cells[parent] is not None and (arrival.cells[parent],) not in self._rows.get(parent, {}):
            problems.add("parent-row-missing", step, table=slot.table, parent=parent, key=str(arrival.cells[parent]))

    def refuse_without(self, problems: Problems, slot: Slot) -> None:
        """Note which rows would lose the row above them."""
        if slot.key is None:
            return
        above = self._rules.lowered.tables[slot.table]
        for plan in self._rules.children[slot.table]:
            if any(row.cells[slot.table] == slot.key[0] for row in self._rows.get(plan.id, {}).values()):
                problems.add("row-in-use", "retracts", table=slot.table, key=key_words(above, slot.key), below=plan.id)

    def put(self, standing: Mapping[Slot, Arrival | None], now: int) -> None:
        """Let these events stand (None: nothing does any more), and let time go on.

        Raises SupervisionRulesError (`engines-differ`); the district is then of no more use.
        """
        facts: dict[str, tuple[Given, Value] | None] = {}
        tables: dict[str, bool] = {}
        for slot, arrival in standing.items():
            if slot.fact:
                facts[slot.fact] = None if arrival is None or arrival.given is None else (arrival.given, arrival.value)
            else:
                tables.setdefault(slot.table, self._known(slot.table))
                self._put_in_table(slot, arrival)
        for table, was_known in tables.items():
            if was_known != self._known(table):
                for watcher in self._watchers:
                    watcher.known(table, self._known(table))
        counted = self._rules.follower.tables
        rows = {table: self._cells(table) for table in tables if table in counted}
        self._judge(self._rules.reading(self._ongoing.put(facts, rows)))
        self.advance(now)

    def _put_in_table(self, slot: Slot, arrival: Arrival | None) -> None:
        if slot.key is None:
            (self._opened.discard if arrival is None else self._opened.add)(slot.table)
            return
        rows = self._rows.setdefault(slot.table, {})
        before = rows.pop(slot.key, None)
        if arrival is not None:
            rows[slot.key] = arrival
        for watcher in self._watchers:
            watcher.row(slot.table, slot.key, None if before is None else before.cells, None if arrival is None else arrival.cells)

    def _cells(self, table: str) -> list[dict[str, Value]] | None:
        return [dict(arrival.cells) for arrival in self._rows.get(table, {}).values()] if self._known(table) else None

    def _judge(self, switches: Mapping[str, Switch]) -> None:
        values = self._ongoing.values
        holding = self._rules.holding(self.id, switches, values)
        for name, switch in switches.items():
            if switch.clause is not None:
                item, plan = switch.clause
                judged = plan.judge(values) if name in holding and self._ongoing.standings[item].applies is not False else None
                if judged is None:
                    self._findings.pop((item, plan.clause.id), None)
                else:
                    amount = None if judged.amount is None else fraction(judged.amount)
                    self._findings[item, plan.clause.id] = Finding(item, plan.clause.id, amount)
            elif switch.alert and name in holding:
                self._raised[switch.alert] = Raised(switch.alert)
            elif switch.alert:
                self._raised.pop(switch.alert, None)
        self._vetoes = tuple(Raised(veto, is_veto=True) for veto in self._ongoing.count.vetoes)

    def advance(self, now: int) -> None:
        """Let time go on to a second; it never goes back."""
        if now > self.now:
            self.now = now
            for watcher in self._watchers:
                watcher.clock(now)

    def change(self, event: Event | None, standing: Mapping[Slot, Arrival | None], now: int) -> Change:
        """As `put`; returns what it changed."""
        count, standings, findings, raised = self._ongoing.count, self._ongoing.standings, dict(self._findings), self._standing()
        names = {one: self._named(one) for one in raised} if any(slot.key is not None for slot in standing) else {}
        self.put(standing, now)
        self.latest = self.latest if event is None else max(self.latest, now)
        stand = self._standing()
        return Change(
            district=self.id,
            event=event,
            before=_outlook(count),
            after=self.outlook,
            begun=tuple(one for key, one in self._findings.items() if key not in findings),
            ceased=tuple(one for key, one in findings.items() if key not in self._findings),
            changed=tuple((findings[key], one) for key, one in self._findings.items() if key in findings and findings[key] != one),
            moved=_moved(standings, self._ongoing.standings),
            raised=tuple(self._named(one) for one in stand if one not in raised),
            ended=tuple(names.get(one, one) for one in raised if one not in stand),
            problems=self.problems,
        )


def _day_or_moment(second: int) -> str:
    found = moment(second)
    return found.isoformat() if second % DAY else found.date().isoformat()


def _moved(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> tuple[Moved, ...]:
    return tuple(Moved(id, one.range, after[id].range) for id, one in before.items() if one is not after[id] and one.range != after[id].range)


def _outlook(count: Count) -> Outlook:
    total, range = (None, None) if count.overall is None else (count.overall.total, count.overall.range)
    return Outlook(total, range, count.grade, count.grades)
