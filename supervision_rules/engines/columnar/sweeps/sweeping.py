"""What if: every row of a table of cases at every combination of values of facts and targets, beside the row as it is.

A target that is swept is an input of the compiled scheme, and so a column: it is compiled once for all values. Where a value changes more of the
scheme than itself, as what a clause can come to at most, the scheme is compiled apart for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

from attrs import evolve, field, frozen

from ....expression import Kind, common
from ....lowering import Input, LoweredScheme, Value, canonical, lower, with_target
from ....messages import Problem, SupervisionRulesError, require
from ....scheme import Scheme
from ..clauses.translating import whole_reach
from ..tables.facts import FactColumn, whole_number
from ..tables.frames import Columnar, Wanted
from ..tables.plans import REFUSED
from .sweeps import AT, BEFORE, CHANGED, COMPARED, STEP, Step, Sweep
from .swept import Moved, Swept, Values, combinations, read_swept

ALL = Wanted()
Combination = tuple[bool | int | str | Fraction, ...]


def sweep(
    scheme: Scheme,
    frame: Any,
    swept: Mapping[str, Values | Moved],
    wanted: Wanted = ALL,
    *,
    columns: Mapping[str, str] | None = None,
    whole: bool | Iterable[str] = False,
    partial: bool = False,
    grains: Mapping[str, Fraction] | None = None,
    moved_only: bool = False,
) -> Sweep:
    """Every row of a table at every combination of values of facts and targets; the table is lazy where `frame` is.

    `swept` has by the id of each fact or target its values, as `"770..850:10"`, `"800 元/生·年"`, `"有,无"`, or one by one;
    `Moved("-10..10:5")` moves a fact of every case by so much, though not beyond its domain. `grains` has of facts whose columns are whole numbers
    of another part than their last place what that is in base units, as `TableOfCases` has them. With `moved_only` the table is kept narrow: total,
    grade and the scores that can be otherwise. The rest is as for `Columnar.assess`.

    Raises SupervisionRulesError where a name or value is not one of the scheme (`unknown-name`, `outside-domain`, `wrong-unit` …), with what is wrong
    with the scheme at a value of a target, `sweep-behind-rows` where rows are counted with a target, `sweep-too-long` where the combinations are too
    many, and what `Columnar.assess` raises.
    """
    require("narwhals", "bulk")
    import narwhals as nw

    found = read_swept(scheme, swept)
    known = whole if isinstance(whole, bool) else frozenset(whole)
    sweeping = _Sweeping(scheme, found, wanted, dict(columns or {}), known, partial, grains or {}, moved_only)
    return sweeping.of(nw.from_native(frame))


@frozen
class _Inputs:
    """The inputs of the compiled scheme that are not the scheme's: targets that are swept, and facts in finer parts than their last place."""

    targets: Mapping[str, Input]
    facts: Mapping[str, Input]

    def of(self, lowered: LoweredScheme) -> LoweredScheme:
        """A scheme with these inputs."""
        if not self.targets and not self.facts:
            return lowered
        kept = {id: one for id, one in lowered.constants.items() if id not in self.targets}
        return evolve(lowered, constants=kept, inputs={**lowered.inputs, **self.targets, **self.facts}, mark=object())

    def whole(self, lowered: LoweredScheme, id: str) -> int:
        """The value of a target in a scheme, as its column has it."""
        return int(lowered.constants[id].value / self.targets[id].unit.factor)


