"""What pages are made from: a scheme with its reference case assessed, its boundaries and its proofs, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from attrs import define, field
from docutils import nodes
from sphinx import addnodes

from ..assessment import Assessment, Explanation, ItemResult
from ..engines.exact import assess, constants_behind, explain, item_named
from ..expression import describe, value_message
from ..loading import case_files, load_case, load_scheme
from ..lowering import Clause, Item, LoweredScheme, Value, lower
from ..messages import Argument, Catalogue, SupervisionRulesError, catalogue, message
from ..reporting import Sheet
from ..scheme import Better, Bonus, Case, Evidence, Point, Reading, Scheme, Target, TargetValue, Veto
from ..verification import Report, prove
from ..verification.boundaries import Boundary, BoundaryFinder
from ..verification.wording import better_of
from .markup import mark, reference


@define(slots=False)
class SchemeView:
    """One scheme as its pages show it. `proves`: whether its laws are proved, which takes a while."""

    scheme: Scheme
    words: Catalogue
    proves: bool = True
    _found: dict[str, tuple[Boundary, ...]] = field(factory=dict)

    @cached_property
    def lowered(self) -> LoweredScheme:
        """The scheme as engines see it."""
        return lower(self.scheme)

    @cached_property
    def sheet(self) -> Sheet:
        """Writes sentences about the scheme."""
        return Sheet(self.words, labels=self.lowered.labels)

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The cases of the scheme by id, the reference case first."""
        first = self.scheme.header.reference_case
        ids = sorted(case_files(self.scheme), key=lambda name: (name != first, name))
        return {id: load_case(id, self.scheme) for id in ids}

    @cached_property
    def events(self) -> dict[str, Path]:
        """The files of events beside the scheme, by name."""
        directory = self.scheme.directory
        return {} if directory is None else {file.stem: file for file in sorted((directory / "events").glob("*.jsonl"))}

    @cached_property
    def reference(self) -> Case | None:
        """The case that pages work through."""
        return self.cases.get(self.scheme.header.reference_case or "")

    @cached_property
    def assessed(self) -> Assessment | None:
        """What the scheme makes of the reference case."""
        return None if self.reference is None else assess(self.scheme, self.reference)

    def explained(self, id: str) -> Explanation | None:
        """A point or bonus of the reference case down to every value."""
        return None if self.reference is None else explain(self.scheme, self.reference, id)

    @cached_property
    def _boundaries(self) -> BoundaryFinder:
        return BoundaryFinder(self.scheme)

    def boundaries(self, id: str) -> tuple[Boundary, ...]:
        """The cases around every threshold of a point or bonus."""
        if id not in self._found:
            self._found[id] = self._boundaries.of(id)
        return self._found[id]

    @cached_property
    def usual(self) -> Mapping[str, Value]:
        """What the reference case says of the facts; of those that it lacks, what is as good as can be."""
        return self._boundaries.realiser.usual

    @cached_property
    def report(self) -> Report | None:
        """The verdict on the scheme; None where the solver is not installed or not wanted."""
        try:
            return prove(self.scheme) if self.proves else None
        except SupervisionRulesError as error:
            if [one.code for one in error.problems] == ["extra-missing"]:
                return None
            raise

    def say(self, key: str, /, **arguments: Argument) -> str:
        """A message of the catalogue."""
        return self.words.say(message(key, **arguments))

    def item(self, id: str) -> Item:
        """A point or bonus as engines see it."""
        return next(item for item in self.lowered.items if item.id == id)

    def entry(self, name: str) -> Point | Bonus:
        """A point or bonus as its author wrote it, by id or printed number. Raises KeyError."""
        id = item_named(self.scheme, name)
        return next(entry for entry in self.scheme.items if entry.id == id)

    def result(self, id: str) -> ItemResult | None:
        """What the reference case makes of a point or bonus."""
        return None if self.assessed is None else self.assessed.item(id)

    def sign(self, id: str) -> int:
        """-1 for what deducts, +1 for what awards."""
        return -1 if any(point.id == id for point in self.scheme.points) else 1

    def clauses(self, id: str) -> list[Clause]:
        """The clauses of a point or bonus."""
        return [clause for part in self.item(id).parts for clause in part.clauses]

    def title(self, entry: Point | Bonus | Veto) -> str:
        """The printed number and title of an entry."""
        return f"{getattr(entry, 'number', '')} {entry.title}".strip()

    def label(self, name: str) -> str:
        """What a fact, quantity or target is called."""
        return self.lowered.labels[name].text if name in self.lowered.labels else name

    def value(self, name: str, value: Value) -> str:
        """A value of a name in its unit."""
        return self.words.say(value_message(value, self.lowered.labels[name].unit))

    def described(self, name: str) -> str:
        """How a quantity is worked out, in words; empty for what is given."""
        node = self.lowered.definition(name)
        return "" if node is None else self.words.say(describe(node, self.lowered.labels))

    def better(self, name: str) -> str:
        """The good direction of a name in words."""
        direction = getattr(self.lowered.name(name), "better", None)
        if direction is None:
            return "—"
        return self.say("better.neither") if direction is Better.NEITHER else self.words.say(better_of(self.lowered, name))

    @cached_property
    def readers(self) -> dict[str, list[str]]:
        """The points and bonuses that read a name, itself or through quantities."""
        found: dict[str, list[str]] = {}
        for item in self.lowered.items:
            for name in self.with_rows(self.lowered.read_by(item)):
                found.setdefault(self.target_of(name), []).append(item.id)
        return {name: list(dict.fromkeys(ids)) for name, ids in found.items()}

    @cached_property
    def vetoes_of(self) -> dict[str, list[str]]:
        """The vetoes that read a name, itself or through quantities."""
        found: dict[str, list[str]] = {}
        for veto in self.lowered.vetoes:
            for name in self.with_rows(self.lowered.behind(veto.when)):
                found.setdefault(name, []).append(veto.id)
        return found

    @cached_property
    def alerts_of(self) -> dict[str, list[str]]:
        """The alerts that read a name, itself or through quantities, or rows of a table."""
        found: dict[str, list[str]] = {}
        for alert in self.lowered.alerts:
            names = [self.target_of(name) for name in self.with_rows(self.lowered.read_by_alert(alert))]
            for name in dict.fromkeys([*names, *alert.tables]):
                found.setdefault(name, []).append(alert.id)
        return found

    def with_rows(self, names: Iterable[str]) -> list[str]:
        """Names, and the targets that are read where the quantities among them are counted from rows."""
        read = list(names)
        counted = (self.lowered.inputs[name].aggregate for name in read if name in self.lowered.inputs)
        return list(
            dict.fromkeys([*read, *(target for node in counted if node is not None for target in sorted(constants_behind(self.lowered, node)))])
        )

    @cached_property
    def constrained(self) -> frozenset[str]:
        """The names that a constraint on a case speaks of."""
        return frozenset(self.lowered.behind(*(one.node for one in self.lowered.constraints if one.table is None)))

    def target_of(self, name: str) -> str:
        """The target that a constant is of; any other name itself."""
        return self.lowered.constants[name].target if name in self.lowered.constants else name

    def targets(self, names: Iterable[str]) -> list[Target]:
        """The targets among the names that something reads."""
        wanted = {self.lowered.constants[name].target for name in names if name in self.lowered.constants}
        return [target for target in self.scheme.targets if target.id in wanted]

    def in_force(self, target: Target) -> tuple[TargetValue, ...]:
        """The values of a target that the scheme counts with."""
        days = {as_of.target: as_of.date for as_of in self.scheme.header.as_of}
        return target.in_force(days.get(target.id, self.scheme.header.period.to))

    def readings(self, id: str) -> list[Reading]:
        """The readings that concern a point or bonus."""
        return [reading for reading in self.scheme.readings if id in reading.points or any(id in _replaced(one) for one in reading.alternative)]

    def ref(self, kind: str, id: str, said: str | None = None) -> addnodes.pending_xref:
        """A cross-reference to the scheme or a part of it, its targets and laws included."""
        target = id if kind == "scheme" else f"{self.scheme.id}/{id}"
        return reference(kind, target, said if said is not None else self._named(kind, id))

    def ref_item(self, id: str) -> addnodes.pending_xref:
        """A cross-reference to a point, bonus or veto by its number and title."""
        if all(item.id != id for item in self.scheme.items):
            return self.ref("veto", id)
        return self.ref("point" if self.sign(id) < 0 else "bonus", id)

    def ref_name(self, name: str) -> addnodes.pending_xref:
        """A cross-reference to a fact, quantity or target."""
        target = self.target_of(name)
        kind = "target" if name in self.lowered.constants else "fact"
        return self.ref(kind, target if kind == "target" else name, self.label(name))

    def _named(self, kind: str, id: str) -> str:
        if kind in ("point", "bonus"):
            return self.title(self.entry(id))
        if kind == "reading":
            return next(one.question for one in self.scheme.readings if one.id == id)
        if kind == "veto":
            return next(one.title for one in self.scheme.vetoes if one.id == id)
        if kind == "alert":
            return next(one.title for one in self.scheme.alerts if one.id == id)
        return self.label(id)

    def basis(self, evidence: Evidence) -> nodes.inline:
        """The mark of how far something can be trusted."""
        return mark(self.say(f"basis.{evidence.mark}"), f"sr-{evidence.basis.value}")


def _replaced(alternative: object) -> Iterator[str]:
    for name in ("point", "bonus"):
        yield from (item.id for item in getattr(alternative, name))


@define
class Site:
    """The schemes that a documentation project shows, each read once."""

    policies: tuple[Path, ...]
    words: Catalogue
    proves: bool = True
    _views: dict[str, SchemeView] = field(factory=dict)

    def view(self, name: str) -> SchemeView:
        """The scheme of an id or path. Raises SupervisionRulesError."""
        if name not in self._views:
            self._views[name] = SchemeView(load_scheme(name, self.policies), self.words, self.proves)
        return self._views[name]


def make_site(policies: Iterable[str | Path], language: str, proves: bool) -> Site:
    """A site in a language, with schemes from further directories."""
    return Site(tuple(Path(one) for one in policies), catalogue(language), proves)
