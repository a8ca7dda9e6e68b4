"""The exact engine: a scheme and a case go in, an assessment with all its reasons comes out. It is the reference for every other engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ...assessment import Assessment, Awaiting, Explanation, ItemResult, Read, RowAccount, VetoExplanation, VetoResult
from ...expression import Node, describe
from ...lowering import Value, lower
from ...messages import Message
from ...scheme import Case, Measure, Scheme
from .accounts import RowAccounts
from .compiling import Compiled
from .grading import Grading, View, overall
from .preparation import Preparation, Prepared
from .scoring import ItemPlan


class ExactEngine:
    """A scheme compiled for scoring one case at a time. Safe to share between threads."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.lowered = lower(scheme)
        self._preparation = Preparation(self.lowered)
        entries = {entry.id: entry for entry in scheme.items}
        self._points = [ItemPlan(item, entries[item.id], -1, self._preparation) for item in self.lowered.points]
        self._points.sort(key=lambda plan: number_order(plan.entry.number))
        self._bonuses = [ItemPlan(item, entries[item.id], 1, self._preparation) for item in self.lowered.bonuses]
        self._grading = Grading(self.lowered, self._preparation)
        self._last: tuple[Case, Prepared] | None = None

    def assess(self, case: Case) -> Assessment:
        """What the scheme makes of the case.

        Raises SupervisionRulesError where the case is not as the scheme declares.
        """
        prepared = self.prepared(case)
        points = [plan.score(prepared) for plan in self._points]
        bonuses = [plan.score(prepared) for plan in self._bonuses]
        seen = View(self.lowered, points, bonuses, full_marks=True)
        open_view = View(self.lowered, points, bonuses, full_marks=False)
        verdict = self._grading.judge(prepared.values, seen)
        counts = self.lowered.measure is Measure.POINTS
        return Assessment(
            scheme=self.scheme,
            lowered=self.lowered,
            case=case,
            points=tuple(points),
            bonuses=tuple(bonuses),
            overall=overall(self.lowered, points, bonuses, seen, open_view) if counts else None,
            vetoes=self._vetoes(prepared, seen),
            grade=verdict.after[0] if len(verdict.after) == 1 else None,
            before_vetoes=verdict.before[0] if len(verdict.before) == 1 else None,
            grades=self._grading.judge(prepared.values, open_view).after,
            awaiting=self._awaiting(prepared, points, bonuses, open_view),
        )

    def prepare(self, case: Case) -> Mapping[str, Value]:
        """Every named value of a case, what was worked out included; raises as `assess`."""
        return self.prepared(case).values

    def prepared(self, case: Case) -> Prepared:
        """A case with every named value worked out, made once where the same case is asked for again and again; raises as `assess`."""
        last = self._last
        if last is None or last[0] is not case:
            last = self._last = case, self._preparation.prepare(case)
        return last[1]

    def score(self, case: Case, id: str) -> ItemResult:
        """What one point or bonus makes of the case, without the others. Raises KeyError where there is none such, else as `assess`."""
        return self.plan(id).score(self.prepared(case))

    def plan(self, id: str) -> ItemPlan:
        """A point or bonus, compiled. Raises KeyError where there is none such."""
        return {plan.item.id: plan for plan in (*self._points, *self._bonuses)}[id]

    def compiled(self, node: Node) -> Compiled:
        """The closure of a node of the scheme."""
        return self._preparation.compiled(node)

    def explain(self, case: Case, item: str) -> Explanation:
        """One point or bonus, by its id or printed number, down to every value that it reads.

        Raises KeyError where there is none such, else as `assess`.
        """
        id = item_named(self.scheme, item)
        prepared = self.prepared(case)
        plan = self.plan(id)
        clauses = tuple(plan.states(prepared))
        applies_when, applies_reads = plan.condition(prepared)
        reads = [*applies_reads, *(read for state in clauses for read in state.reads)]
        return Explanation(
            item=plan.score(prepared),
            clauses=clauses,
            quantities=self._quantities(reads),
            applies_when=applies_when,
            applies_reads=applies_reads,
        )

    def explain_veto(self, case: Case, id: str) -> VetoExplanation:
        """A veto with its condition and what it read. Raises KeyError where there is none such, else as `assess`."""
        plans = {plan.id: plan for plan in self.lowered.vetoes}
        condition = describe(plans[id].when, self.lowered.labels)
        veto = next(veto for veto in self.assess(case).vetoes if veto.id == id)
        return VetoExplanation(veto=veto, condition=condition, quantities=self._quantities(veto.reads))

    @cached_property
    def _accounts(self) -> RowAccounts:
        return RowAccounts(self.scheme, self.lowered, self._preparation)

    @property
    def judged_tables(self) -> tuple[str, ...]:
        """The tables whose rows may count against a case."""
        return self._accounts.tables

    def explain_rows(self, case: Case, *tables: str) -> dict[str, tuple[RowAccount, ...]]:
        """Every row of these tables, or of all that are judged, with what counts against it and why; a table is left out that the case does not have.

        Raises KeyError where the scheme has no such table, else as `assess`.
        """
        known = [self.lowered.tables[table].id for table in tables or self.judged_tables]
        return self._accounts.of(self.prepared(case), known)

    def _quantities(self, reads: Iterable[Read]) -> dict[str, Message]:
        nodes = {read.id: self.lowered.definition(read.id) for read in reads}
        return {name: describe(node, self.lowered.labels) for name, node in nodes.items() if node is not None}

    def _vetoes(self, prepared: Prepared, view: View) -> tuple[VetoResult, ...]:
        applies = self._grading.applies(prepared.values, view)
        entries = {veto.id: veto for veto in self.scheme.vetoes}
        return tuple(
            VetoResult(
                id=plan.id,
                title=entries[plan.id].title,
                effect=plan.effect,
                grade=plan.grade,
                applies=outcome,
                reads=tuple(prepared.read(name) for name in self.lowered.behind(plan.when)),
                evidence=entries[plan.id].weakest,
            )
            for plan, outcome in zip(self.lowered.vetoes, applies, strict=True)
        )

    def _awaiting(self, prepared: Prepared, points: list[ItemResult], bonuses: list[ItemResult], view: View) -> Awaiting:
        city = tuple(one.id for one in points if one.awaits_city)
        facts = dict.fromkeys(name for one in (*points, *bonuses) for name in one.missing)
        for when in self._grading.undecided(prepared.values, view):
            facts |= dict.fromkeys(prepared.missing(self.lowered.behind(when)))
        return Awaiting(city=city, facts=tuple(facts))