@frozen
class _Sweeping:
    scheme: Scheme
    swept: tuple[Swept, ...]
    wanted: Wanted
    columns: dict[str, str]
    whole: bool | frozenset[str]
    partial: bool
    grains: Mapping[str, Fraction]
    moved_only: bool
    _engines: dict[str, Columnar] = field(factory=dict)
    _read: dict[Combination, LoweredScheme] = field(factory=dict)

    def of(self, table: Any) -> Sweep:
        """The sweep of a table."""
        import narwhals as nw

        own, many = lower(self.scheme), combinations(self.swept)
        lowered = [self._lowered(values) for values in many]
        inputs = _Inputs(_targets(own, lowered, {one.id for one in self.swept if one.target}), _finer(own, self.grains))
        engines = [self._engine(inputs.of(one)) for one in (own, *lowered)]
        items = self._items(own)
        names = self.wanted.of(engines[0].programs[False])
        if self.moved_only:
            names = [name for name in names if name in (*COMPARED, *(f"score_{one}" for one in items))]
        units = _units(engines, names)
        scale = units if len(set(map(id, engines))) > 1 else {}
        self._free(table, names)
        base = self._answered(table, engines[0], inputs, own, None)
        guarded = REFUSED in base.collect_schema()
        base = base.with_columns(*_alike(nw, names, engines[0], scale))
        earlier = [name for name in names if name in (*COMPARED, *(f"score_{one}" for one in items))]
        before = [nw.col(name).alias(f"{BEFORE}{name}") for name in (*earlier, *([REFUSED] if guarded else []))]
        kept = table.collect_schema().names()
        first = base.select(*kept, *before, *names, *self._told(Step(0, {})))
        base = base.select(*kept, *before)
        steps = tuple(Step(number, dict(zip([one.id for one in self.swept], values, strict=True))) for number, values in enumerate(many, 1))
        parts = [first]
        for step, engine, one in zip(steps, engines[1:], lowered, strict=True):
            part = self._answered(base, engine, inputs, one, step).with_columns(*_alike(nw, names, engine, scale), *self._told(step))
            if guarded:
                right = nw.col(f"{BEFORE}{REFUSED}").is_null()
                part = part.with_columns(*(nw.when(right).then(nw.col(name)).alias(name) for name in names))
            parts.append(part.select(first.collect_schema().names()))
        return Sweep(
            scheme=self.scheme, swept=self.swept, steps=steps, units=units, items=items, own=tuple(kept), names=tuple(names), parts=tuple(parts)
        )

    def _lowered(self, values: Combination) -> LoweredScheme:
        """The scheme at a combination of values of targets, made once for those that are alike."""
        targets = tuple((one, value) for one, value in zip(self.swept, values, strict=True) if one.target)
        key = tuple(value for _, value in targets)
        if key not in self._read:
            scheme = self.scheme
            for one, value in targets:
                scheme = with_target(scheme, one.id, Fraction(value) / one.unit.factor)
            self._read[key] = lower(scheme)
        return self._read[key]

    def _engine(self, lowered: LoweredScheme) -> Columnar:
        """The compiled scheme, once for all values that change nothing else."""
        key = json.dumps(canonical(lowered), sort_keys=True)
        if key not in self._engines:
            self._engines[key] = Columnar(self.scheme, lowered)
        return self._engines[key]

    def _free(self, table: Any, names: Sequence[str]) -> None:
        """Raises SupervisionRulesError where a column of the table has the name of one that is answered."""
        answered = {STEP, CHANGED, "total_before", "grade_before", REFUSED, *names, *(f"{AT}{one.id}" for one in self.swept)}
        taken = sorted(set(table.collect_schema().names()) & answered)
        if taken:
            raise SupervisionRulesError([Problem("column-taken", {"columns": taken})])

    def _answered(self, table: Any, engine: Columnar, inputs: _Inputs, lowered: LoweredScheme, step: Step | None) -> Any:
        """The answers of a table at a step, or (None) of the scheme as it is; columns that are made for it are gone again."""
        import narwhals as nw

        columns, whole = dict(self.columns), set[str]()
        fresh: list[Any] = []
        for number, (id, made) in enumerate(inputs.targets.items()):
            columns[id] = f"__target_{number}"
            fresh.append(_literal(nw, inputs.whole(lowered, id), *whole_reach(made)[:2]).alias(columns[id]))
        for number, one in enumerate(self.swept if step else ()):
            if not one.target and step:
                value = step.values[one.id]
                told = self._moved(table, engine, one, value) if one.moves else self._set(nw, engine.lowered.inputs[one.id], value)
                if told is not None:
                    columns[one.id] = f"__fact_set_{number}"
                    whole |= {one.id} if one.kind is Kind.NUMBER else set()
                    fresh.append(told.alias(columns[one.id]))
        made_here = [name for id, name in columns.items() if name.startswith("__")]
        wholes = self.whole if self.whole is True else whole | (self.whole or frozenset())
        ready = table.with_columns(*fresh) if fresh else table
        answered = engine.assess(ready.to_native(), self.wanted, columns=columns, whole=wholes, partial=self.partial, check=step is None)
        return nw.from_native(answered).drop(*made_here) if made_here else nw.from_native(answered)

    @staticmethod
    def _set(nw: Any, made: Input, value: Value) -> Any:
        """A fact that is the same in every row."""
        if made.kind is Kind.NUMBER:
            low, high, grain = whole_reach(made)
            return _literal(nw, int(Fraction(str(value)) / grain), low, high)
        return nw.lit(date.fromordinal(int(str(value))), dtype=nw.Date()) if made.kind is Kind.DATE else nw.lit(value)

    def _moved(self, table: Any, engine: Columnar, one: Swept, by: Value) -> Any:
        """A fact that is so much more in every row; None where the table does not have it."""
        import narwhals as nw

        made, schema = engine.lowered.inputs[one.id], table.collect_schema()
        name = self.columns.get(one.id, one.id if one.id in schema else one.id.replace(".", "_"))
        if name not in schema:
            return None
        low, high, grain = whole_reach(made)
        own = FactColumn(made, name, schema[name], self.whole if isinstance(self.whole, bool) else one.id in self.whole)
        number = whole_number(nw, own, nw.col(name)).cast(nw.Int64())
        return (number + int(Fraction(str(by)) / grain)).clip(low, high)

    def _told(self, step: Step) -> Iterable[Any]:
        """Columns that say which step it is."""
        import narwhals as nw

        yield nw.lit(step.number, dtype=nw.Int32()).alias(STEP)
        for one in self.swept:
            said = one.said(step.values[one.id]) if step.number else None
            yield nw.lit(said, dtype=nw.String()).alias(f"{AT}{one.id}")

    def _items(self, lowered: LoweredScheme) -> tuple[str, ...]:
        """The points and bonuses that read what is swept."""
        names = {one.id for one in self.swept} | {one.id for one in lowered.constants.values() if one.target in {each.id for each in self.swept}}
        return tuple(item.id for item in lowered.items if names & set(lowered.read_by(item)))


