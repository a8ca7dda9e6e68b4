"""One case many times: the clauses as one Python function, without reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ....assessment import Span
from ....expression import Kind
from ....lowering import Input, LoweredScheme, Reader, Value, find_fact, lower, plain
from ....messages import Problems, exact
from ....scheme import Scheme
from ...exact import Variant
from ..clauses.program import Figure, programs_of
from ..clauses.translating import whole_reach
from ..tables.facts import facts_read
from ..tables.frames import Wanted
from .sources import function_source, only

Stated = int | Decimal | Fraction | bool | str | date | None
"""A fact: a number in its own unit or with its unit as text, a condition, a word, a day; None where it is missing."""

Row = Mapping[str, Any]
NUMBERS = (int, Decimal, Fraction)
MARKS_KEPT = 4096
DIGITS = 100


@frozen(kw_only=True)
class Scores:
    """What a scheme makes of one case, in marks; None is what missing facts leave open.

    `scores` are those of points and bonuses, `levels` those of points where the scheme has levels. `vetoes` are those that apply.
    `ranges` has the least and the most of every score that is open; `range` is that of the total where it is open.
    `grades` are all that are possible. Schemes without points have no total.
    """

    scores: Mapping[str, Fraction | None]
    base_score: Fraction | None
    bonus: Fraction | None
    total: Fraction | None
    grade: str | None
    grades: tuple[str, ...]
    vetoes: tuple[str, ...]
    levels: Mapping[str, str | None] = field(factory=dict)
    ranges: Mapping[str, Span] = field(factory=dict)
    range: Span | None = None


class Scorer:
    """A scheme compiled for scoring one case many times, without reasons; constraints are not checked. Safe to share between threads.

    Raises SupervisionRulesError with what is wrong with the scheme.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.lowered = lower(scheme)
        made = programs_of(scheme)[True]
        names = Wanted().of(made)
        self.source = function_source(made, names)
        self.units = {name: one.unit for name in names if isinstance(one := made.answers[name], Figure)}
        marks = {unit: _Marks(unit) for unit in self.units.values()}
        self._divided = [name for name in self.units if f"{name}_of" in self.units]
        self._marks = [(name, marks[unit]) for name, unit in self.units.items() if name not in self._divided and not name.endswith("_of")]
        self._scores = [(item.id, f"score_{item.id}") for item in self.lowered.items]
        self._function = _compiled(self.source, scheme.id)
        self._exactly = Variant(self.lowered)
        self._facts = {one.id: _Fact.of(one) for one in facts_read(self.lowered)}
        self._numbers = [(id, one.times, one.low, one.high) for id, one in self._facts.items() if one.grain is not None]
        self._others = [(id, one) for id, one in self._facts.items() if one.grain is None]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are read."""
        return tuple(self._facts)

    @property
    def function(self) -> Callable[[Row], dict[str, Any]]:
        """The function that is compiled, of which `source` is the text, for those who have whole numbers: it checks nothing.

        It takes every fact that is read by its id, none missing: numbers as whole numbers of their last place (7215 for 72.15), days as day
        numbers (`date.toordinal`). It answers by the names of the columns of `Columnar.assess`, numbers as whole numbers of `units`; a number
        with a name in `_of` beside it is divided by that.
        """
        return self._function

    def __call__(self, facts: Mapping[str, Stated]) -> Scores:
        """What the scheme makes of a case. A number is in its fact's own unit (72.15 for 72.15%), or text with its unit as in a case file.

        Raises SupervisionRulesError with every fact that is not declared, and every value that is not as declared.
        """
        row = self.row(facts)
        if None not in row.values():
            found = self._function(row)
            if None not in found.values():
                return self._told(found)
        return self._open(row)

    def row(self, facts: Mapping[str, Stated]) -> dict[str, Any]:
        """Facts as `function` takes them, None where they are missing; raises as a call."""
        problems = Problems()
        row: dict[str, Any] = {}
        stated: Any
        for id, times, low, high in self._numbers:
            stated = facts.get(id)
            whole = stated * times if type(stated) is int else in_last_place(stated, times)
            if whole is None or not low <= whole <= high:
                whole = self._facts[id].read(stated, self.lowered, problems)
            row[id] = whole
        for id, one in self._others:
            stated = facts.get(id)
            row[id] = stated if type(stated) is bool and one.made.kind is Kind.CONDITION else one.read(stated, self.lowered, problems)
        if not facts.keys() <= self.lowered.inputs.keys():
            for id in facts:
                with problems.under("fact", id):
                    find_fact(problems, self.lowered, id, "id")
        problems.stop()
        return row

    def _told(self, found: Mapping[str, Any]) -> Scores:
        """The answers of the function, all of which are known."""
        lowered = self.lowered
        marks = {name: told[found[name]] for name, told in self._marks}
        for name in self._divided:
            marks[name] = self.units[name] * found[name] / found[f"{name}_of"]
        return Scores(
            scores={id: marks[name] for id, name in self._scores},
            base_score=marks.get("base_score"),
            bonus=marks.get("bonus"),
            total=marks.get("total"),
            grade=found["grade"],
            grades=(found["grade"],),
            vetoes=tuple(veto.id for veto in lowered.vetoes if found[f"veto_{veto.id}"]),
            levels={item.id: found[f"level_{item.id}"] for item in lowered.points} if lowered.levels else {},
        )

    def _open(self, row: Row) -> Scores:
        """The same by the exact engine."""
        values = self._exactly.values({id: None if value is None else self._facts[id].base(value) for id, value in row.items()})
        count = self._exactly.count(values, self._exactly.standings(values))
        spans = {id: one.range for id, one in count.standings.items()}
        scores = {id: span.lowest if span.decided else None for id, span in spans.items()}
        overall: Any = count.overall
        return Scores(
            scores=scores,
            base_score=overall and overall.base_score,
            bonus=overall and overall.bonus,
            total=overall and overall.total,
            grade=count.grade,
            grades=count.grades,
            vetoes=count.vetoes,
            levels={item.id: _level(self.lowered, item.limit, scores[item.id]) for item in self.lowered.points} if self.lowered.levels else {},
            ranges={id: span for id, span in spans.items() if not span.decided},
            range=None if overall is None or overall.total is not None else overall.range,
        )


class _Marks(dict[int, Fraction]):
    """Marks by whole numbers of a unit, so many of them kept."""

    def __init__(self, unit: Fraction) -> None:
        self._unit = unit

    def __missing__(self, whole: int) -> Fraction:
        found = self._unit * whole
        if len(self) < MARKS_KEPT:
            self[whole] = found
        return found


@frozen
class _Fact:
    """A fact; of a number the bounds in whole numbers, of which `times` are 1 of its unit, and what one of them is in base units."""

    made: Input
    times: int = 1
    low: int = 0
    high: int = 0
    grain: Fraction | None = None

    @classmethod
    def of(cls, made: Input) -> _Fact:
        """The fact of an input."""
        return cls(made, 10**made.places, *whole_reach(made)) if made.kind is Kind.NUMBER else cls(made)

    def read(self, stated: Any, lowered: LoweredScheme, problems: Problems) -> Any:
        """A value as a whole number, condition, word or day number, None where it is missing; what is not as declared is noted."""
        if stated is None:
            return None
        with problems.under("fact", self.made.id):
            if type(stated) is Decimal and not (stated.is_finite() and abs(stated.adjusted()) <= DIGITS):
                problems.add("bad-number", "value", text=str(stated))
                return None
            if type(stated) in NUMBERS:
                number = Fraction(stated)
                if self.grain is not None and self.times % number.denominator:
                    problems.add("too-many-places", "value", text=exact(number), places=str(self.made.places))
                    return None
                stated = f"{exact(number)} {self.made.unit}".strip()
            value = Reader(problems, lowered).read(self.made, stated, "value")
        return value if self.grain is None or value is None else int(Fraction(value) / self.grain)

    def base(self, whole: Any) -> Value:
        """The value of a whole number, condition, word or day number."""
        return whole if self.grain is None else plain(whole * self.grain)


def in_last_place(stated: Any, times: int) -> int | None:
    """A number as a whole number of the last place, of which `times` are 1; None where it is none."""
    if type(stated) is Decimal:
        if stated.adjusted() > DIGITS:
            return None
    elif type(stated) is not Fraction:
        return None
    try:
        over, under = stated.as_integer_ratio()
    except (ValueError, OverflowError):  # no number, or one without end
        return None
    return over * times if under == 1 else None if times % under else over * (times // under)


def _level(lowered: LoweredScheme, limit: Fraction, score: Fraction | None) -> str | None:
    return None if score is None else lowered.levels[int(limit - score)]


def _compiled(source: str, id: str) -> Callable[[Row], dict[str, Any]]:
    """The function of a text."""
    found: dict[str, Any] = {"only": only}
    exec(compile(source, f"<scheme {id}>", "exec"), found)
    function: Callable[[Row], dict[str, Any]] = found["score"]
    return function


def scorer(scheme: Scheme) -> Scorer:
    """The scorer of a scheme, compiled at its first use and kept with it."""
    return scheme.once("scorer", lambda: Scorer(scheme))
