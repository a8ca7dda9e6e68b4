"""Values → a case that can be assessed: the reference case with some facts as wished, without what would contradict them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import define, evolve, field, frozen

from ..assessment import Assessment
from ..engines.exact import assess, prepare
from ..expression import Kind, references
from ..loading import case_files, load_case
from ..lowering import Input, LoweredScheme, Value, lower, plain
from ..messages import Problem, SupervisionRulesError, exact
from ..scheme import Better, Case, Given, Scheme, Written, with_own_rows


@frozen
class Realised:
    """A case, what it is assessed at, and the facts and tables of the reference case that had to be left out."""

    case: Case
    assessment: Assessment
    left_out: tuple[str, ...]


@define
class Realiser:
    """Makes cases of a scheme out of values; what it makes differs from the reference case as little as can be."""

    scheme: Scheme
    lowered: LoweredScheme = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lowered = lower(self.scheme)

    @cached_property
    def reference(self) -> Case:
        """The reference case of the scheme, or a case of which nothing is known."""
        name = self.scheme.header.reference_case
        if name is not None and name in case_files(self.scheme):
            return load_case(name, self.scheme)
        return Case(id="case", scheme=self.scheme.id, subject="—", year=self.lowered.year)

    @cached_property
    def known(self) -> Mapping[str, Value]:
        """What the reference case says of the inputs, those counted from its rows too."""
        values = prepare(self.scheme, self.reference)
        return {name: values[name] for name in self.lowered.inputs if values[name] is not None}

    @cached_property
    def usual(self) -> Mapping[str, Value]:
        """What the reference case says of the inputs; of those that it lacks, what is as good as can be."""
        return best(self.lowered) | dict(self.known)

    def values(self, case: Case) -> Mapping[str, Value]:
        """Every named value of a case."""
        return prepare(self.scheme, case)

    def in_its_direction(self, name: str, case: Case) -> Value:
        """A quantity of a case as a number of which more is better."""
        value = self.values(case)[name]
        if value is None or isinstance(value, str):
            return None
        return -value if self.lowered.better(name) is Better.LESS else int(value) if isinstance(value, bool) else value

    def case(self, id: str, values: Mapping[str, Value]) -> tuple[Case, tuple[str, ...]]:
        """A case with these values, and what was left out.

        Raises SupervisionRulesError where the values contradict each other.
        """
        different = {name: value for name, value in values.items() if self.known.get(name) != value}
        aggregates = {name for name in values if self.lowered.inputs[name].aggregate is not None}
        counted = {name for name in aggregates if name in different or not self._counts_with[name].isdisjoint(different)}
        different |= {name: values[name] for name in aggregates if counted}
        kept = tuple(given for given in self.reference.facts if given.id not in different)
        new = tuple(Given(id=name, value=written(self.lowered.inputs[name], value)) for name, value in different.items())
        tables = () if counted else self.reference.tables
        case = evolve(self.reference, id=id, facts=(*kept, *new), tables=tables, source="", note="", locate=None)
        case = with_own_rows(self.scheme, case)
        left_out = [table.id for table in self.reference.tables if counted]
        while True:
            try:
                prepare(self.scheme, case)
                return case, tuple(left_out)
            except SupervisionRulesError as error:
                fault = self._given_up(case, error.problems, values)
                if not fault:
                    raise
                left_out += fault
                case = with_own_rows(self.scheme, evolve(case, facts=tuple(given for given in case.facts if given.id not in fault)))

    def realise(self, id: str, values: Mapping[str, Value]) -> Realised:
        """A case with these values, assessed; raises as `case`."""
        case, left_out = self.case(id, values)
        return Realised(case, assess(self.scheme, case), left_out)

    @cached_property
    def _counts_with(self) -> Mapping[str, frozenset[str]]:
        """The facts that decide, beside the rows, what is counted: of a rank the subject's own figure."""
        found = {made.id: references(made.aggregate) for made in self.lowered.inputs.values() if made.aggregate is not None}
        return {id: frozenset(self._behind(names)) for id, names in found.items()}

    def _behind(self, names: Iterable[str]) -> set[str]:
        columns = self.lowered.columns
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                node = columns[name].node if name in columns else self.lowered.definition(name)
                todo += [] if node is None else references(node)
                todo += [columns[name].fact] if name in columns and columns[name].fact and self.reference.peers else []
        return found

    def _given_up(self, case: Case, problems: tuple[Problem, ...], values: Mapping[str, Value]) -> list[str]:
        """Facts that broken constraints read and that nobody asked for."""
        constraints = {one.id: one.node for one in self.lowered.constraints if one.table is None}
        ids = [str(one.arguments["id"]) for one in problems if one.code == "constraint-broken"]
        broken = [constraints[id] for id in ids if id in constraints]
        if len(broken) != len(problems):
            return []
        return [name for name in self.lowered.behind(*broken) if name not in values and case.fact(name) is not None]


def best(lowered: LoweredScheme) -> dict[str, Value]:
    """The good end of every input that has a good direction."""
    ends = {name: ending(made, better is Better.MORE) for name, made in lowered.inputs.items() if (better := lowered.better(name)) is not None}
    return {name: value for name, value in ends.items() if value is not None}


def ending(made: Input, high: bool) -> Value:
    """The highest or lowest value of an input; None where it has none."""
    if made.kind is Kind.CONDITION:
        return high
    if made.kind is Kind.CHOICE:
        return made.values[-1 if high else 0]
    end = made.high if high else made.low
    return None if end is None else plain(end)


def written(made: Input, value: Value) -> Written:
    """A value as a case has it."""
    if isinstance(value, bool | str):
        return value
    assert value is not None
    if made.kind is Kind.DATE:
        return date.fromordinal(int(value))
    return f"{exact(Fraction(value) / made.unit.factor)} {made.unit.text}".strip()
