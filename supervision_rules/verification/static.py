"""Static checks: what is wrong with the clauses can be seen without a case and without a solver."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from ..engines.exact import RESULTS, compile_node
from ..expression import Aggregate, Arith, Compare, Kind, Node, Number, bounds, describe, references, walk
from ..expression import Result as ScoringResult
from ..lowering import Clause, Item, LoweredScheme, lower, mentioned_in
from ..messages import Argument, message
from ..scheme import Effect, Measure, Point, Scheme
from .accepting import mark_accepted, refuse_unknown_laws
from .verdicts import Line, Result, Subject, SubjectKind, Verdict
from .wording import domain_of


def check(scheme: Scheme) -> tuple[Line, ...]:
    """What the static checks find: a line for every part with which something is wrong, what the scheme accepts marked so.

    Raises SupervisionRulesError where the scheme is wrong.
    """
    refuse_unknown_laws(scheme)
    checks = StaticChecks(scheme, lower(scheme))
    found: dict[Subject, list[Result]] = {}
    for result in checks.results():
        found.setdefault(result.subject, []).append(result)
    lines = tuple(Line(subject=subject, results=tuple(results)) for subject, results in found.items())
    return mark_accepted(lines, scheme.accepted)[0]


@frozen
class StaticChecks:
    """The static checks of one scheme. Each yields only what is wrong."""

    scheme: Scheme
    lowered: LoweredScheme

    def results(self) -> Iterator[Result]:
        """Everything that is wrong."""
        yield from self.of_declarations()
        for item in self.lowered.items:
            yield from self._limits(item)
            for part in item.parts:
                yield from (self._refuted("counts", self._subject(item), (one.id,), clause=one.wording) for one in part.clauses if _idle(one))
        yield from self._overall()
        yield from self._graded()

    def of_declarations(self) -> Iterator[Result]:
        """What the prover does not look at: numbers, names that nobody reads, comparisons that say nothing."""
        yield from self._numbers()
        yield from self._reviewed()
        yield from self._read()
        for item in self.lowered.items:
            clauses = [clause for part in item.parts for clause in part.clauses]
            for result, compared in self._comparisons(self._subject(item), item.applies, *(clause.when for clause in clauses)):
                yield evolve(result, clauses=tuple(one.id for one in clauses if compared in walk(one.when)))
        for veto in self.lowered.vetoes:
            yield from (result for result, _ in self._comparisons(Subject(SubjectKind.VETO, veto.id), veto.when))
        for step in self.lowered.ladder:
            yield from (result for result, _ in self._comparisons(Subject(SubjectKind.GRADE, step.id), step.when))

    def _subject(self, item: Item) -> Subject:
        return Subject(SubjectKind.POINT if item in self.lowered.points else SubjectKind.BONUS, item.id)

    def _refuted(self, law: str, subject: Subject, about: tuple[str, ...] = (), key: str = "", /, **words: Argument) -> Result:
        return Result(law=law, subject=subject, verdict=Verdict.REFUTED, about=about, finding=message(f"refuted.{key or law}", **words))

    def _numbers(self) -> Iterator[Result]:
        """Printed numbers that stand more than once."""
        by_number: dict[str, list[str]] = {}
        for point in self.scheme.points:
            by_number.setdefault(point.number, []).append(point.id)
        titles = {point.id: point.title for point in self.scheme.points}
        for number, ids in by_number.items():
            if number and len(ids) > 1:
                subject = Subject(SubjectKind.POINT, ids[1])
                yield self._refuted("numbers", subject, tuple(ids), number=number, titles=[titles[id] for id in ids])

    def _reviewed(self) -> Iterator[Result]:
        """Points and bonuses whose rules somebody still has to look at."""
        for entry in self.scheme.items:
            if entry.review:
                kind = SubjectKind.POINT if isinstance(entry, Point) else SubjectKind.BONUS
                yield self._refuted("reviewed", Subject(kind, entry.id), review=entry.review)

    def _read(self) -> Iterator[Result]:
        """Quantities, tables and columns that nothing reads."""
        read = self._reached()
        tables = {name.partition(".")[0] for name in read} | {node.table for node in self._aggregates(read)}
        names = [quantity.id for quantity in self.scheme.quantities]
        for table in self.lowered.tables.values():
            below = {other.id for other in self.lowered.tables.values() if other.parent == table.id}
            if table.id not in tables and not below & tables:
                names.append(table.id)
                continue
            linking = {*table.key, table.parent}
            names += [f"{table.id}.{column.id}" for column in table.columns if column.id not in linking and column.kind is not Kind.TEXT]
        for name in names:
            if name not in read:
                subject = Subject(SubjectKind.QUANTITY, name)
                yield self._refuted("read", subject, label=self.lowered.labels[name].text)

    def _reached(self) -> set[str]:
        """The names that clauses, vetoes, ladder, constraints, alerts and the alternatives of readings come to in the end."""
        lowered = self.lowered
        nodes = [node for item in lowered.items for node in (item.applies, *(n for p in item.parts for c in p.clauses for n in (c.when, c.amount)))]
        nodes += [veto.when for veto in lowered.vetoes] + [step.when for step in lowered.ladder] + [one.node for one in lowered.constraints]
        nodes += [node for alert in lowered.alerts for node in alert.nodes]
        counted = [column for alert in lowered.alerts for column in alert.columns]
        reached: set[str] = set()
        queue = [*(name for node in nodes for name in references(node)), *counted, *mentioned_in(self.scheme.readings)]
        while queue:
            name = queue.pop()
            if name not in reached:
                reached.add(name)
                node = self._definition(name)
                queue += references(node) if node is not None else ()
        return reached

    def _definition(self, name: str) -> Node | None:
        table, _, column = name.partition(".")
        if table in self.lowered.tables:
            return next((one.node for one in self.lowered.tables[table].columns if one.id == column), None)
        known = name in self.lowered.inputs or name in self.lowered.derived
        return self.lowered.definition(name) if known else None

    def _aggregates(self, read: set[str]) -> Iterator[Aggregate]:
        for name in read:
            node = self._definition(name)
            yield from (found for found in walk(node) if isinstance(found, Aggregate)) if node is not None else ()

    def _comparisons(self, subject: Subject, *nodes: Node) -> Iterator[tuple[Result, Compare]]:
        """Comparisons that always hold, or never do, whatever the facts."""
        for compared in dict.fromkeys(found for node in nodes for found in walk(node) if isinstance(found, Compare)):
            outcome = self._outcome(compared)
            if outcome is not None:
                said = describe(compared, self.lowered.labels)
                result = self._refuted("comparisons", subject, (), f"comparisons.{'always' if outcome else 'never'}", comparison=said)
                numbers = [name for name in dict.fromkeys(references(compared)) if name in self.lowered.ranges and name not in self.lowered.constants]
                yield evolve(result, because=tuple(domain_of(self.lowered, name) for name in numbers)), compared

    def _outcome(self, node: Compare) -> bool | None:
        """Whether a comparison of numbers holds in every case, or in none; None where it depends on the case."""
        low, high = bounds(Arith("-", node.left, node.right), self.lowered.ranges)
        always = {">=": low is not None and low >= 0, ">": low is not None and low > 0}
        always |= {"<=": high is not None and high <= 0, "<": high is not None and high < 0}
        never = {">=": always["<"], ">": always["<="], "<=": always[">"], "<": always[">="]}
        apart = always["<"] or always[">"]
        never["=="], always["=="] = apart, low == high == 0
        never["!="], always["!="] = always["=="], apart
        return True if always[node.op] else False if never[node.op] else None

    def _limits(self, item: Item) -> Iterator[Result]:
        """Limits of rules that are above the worth."""
        for part in item.parts:
            if part.at_most is not None and part.at_most > item.limit:
                yield self._refuted("limits", self._subject(item), (part.id,), at_most=part.at_most, limit=item.limit)

    def _overall(self) -> Iterator[Result]:
        """An overall cap that all caps together never reach, and vetoes that cap at the best grade."""
        cap, whole = self.lowered.bonus_cap, sum((item.limit for item in self.lowered.bonuses), Fraction(0))
        if cap is not None and whole < cap and self.lowered.bonuses:
            yield self._refuted("overall-reaches", Subject(SubjectKind.SCHEME, self.scheme.id), cap=cap, whole=whole)
        titles = {veto.id: veto.title for veto in self.scheme.vetoes}
        for veto in self.lowered.vetoes:
            if veto.effect is Effect.CAP and veto.grade == self.lowered.ladder[0].id:
                yield self._refuted("veto-lowers", Subject(SubjectKind.VETO, veto.id), veto=titles[veto.id])

    def _graded(self) -> Iterator[Result]:
        """Grades by the total alone: each can be given, and more never gives a worse one."""
        ladder = self.lowered.ladder
        if self.lowered.measure is not Measure.POINTS or any(references(step.when) for step in ladder):
            return
        if any(isinstance(node, ScoringResult) and node.of != "total" for step in ladder for node in walk(step.when)):
            return
        low, high = totals(self.lowered)
        ends = sorted({n.value for step in ladder for n in walk(step.when) if isinstance(n, Number) and low < n.value < high} | {low, high})
        places = sorted({*ends, *((one + other) / 2 for one, other in pairwise(ends))})
        steps = [compile_node(step.when) for step in ladder]
        ranks = [next((rank for rank, step in enumerate(steps) if step({RESULTS: _Total(total)})), len(steps) - 1) for total in places]
        for rank in sorted(set(range(len(ladder))) - set(ranks)):
            subject = Subject(SubjectKind.GRADE, ladder[rank].id)
            yield self._refuted("graded", subject, (), "graded.unreachable", grade=ladder[rank].id, low=low, high=high)
        for (lower_total, first), (higher, second) in pairwise(zip(places, ranks, strict=True)):
            if second > first:
                words: dict[str, Argument] = {"lower": lower_total, "higher": higher, "first": ladder[first].id, "second": ladder[second].id}
                yield self._refuted("graded", Subject(SubjectKind.GRADE, ladder[second].id), (), "graded.order", **words)


@frozen
class _Total:
    """The results of a scheme as far as its total goes."""

    total: Fraction

    def interval(self, result: Any) -> tuple[Fraction, Fraction]:  # noqa: ARG002
        """Both ends of the total."""
        return self.total, self.total


def totals(lowered: LoweredScheme) -> tuple[Fraction, Fraction]:
    """The least and greatest total that the rules allow."""
    least = sum((item.limit - min(item.limit, item.most) for item in lowered.points), Fraction(0))
    bonus = sum((min(item.limit, item.most) for item in lowered.bonuses), Fraction(0))
    cap = lowered.bonus_cap
    return least, lowered.base + (bonus if cap is None else min(bonus, cap))


def _idle(clause: Clause) -> bool:
    return clause.most == 0 and clause.one_of is None
