"""Lowered scheme → columns in stages: the ends of every item, then base, bonus and total, then what is answered of them.

A program for `complete` rows takes every fact as given; the other works with the ends that missing facts leave.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from attrs import define, evolve, field, frozen

from ....expression import common
from ....lowering import LoweredScheme, lower
from ....scheme import Measure, Scheme
from .arithmetic import added, multiplied, scaled
from .conditions import both, flag
from .grading import Grading, Judgement
from .items import Counted, Counting
from .overall import Ends, Results, Standing, View, decided, total_of
from .terms import FALSE, TRUE, Term, Test, cost
from .translating import NO_PAIRS, Pairs, Translator
from .values import Truth, Value, constant, order


@frozen
class Figure:
    """Whole numbers in a column, or always 1 where that is "", `times` so much; they are of a `unit`, and none is above `most`."""

    column: str
    unit: Fraction
    most: int
    times: int = 1


@frozen
class Words:
    """Words by row: that at the position `rank`, or those of which the tests hold (`all` of them joined, else the only one)."""

    words: tuple[str, ...]
    tests: tuple[Test, ...] = ()
    rank: Term | None = None
    joined: bool = False


Answer = Figure | Truth | Words
MUCH = 30


@define
class Program:
    """The columns of each stage, which read facts and the columns of the stages before, and by name the answers that are made of them."""

    lowered: LoweredScheme
    complete: bool
    stages: tuple[dict[str, Term | Test], ...] = field(factory=lambda: ({}, {}, {}, {}))
    answers: dict[str, Answer] = field(factory=dict)


def programs(lowered: LoweredScheme, pairs: Pairs = NO_PAIRS) -> dict[bool, Program]:
    """The programs of a scheme: that for complete rows, and that for any. Both answer with the same units. `pairs` are facts in two columns."""
    made = {complete: _Building(lowered, complete, pairs).build() for complete in (True, False)}
    for name in [name for one in made.values() for name, answer in one.answers.items() if isinstance(answer, Figure)]:
        found: list[Any] = [one.answers.get(name, Figure("", Fraction(1), 1)) for one in made.values()]
        unit = common(found[0].unit, found[1].unit)
        most = max(int(one.most * (one.unit / unit)) for one in found)
        for program, one in zip(made.values(), found, strict=True):
            program.answers[name] = evolve(one, unit=unit, most=most, times=one.times * int(one.unit / unit))
    return made


def programs_of(scheme: Scheme) -> dict[bool, Program]:
    """The programs of a scheme, made at their first use and kept with it. Raises SupervisionRulesError with what is wrong with it."""
    return scheme.once("programs", lambda: programs(lower(scheme)))


class _Building:
    def __init__(self, lowered: LoweredScheme, complete: bool, pairs: Pairs) -> None:
        self._lowered = lowered
        self._translator = Translator(lowered, complete, pairs)
        self._program = Program(lowered, complete)
        self._figures: dict[str, Figure] = {}
        self._unit = Fraction(
            1, 10 ** max((places for places in (lowered.total_places, *(item.places for item in lowered.items)) if places), default=0)
        )

    def build(self) -> Program:
        answers = self._program.answers
        counting = Counting(self._translator)
        points = [self._standing(counting.count(item, awards=False)) for item in self._lowered.points]
        bonuses = [self._standing(counting.count(item, awards=True)) for item in self._lowered.bonuses]
        views = [View(self._lowered, points, bonuses, full_marks=True)]
        if any(one.counted.awaits_city != FALSE for one in points):
            views.append(View(self._lowered, points, bonuses, full_marks=False))
        results = [self._results(view, mark) for view, mark in zip(views, ("", "open "), strict=False)]
        marked = zip(results, ("", "open_"), strict=False)
        judgements = [Grading(self._translator, one, partial(self._worth_it, mark)).judge() for one, mark in marked]
        if self._lowered.measure is Measure.POINTS:
            for name, id, ends in (
                ("base_score", ":base", results[0].base),
                ("bonus", ":bonus", results[0].bonus),
                ("total", ":total", results[0].total),
            ):
                self._answer(name, self._decided(id, ends))
            self._answer_ends("total_{}", ":open total" if len(results) > 1 else ":total")
        answers |= {f"veto_{id}": truth for id, truth in judgements[0].vetoes.items()}
        self._grades(judgements[0], judgements[-1])
        return self._program

    def _standing(self, counted: Counted) -> Standing:
        """An item whose ends, and what is asked of it, stand in columns."""
        id, answers = counted.id, self._program.answers
        ends = self._kept(0, id, (counted.least, counted.most))
        self._answer(f"score_{id}", self._decided(id, ends))
        self._answer_ends(f"{{}}_{id}", id)
        if self._lowered.levels and id in {item.id for item in self._lowered.points}:
            answers[f"level_{id}"] = self._level(counted, ends)
        answers |= {f"clause_{name}": truth for name, truth in counted.clauses.items()}
        applies = Truth(self._flag(f"{id}:applies", counted.applies.sure), self._flag(f"{id}:may apply", counted.applies.possible))
        return Standing(evolve(counted, applies=applies, awaits_city=self._flag(f"{id}:awaits", counted.awaits_city)), *ends)

    def _results(self, view: View, mark: str) -> Results:
        bonus = self._kept(1, f":{mark}bonus", view.bonus())
        base = self._kept(1, f":{mark}base", view.base())
        return Results(view, base, bonus, self._kept(2, f":{mark}total", total_of(self._lowered, base, bonus)))

    def _kept(self, stage: int, id: str, ends: Ends) -> Ends:
        """Both ends of a number, each in a column of a stage."""
        low, high = ends
        if low == high:
            return (self._column(stage, f"{id}:", low),) * 2
        return self._column(stage, f"{id}:least", low), self._column(stage, f"{id}:most", high)

    def _column(self, stage: int, name: str, value: Value) -> Value:
        """A value as it is read from a column of a stage."""
        unit = self._unit if value.factor % self._unit == 0 else Fraction(1, value.factor.denominator)
        term = scaled(value.over, int(value.factor / unit))
        self._program.stages[stage][name] = term
        self._figures[name] = Figure(name, unit, term.high)
        if not value.under:
            return value if term.fixed else Value(unit, Term("column", (name,), term.low, term.high, term.lacks))
        below = multiplied(value.under)
        self._program.stages[stage][f"{name}/"] = below
        self._figures[f"{name}/"] = Figure(f"{name}/", Fraction(1), below.high)
        return Value(unit, Term("column", (name,), term.low, term.high, term.lacks), (Term("column", (f"{name}/",), below.low, below.high),))

    def _flag(self, name: str, test: Test, stage: int = 0) -> Test:
        """A test as it is read from a column."""
        if test in (TRUE, FALSE):
            return test
        self._program.stages[stage][name] = test
        return flag(name, lacks=False)[0]

    def _worth_it(self, mark: str, name: str, test: Test) -> Test:
        """A condition of a grade or veto, in a column where there is much to it: the grades of a scheme of criteria ask for every one of them."""
        return self._flag(f":{mark}{name}", test, stage=3) if cost(test) > MUCH else test

    def _answer(self, name: str, column: str) -> None:
        """Answer with the numbers of a column, and (`of`) with what they are divided by where that is not the same in every row."""
        self._program.answers[name] = self._figures[column]
        if f"{column}/" in self._figures:
            self._program.answers[f"{name}_of"] = self._figures[f"{column}/"]

    def _answer_ends(self, name: str, id: str) -> None:
        for which in ("least", "most"):
            self._answer(name.format(which), f"{id}:" if f"{id}:" in self._figures else f"{id}:{which}")

    def _decided(self, id: str, ends: Ends) -> str:
        """The column of a number that is null where it is not known."""
        if f"{id}:" in self._figures:
            return f"{id}:"
        self._column(3, f"{id}:known", decided(ends))
        return f"{id}:known"

    def _level(self, counted: Counted, ends: Ends) -> Words:
        """The level of a point."""
        low, high = ends
        if low == high and low.factor == 1 and not low.under and not low.over.lacks:
            return Words(self._lowered.levels, rank=added([(low.over, -1)], int(counted.limit)))
        scores = [constant(counted.limit - index) for index in range(len(self._lowered.levels))]
        return Words(self._lowered.levels, tuple(both(order(low, "<=", score).sure, order(high, ">=", score).sure) for score in scores))

    def _grades(self, seen: Judgement, open_: Judgement) -> None:
        names = tuple(step.id for step in self._lowered.ladder)
        self._program.answers["grade"] = Words(names, tuple(seen.grades), seen.rank)
        self._program.answers["grades"] = Words(names, tuple(open_.grades), open_.rank, joined=True)
