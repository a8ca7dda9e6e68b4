"""Facts, units and targets → inputs, conversions and constants."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from attrs import evolve

from ..expression import DATE, PLAIN, Aggregate, Kind, Label, Range, Type, common, ends, grain, near
from ..expression.resolving import MOST_PLACES
from ..expression.units import SYMBOL
from ..messages import decimal_places
from ..scheme import Fact, Target, TargetValue
from .build import Build, duplicates
from .mentions import mentioned
from .model import ColumnPlan, Constant, Input

COUNTS = ("count", "falls", "rises", "rank")


def define_units(build: Build) -> None:
    """Note the declared conversions, each down to a unit that is not made of others; what is made of a mistaken one comes to nothing."""
    declared = {declaration.id: declaration for declaration in build.scheme.units}
    wrong = set(build.failed)
    for _, id in duplicates(declaration.id for declaration in build.scheme.units):
        build.problems.add("duplicate-id", "unit", id, "id", id=id)
        wrong.add(id)
    for id, declaration in declared.items():
        with build.problems.under("unit", id):
            for key, text in (("id", id), ("of", declaration.of)):
                if text == "%" or not SYMBOL.fullmatch(text):
                    build.problems.add("unknown-unit", key, unit=text)
                    wrong.add(id)
            if declaration.factor <= 0:
                build.problems.add("factor-not-positive", "factor")
                wrong.add(id)
    for id in declared:
        base, factor, way = id, Fraction(1), list[str]()
        while base in declared and base not in way:
            way.append(base)
            base, factor = declared[base].of, factor * declared[base].factor
        if base == id == next(one for one in declared if one in way):
            build.problems.add("cycle", "unit", id, "of", names=" → ".join([*way, id]))
        build.units[id] = None if base in way or wrong & {*way, base} else (base, factor)


def define_facts(build: Build) -> None:
    """Lower every fact to an input."""
    for fact in build.scheme.facts:
        with build.problems.under("fact", fact.id):
            made = scalar(build, fact)
            if fact.kind in (Kind.TEXT, Kind.MOMENT):
                build.problems.add("unknown-value", "kind", value=fact.kind.value, values=["number", "condition", "choice", "date"], alike="")
                made = None
            if fact.better is None and fact.kind in (Kind.NUMBER, Kind.CONDITION):
                build.problems.add("better-missing", id=fact.id)
        build.names[fact.id] = Type(made.kind, made.unit, made.values) if made else None
        if made:
            define_input(build, made, fact.label)


def define_input(build: Build, made: Input, label: str) -> None:
    """Put an input among the names."""
    build.inputs[made.id] = made
    build.labels[made.id] = Label(label, made.unit, condition=made.kind is Kind.CONDITION)
    if made.kind is Kind.DATE:
        build.ranges[made.id] = Range(grain=Fraction(1), ends=True)
    elif made.kind is Kind.NUMBER:
        build.ranges[made.id] = _range(build, made)


def given_range(made: Input | ColumnPlan) -> Range:
    """What is known of a number that is given: it is a multiple of its last place."""
    return Range((made.low, made.high), made.unit.factor / 10**made.places, decimal_places(made.unit.factor) is not None)


def _range(build: Build, made: Input) -> Range:
    """What is known of an input, given or aggregated: a share of rows may be any fraction, a sum or extreme is as even as what it is taken of."""
    given = given_range(made)
    node = made.aggregate
    if not isinstance(node, Aggregate) or node.op in COUNTS:
        return given
    value = node.value
    if node.op == "share" or value is None:
        return Range(given.bounds)
    fine = grain(value, build.ranges)
    even = None if fine is None or given.grain is None else common(fine, given.grain)
    return Range(given.bounds, even, given.ends and ends(value, build.ranges))


def scalar(build: Build, fact: Fact) -> Input | None:
    """The input of a fact, or None after noting what is wrong with it."""
    number = fact.kind is Kind.NUMBER
    for key, given in (("unit", bool(fact.unit)), ("domain", fact.domain is not None), ("places", fact.places != 0)):
        if given and not number:
            build.problems.add("only-for-numbers", key, key=key, kind=fact.kind.value)
            return None
    if (fact.kind is Kind.CHOICE) != bool(fact.values):
        build.problems.add("values-and-choice", "values" if fact.values else "kind", id=fact.id)
        return None
    for _, value in duplicates(fact.values):
        build.problems.add("duplicate-id", "values", id=value)
    plain = Input(
        id=fact.id, kind=fact.kind, unit=DATE if fact.kind is Kind.DATE else PLAIN, values=fact.values, better=fact.better, supplier=fact.supplier
    )
    if not number:
        return plain
    unit = build.unit(fact.unit, "unit")
    low_high = domain(build, fact.domain, fact.id)
    if unit is None or low_high is None or not right_places(build, fact.places):
        return None
    low, high = low_high
    return evolve(plain, unit=unit, low=low * unit.factor, high=high * unit.factor, places=fact.places)


def domain(build: Build, given: tuple[Fraction, Fraction] | None, id: str) -> tuple[Fraction, Fraction] | None:
    """A declared domain, or None after noting what is wrong with it."""
    if given is None:
        build.problems.add("domain-missing", id=id)
        return None
    if given[0] > given[1]:
        build.problems.add("domain-reversed", "domain", low=given[0], high=given[1])
        return None
    return given


def right_places(build: Build, places: int) -> bool:
    """Whether declared decimal places are a number of them."""
    if not 0 <= places <= MOST_PLACES:
        build.problems.add("wrong-places", "places", most=MOST_PLACES)
        return False
    return True


def define_targets(build: Build) -> None:
    """Give every target its type, and those that the scheme mentions their constants; any other is another scheme's affair."""
    used = mentioned(build.scheme)
    day = build.scheme.header.period.to
    dates = {as_of.target: as_of.date for as_of in build.scheme.header.as_of}
    for target in build.scheme.targets:
        with build.problems.under("target", target.id):
            unit = build.unit(target.unit, "unit")
        build.names[target.id] = None if unit is None else Type(Kind.NUMBER, unit)
        if unit is None or target.id not in used:
            continue
        _refuse_twice(build, target)
        here = dates.get(target.id, day)
        values = target.in_force(here)
        if not values:
            build.problems.add("target-not-in-force", "target", target.id, "value", id=target.id, day=here.isoformat())
            build.names[target.id] = None
        build.labels[target.id] = Label(target.label, unit)
        for value in values:
            name = target.id if not value.where else f"{target.id}@{'+'.join(value.where[key] for key in sorted(value.where))}"
            base = value.value * unit.factor
            build.constants[name] = Constant(id=name, target=target.id, value=base, unit=unit, source=_source(value))
            build.labels[name] = Label(target.label, unit, value=base)
            build.ranges[name] = Range((base, base), abs(base), decimal_places(base) is not None)
            if value.where:
                build.classes.setdefault(target.id, []).append((dict(value.where), name))
        if target.id in build.classes:
            known = [build.constants[name].value for _, name in build.classes[target.id]]
            build.ranges[target.id] = Range((min(known), max(known)))
            check_classes(build, target, values)


