"""The facts and targets that a sweep goes over, and the values that it gives them: `770..850:10`, `800 元/生·年`, `有,无`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

from attrs import field, frozen

from ....expression import Kind, NotAnAmount, Unit, near, parse_amount, references, value_message
from ....lowering import Input, LoweredScheme, Value, amount_in, fact_given, lower, take_in, target_unit
from ....messages import Message, Problem, SupervisionRulesError, exact, message
from ....scheme import Case, Scheme

MOST = 1000
"""How many combinations of values a sweep goes through at most."""

Written = str | int | bool | Decimal | Fraction | date
Values = str | Iterable[Written]
"""Values as they are written on the command line, or one by one."""


@frozen
class Moved:
    """A fact that every case has otherwise by so much (`-10..10:5`), its own value counted from, and nowhere beyond its domain."""

    by: Values


@frozen(kw_only=True)
class Swept:
    """A fact or target with the values that it is given, numbers in base units; where it `moves`, they are what is added to each case's own."""

    id: str
    kind: Kind
    unit: Unit
    values: tuple[bool | int | str | Fraction, ...]
    target: bool = False
    moves: bool = False
    label: str = field(default="", eq=False)

    def said(self, value: Value) -> str:
        """A value as data: an exact number of its unit, a day, a word, `true` or `false`."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str) or value is None:
            return value or ""
        return date.fromordinal(int(value)).isoformat() if self.kind is Kind.DATE else exact(Fraction(value) / self.unit.factor)


def read_swept(scheme: Scheme, given: Mapping[str, Values | Moved]) -> tuple[Swept, ...]:
    """What a sweep goes over. Raises SupervisionRulesError with all that is wrong with the names and values."""
    problems: list[Problem] = []
    found = []
    for name, values in given.items():
        try:
            found.append(_swept(scheme, name, values))
        except SupervisionRulesError as error:
            problems += error.problems
    if problems:
        raise SupervisionRulesError(problems)
    if not combinations(found) or not found:
        raise SupervisionRulesError([Problem("sweep-without-values", {"name": "、".join(given)})])
    return tuple(found)


def combinations(swept: Iterable[Swept]) -> list[tuple[bool | int | str | Fraction, ...]]:
    """Every combination of values. Raises SupervisionRulesError (`sweep-too-long`) where they are more than MOST."""
    kept = list(swept)
    many = 1
    for one in kept:
        many *= len(one.values)
    if many > MOST:
        raise SupervisionRulesError([Problem("sweep-too-long", {"count": str(many), "most": str(MOST)})])
    return list(product(*(one.values for one in kept)))


def _swept(scheme: Scheme, name: str, values: Values | Moved) -> Swept:
    lowered = lower(scheme)
    moves = isinstance(values, Moved)
    written = values.by if isinstance(values, Moved) else values
    target = next((one for one in scheme.targets if one.id == name), None)
    constants = {one.id for one in lowered.constants.values() if one.target == name}
    if target is not None and constants:
        if moves:
            raise SupervisionRulesError([Problem("sweep-moves-target", {"id": name})])
        _refuse_rows(lowered, name, constants)
        unit = target_unit(scheme, target)
        numbers = _listed(written, lambda text: amount_in(lowered, text, unit))
        kept = tuple(dict.fromkeys(number * unit.factor for number in numbers))
        return Swept(id=name, kind=Kind.NUMBER, unit=unit, values=kept, target=True, label=target.label)
    if name in lowered.derived:
        raise SupervisionRulesError([Problem("fact-is-derived", {"id": name})])
    if name not in lowered.inputs:
        known = [*lowered.inputs, *(one.target for one in lowered.constants.values())]
        raise SupervisionRulesError([Problem("unknown-name", {"name": name, "alike": near(name, known)})])
    made, label = lowered.inputs[name], lowered.labels[name].text
    found = _moves(lowered, made, written) if moves else _facts(lowered, made, written)
    return Swept(id=name, kind=made.kind, unit=made.unit, values=tuple(dict.fromkeys(found)), moves=moves, label=label)


def _refuse_rows(lowered: LoweredScheme, name: str, constants: set[str]) -> None:
    """Raises SupervisionRulesError where rows are counted with a target: a table of cases has what was counted with it as it is."""
    behind = [one.id for one in lowered.inputs.values() if one.aggregate is not None and constants & _names_behind(lowered, one)]
    if behind:
        raise SupervisionRulesError([Problem("sweep-behind-rows", {"id": name, "quantities": behind})])


def _names_behind(lowered: LoweredScheme, made: Input) -> set[str]:
    """The names that an aggregate reads, those of the derived columns of the tables included."""
    nodes = [made.aggregate, *(column.node for table in lowered.tables.values() for column in table.columns)]
    return {name for node in nodes if node is not None for name in references(node)}


def _listed(values: Values, read: Callable[[str], Fraction]) -> list[Fraction]:
    """Numbers out of what is written: one by one, separated by commas, or from one to another by a step."""
    if not isinstance(values, str):
        return [Fraction(value) if isinstance(value, int | Decimal | Fraction) else read(str(value)) for value in values]
    return [number for part in values.split(",") for number in _range(part.strip(), read)]


def _range(text: str, read: Callable[[str], Fraction]) -> list[Fraction]:
    first, dots, rest = text.partition("..")
    if not dots:
        return [read(text)]
    last, colon, step = rest.partition(":")
    low, high = read(first), read(last)
    by = read(step) if colon else read(_finest(first, last))
    if by <= 0:
        raise SupervisionRulesError([Problem("step-not-positive", {"step": step})])
    if high < low:
        raise SupervisionRulesError([Problem("range-empty", {"text": text})])
    many = (high - low) // by + 1
    if many > MOST:
        raise SupervisionRulesError([Problem("sweep-too-long", {"count": str(many), "most": str(MOST)})])
    return [low + by * index for index in range(many)]


def _finest(first: str, last: str) -> str:
    """One of the last decimal place in which either end is written."""
    try:
        (_, places, _), (_, others, unit) = parse_amount(first), parse_amount(last)
    except NotAnAmount:
        return "1"
    return f"{exact(Fraction(1, 10 ** max(places, others)))} {unit}"


def _facts(lowered: LoweredScheme, made: Input, written: Values) -> list[bool | int | str | Fraction]:
    """Values of a fact, each checked as a case's would be."""
    if made.kind is Kind.NUMBER:
        numbers = _listed(written, lambda text: amount_in(lowered, text, made.unit))
        texts = [f"{exact(number)} {made.unit.text}" for number in numbers]
    else:
        texts = [one.strip() for one in written.split(",")] if isinstance(written, str) else [_text(one) for one in written]
    found: list[bool | int | str | Fraction] = []
    for text in texts:
        given = fact_given(lowered, made.id, text.strip())
        case = Case(id=made.id, scheme=lowered.id, subject=made.id, year=lowered.year, facts=(given,))
        value = take_in(lowered, case).values[made.id]
        assert value is not None
        found.append(value)
    return found


def _moves(lowered: LoweredScheme, made: Input, written: Values) -> list[bool | int | str | Fraction]:
    """By how much a fact is moved, in whole numbers of its last place."""
    if made.kind is not Kind.NUMBER:
        raise SupervisionRulesError([Problem("wrong-kind", {"text": made.id, "kind": message("kind.number")})])
    numbers = _listed(written, lambda text: amount_in(lowered, text, made.unit))
    for number in numbers:
        if 10**made.places % number.denominator:
            raise SupervisionRulesError([Problem("too-many-places", {"text": exact(number), "places": str(made.places)})])
    return [number * made.unit.factor for number in numbers]


def _text(value: Written) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def swept_said(one: Swept, value: Value) -> Message:
    """A value in words; what a fact is moved by has its sign."""
    said = value_message(value, one.unit)
    if not one.moves or value is None:
        return said
    return message("sweep.moved", by=said) if Fraction(str(value)) < 0 else message("sweep.raised", by=said)
