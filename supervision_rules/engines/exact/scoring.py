"""Items: clauses → score with ledger, or the range that missing facts leave."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from ...assessment import Adjustment, Cause, ClauseState, Finding, ItemResult, Ledger, Outcome, Read, Span, Undecided
from ...expression import TRUE, describe
from ...lowering import Item
from ...messages import Message, fraction
from ...scheme import Bonus, Evidence, Point
from .counting import ZERO, ItemCount, Judged, Tally
from .preparation import Preparation, Prepared


class ItemPlan(ItemCount):
    """A point or bonus with its clauses compiled and its words at hand."""

    def __init__(self, item: Item, entry: Point | Bonus, sign: int, preparation: Preparation) -> None:
        super().__init__(item, sign, preparation)
        self.entry = entry
        self._evidence: Evidence = entry.weakest
        self._names = tuple(dict.fromkeys([*self._applies_names, *(name for plan in self._plans for name in plan.names)]))
        self._untouched = self._plain_result(Span(self._start, self._start), Ledger(start=self._start, sign=sign), Outcome.SCORED)

    def score(self, prepared: Prepared) -> ItemResult:
        """The result of the item on a case, with what it assumes."""
        result = self._score(prepared)
        assumed = () if prepared.assumed.isdisjoint(self._names) else tuple(name for name in self._names if name in prepared.assumed)
        return evolve(result, assumed=assumed) if assumed else result

    def condition(self, prepared: Prepared) -> tuple[Message | None, tuple[Read, ...]]:
        """When the item applies (None: always), and what that reads."""
        if self.item.applies == TRUE:
            return None, ()
        return describe(self.item.applies, self._lowered.labels), tuple(prepared.read(name) for name in self._applies_names)

    def _score(self, prepared: Prepared) -> ItemResult:
        applies = self._applies(prepared.values)
        if applies is False:
            return self._not_applicable()
        tally = self._tally(prepared.values)
        if applies and not (tally.decided or tally.open):
            return self._untouched
        if applies is None:
            return self._of_unknown_applicability(prepared, tally)
        return self._of(prepared, tally)

    def states(self, prepared: Prepared) -> Iterator[ClauseState]:
        """Every clause as it stands on a case, whether it applies or not."""
        for plan in self._plans:
            judged = plan.judge(prepared.values)
            clause = plan.clause
            amount = judged.amount if judged else 0
            yield ClauseState(
                clause=clause.id,
                wording=clause.wording,
                condition=describe(clause.when, self._lowered.labels),
                applies=judged.applies if judged else False,
                amount=None if amount is None else fraction(amount),
                most=clause.most,
                reads=tuple(prepared.read(name, in_full=True) for name in plan.names),
            )

    def _of(self, prepared: Prepared, tally: Tally) -> ItemResult:
        span = self._span(tally)
        return self._result(prepared, tally, span, span.decided)

    def _of_unknown_applicability(self, prepared: Prepared, tally: Tally) -> ItemResult:
        missing = prepared.missing(self._applies_names)
        wording = describe(self.item.applies, self._lowered.labels)
        applied = self._of(prepared, tally)
        unknown = Undecided(
            clause=f"{self.item.id}.applies",
            lowest=ZERO,
            highest=self.item.limit,
            wording=wording,
            missing=missing,
            cells=prepared.cells(missing),
        )
        return evolve(
            applied,
            outcome=Outcome.PENDING,
            range=Span(0, self.item.limit),
            ledger=None,
            undecided=(unknown, *(applied.undecided if applied.outcome is Outcome.PENDING else ())),
            level=None,
            applies=None,
            awaits_city=self._city((*missing, *applied.missing)),
        )

    def _not_applicable(self) -> ItemResult:
        ledger = None if self._leaves else Ledger(start=self._start, sign=self.sign)
        return evolve(self._plain_result(Span(self._start, self._start), ledger, Outcome.NOT_APPLICABLE), applies=False)

    def _plain_result(self, span: Span, ledger: Ledger | None, outcome: Outcome) -> ItemResult:
        """The result of an item of which no clause is found or open: the same in every case."""
        return ItemResult(
            id=self.item.id,
            number=self.entry.number,
            title=self.entry.title,
            limit=self.item.limit,
            outcome=outcome,
            range=span,
            ledger=ledger,
            level=self._level(span.lowest, span.highest),
            evidence=self._evidence,
        )

    def _result(self, prepared: Prepared, tally: Tally, span: Span, decided: bool) -> ItemResult:
        findings = tuple(self._finding(prepared, judged) for judged in tally.decided)
        undecided = tuple(self._undecided(prepared, judged) for judged in tally.open)
        missing = [name for one in undecided for name in one.missing]
        return ItemResult(
            id=self.item.id,
            number=self.entry.number,
            title=self.entry.title,
            limit=self.item.limit,
            outcome=Outcome.SCORED if decided else Outcome.PENDING,
            range=span,
            ledger=self._ledger(tally, findings) if decided else None,
            found=findings,
            undecided=undecided,
            level=self._level(span.lowest, span.highest),
            awaits_city=not decided and self._city(missing),
            evidence=self._evidence,
        )

    def _level(self, low: Fraction, high: Fraction) -> str | None:
        return self._lowered.level(self.item, low) if self._lowered.levels and low == high and self.sign < 0 else None

    def _ledger(self, tally: Tally, findings: tuple[Finding, ...]) -> Ledger:
        adjustments = list(tally.adjustments)
        over = tally.lowest - self._limit
        if over > 0:
            adjustments.append(Adjustment(Cause.ZERO_FLOOR if self.sign < 0 else Cause.CAP, fraction(-self.sign * over)))
        exact = self._from + self.sign * min(tally.lowest, self._limit)
        rounding = self._rounded(exact) - exact
        if rounding:
            adjustments.append(Adjustment(Cause.ROUNDING, rounding))
        return Ledger(start=self._start, sign=self.sign, findings=findings, adjustments=tuple(adjustments))

    def _finding(self, prepared: Prepared, judged: Judged) -> Finding:
        clause, names = judged.plan.clause, judged.plan.names
        rows = dict.fromkeys(key for name in names if name in prepared.counted for key in prepared.counted[name].rows)
        return Finding(
            clause=clause.id,
            amount=fraction(judged.amount),
            wording=clause.wording,
            requirement=judged.plan.requirement,
            reads=tuple(prepared.read(name) for name in names),
            rows=tuple(rows),
        )

    def _undecided(self, prepared: Prepared, judged: Judged) -> Undecided:
        missing = prepared.missing(judged.plan.names)
        return Undecided(
            clause=judged.plan.clause.id,
            lowest=fraction(judged.lowest),
            highest=fraction(judged.highest),
            wording=judged.plan.clause.wording,
            missing=missing,
            cells=prepared.cells(missing),
        )