def number_order(number: str) -> tuple[tuple[int, str], ...]:
    """Printed numbers in their order: 2 before 10, 1.2 before 1.10."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in number.replace("．", ".").split("."))


def assess(scheme: Scheme, case: Case) -> Assessment:
    """What a scheme makes of a case; the scheme is compiled at its first use and kept with it.

    Raises SupervisionRulesError with everything that is wrong with the scheme or the case. Pending outcomes are no errors.
    """
    return engine_of(scheme).assess(case)


def score(scheme: Scheme, case: Case, id: str) -> ItemResult:
    """What one point or bonus, by its id, makes of a case: that of the assessment, without the work for the others.

    Raises KeyError where the scheme has no such point or bonus, SupervisionRulesError as `assess`.
    """
    return engine_of(scheme).score(case, id)


def prepare(scheme: Scheme, case: Case) -> Mapping[str, Value]:
    """Every named value of a case in base units (None: not known), what was worked out included.

    Raises SupervisionRulesError as `assess`.
    """
    return engine_of(scheme).prepare(case)


def explain(scheme: Scheme, case: Case, item: str) -> Explanation:
    """One point or bonus of a case, by its id or printed number, down to every value that it reads.

    Raises KeyError where the scheme has no such point or bonus, SupervisionRulesError as `assess`.
    """
    return engine_of(scheme).explain(case, item)


def explain_veto(scheme: Scheme, case: Case, id: str) -> VetoExplanation:
    """A veto on a case with its condition and what it read.

    Raises KeyError where the scheme has no such veto, SupervisionRulesError as `assess`.
    """
    return engine_of(scheme).explain_veto(case, id)


def explain_rows(scheme: Scheme, case: Case, *tables: str) -> dict[str, tuple[RowAccount, ...]]:
    """Every row of these tables of a case, or of all that are judged, by table: which quantities count it against the case, why, and what is missing.

    A table is left out that the case does not have; a row with nothing against it has no reasons.

    Raises KeyError where the scheme has no such table, SupervisionRulesError as `assess`.
    """
    return engine_of(scheme).explain_rows(case, *tables)


def item_named(scheme: Scheme, name: str) -> str:
    """The id of a point or bonus by its id or, where no id is written like it, its printed number. Raises KeyError."""
    if any(entry.id == name for entry in scheme.items):
        return name
    return {entry.number: entry.id for entry in reversed(scheme.items) if entry.number}[name]


def engine_of(scheme: Scheme) -> ExactEngine:
    """The engine of a scheme, compiled at its first use and kept with it."""
    return scheme.once("exact", lambda: ExactEngine(scheme))