def _source(value: TargetValue) -> str:
    """Where a value comes from: the whole entry, or, of one that is ours, its line."""
    return next((one.source for one in value.evidence() if one.source and getattr(one, "element", "threshold") == "threshold"), "")


def _refuse_twice(build: Build, target: Target) -> None:
    """From one day on a class has one value: of two, their order would choose."""
    starts = [" ".join((value.from_.isoformat(), *(f"{key}={value.where[key]}" for key in sorted(value.where)))) for value in target.value]
    for index, start in duplicates(starts):
        build.problems.add("duplicate-id", "target", target.id, "value", index, "from", id=start)


def check_classes(build: Build, target: Target, values: tuple[TargetValue, ...]) -> None:
    """The classes of a target must cover every combination of their facts' values, each once."""
    keys = sorted({key for value in values for key in value.where})
    choices: list[list[str]] = []
    for key in keys:
        if key in build.names and build.names[key] is None:
            build.names[target.id] = None
            return
        fact = build.inputs.get(key)
        if fact is None or fact.kind is not Kind.CHOICE:
            build.problems.add("class-needs-choice", "target", target.id, "value", id=key)
            build.names[target.id] = None
            return
        for value in values:
            if value.where.get(key, fact.values[0]) not in fact.values:
                steps = ("target", target.id, "value", target.value.index(value), "where", key)
                wrong = value.where[key]
                build.problems.add("unknown-value", *steps, value=wrong, values=list(fact.values), alike=near(wrong, fact.values))
                build.names[target.id] = None
                return
        choices.append(list(fact.values))
    for combination in product(*choices):
        here = dict(zip(keys, combination, strict=True))
        fitting = [value for value in values if all(here[key] == wanted for key, wanted in value.where.items())]
        if len(fitting) != 1:
            code = "class-gap" if not fitting else "class-overlap"
            build.problems.add(code, "target", target.id, "value", classes="、".join(combination))
            build.names[target.id] = None
            return


def check_target_use(build: Build, target: Target) -> None:
    """A target that a rule reads must be confirmed for the year, and must not have changed unseen within the period."""
    header = build.scheme.header
    with build.problems.under("target", target.id):
        if header.evaluated_year not in target.confirmed_for:
            build.problems.add("target-not-confirmed", "confirmed_for", id=target.id, year=str(header.evaluated_year))
        named = {as_of.target for as_of in header.as_of}
        within = [(v.from_, index) for index, v in enumerate(target.value) if header.period.from_ < v.from_ <= header.period.to]
        if within and target.id not in named:
            day, index = min(within)
            build.problems.add("target-changed-within", "value", index, "from", id=target.id, day=day.isoformat())