def _targets(own: LoweredScheme, others: Sequence[LoweredScheme], targets: set[str]) -> dict[str, Input]:
    """The values of targets as inputs: whole numbers of the greatest part of which all are multiples."""
    inputs = {}
    for name, constant in own.constants.items():
        if constant.target in targets:
            values = [one.constants[name].value for one in (own, *others)]
            unit = evolve(constant.unit, factor=reduce(common, [value for value in values if value], Fraction(1)))
            inputs[name] = Input(id=name, kind=Kind.NUMBER, unit=unit, low=min(values), high=max(values))
    return inputs


def _finer(own: LoweredScheme, grains: Mapping[str, Fraction]) -> dict[str, Input]:
    """Facts whose numbers are in finer parts of a base unit than their last place."""
    return {name: evolve(own.inputs[name], places=0, unit=evolve(own.inputs[name].unit, factor=grain)) for name, grain in grains.items()}


def _units(engines: Iterable[Columnar], names: Iterable[str]) -> dict[str, Fraction]:
    """Of which part of a mark numbers are whole numbers, whichever engine they are of."""
    found: dict[str, Fraction] = {}
    for engine in dict.fromkeys(engines):
        for name, unit in engine.units.items():
            found[name] = common(found[name], unit) if name in found else unit
    wanted = set(names)
    return {name: unit for name, unit in found.items() if name in wanted}


def _alike(nw: Any, names: Iterable[str], engine: Columnar, units: Mapping[str, Fraction]) -> Iterable[Any]:
    """Numbers in units that are those of every engine, where there are several, and words as plain words."""
    for name in names:
        if name in units:
            times = int(engine.units[name] / units[name])
            yield nw.col(name).cast(nw.Int64()) * times if times > 1 else nw.col(name).cast(nw.Int64())
        elif name.split("_", 1)[0] in ("grade", "grades", "level"):
            yield nw.col(name).cast(nw.String())


def _literal(nw: Any, value: int, low: int, high: int) -> Any:
    """A whole number that is the same in every row, as narrow as its bounds are."""
    sizes = ((2**15, nw.Int16()), (2**31, nw.Int32()))
    kind = next((kind for end, kind in sizes if -end <= low and high < end), nw.Int64())
    return nw.lit(value, dtype=kind)
