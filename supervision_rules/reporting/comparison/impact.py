"""What hangs on a target, fact, quantity or point, and what another value does, as a report and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import define

from ...comparison import Impact
from ...expression import describe
from ...lowering import LoweredScheme, Value, lower
from ...messages import Catalogue
from ..blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from .document import effect_document
from .naming import ComparisonWriter
from .report import ComparisonReport


@define
class ImpactReport(ComparisonWriter):
    """Writes the impact of something."""

    def of(self, found: Impact) -> Iterator[Block]:
        """What counts with it, then what becomes of the cases."""
        lowered = lower(found.scheme)
        self.labels = lowered.labels
        yield Heading(1, self.say("impact.title", label=self._label(found, lowered)))
        yield Heading(2, self.say("impact.depends"))
        lines = list(self._lines(found, lowered))
        yield Bullets(tuple(lines)) if lines else Paragraph(self.say("impact.nothing"))
        if found.comparison is not None:
            report = ComparisonReport(self.words, self.style, self.by_id)
            yield from report.effects(found.comparison)
        elif found.values:
            yield Heading(2, self.say("impact.now"))
            headings = (self.say("compare.column.case"), self.say("impact.column.value"))
            yield Table(headings, tuple((case, self._value(found, value)) for case, value in found.values.items()), frozenset({1}))

    def _label(self, found: Impact, lowered: LoweredScheme) -> str:
        id = found.dependence.of
        if id in {item.id for item in lowered.items}:
            return self.entry(found.scheme, id)
        target = next((one for one in found.scheme.targets if one.id == id), None)
        label = target.label if target is not None else lowered.labels[id].text
        return id if self.by_id else self.say("sheet.fact", label=label, id=id)

    def _lines(self, found: Impact, lowered: LoweredScheme) -> Iterator[Bullet]:
        depends, scheme = found.dependence, found.scheme
        yield from self._group("quantities", [self._named(lowered, name) for name in depends.quantities])
        for id, clauses in depends.clauses.items():
            said = [clause.id if self.by_id else self.words.say(clause.wording) for clause in clauses]
            yield Bullet(self.entry(scheme, id), tuple(map(Bullet, said or [self.say("impact.applies")])))
        yield from self._group("vetoes", [veto.id if self.by_id else veto.title for veto in scheme.vetoes if veto.id in depends.vetoes])
        yield from self._group("grades", [self.grade(self.ranks(lowered), grade) for grade in depends.grades])
        yield from self._group("alerts", [alert.id if self.by_id else alert.title for alert in scheme.alerts if alert.id in depends.alerts])
        yield from self._group("constraints", [] if self.by_id else [self.words.say(describe(node, self.labels)) for node in depends.constraints])
        chosen = [reading for reading in scheme.readings if reading.id in depends.readings]
        yield from self._group("readings", [reading.id if self.by_id else reading.question for reading in chosen])
        yield from self._group("reads", [self._named(lowered, name) for name in depends.reads])

    def _group(self, key: str, lines: Iterable[str]) -> Iterator[Bullet]:
        below = tuple(map(Bullet, lines))
        if below:
            yield Bullet(self.say(f"impact.{key}"), below)

    def _named(self, lowered: LoweredScheme, name: str) -> str:
        """A name with its label, of a quantity with how it is worked out, of a target with its value."""
        if self.by_id:
            return name
        label = self.labels[name]
        if name in lowered.constants:
            return f"{self.say('sheet.fact', label=label.text, id=name)}　{self.value(lowered.constants[name].value, label.unit)}"
        node = lowered.definition(name)
        shown = self.say("sheet.fact", label=label.text, id=name)
        return shown if node is None else f"{shown} = {self.words.say(describe(node, self.labels))}"

    def _value(self, found: Impact, value: Value) -> str:
        id = found.dependence.of
        if value is None:
            return "—"
        if isinstance(value, Fraction) and id in found.dependence.clauses:
            return self.score_of(found.scheme, id, value)
        return self.value(value, self.labels[id].unit)


def impact_document(found: Impact, words: Catalogue) -> dict[str, Any]:
    """The same as data."""
    depends = found.dependence
    return {
        "scheme": found.scheme.id,
        "of": depends.of,
        "quantities": list(depends.quantities),
        "clauses": {id: [clause.id for clause in clauses] for id, clauses in depends.clauses.items()},
        "vetoes": list(depends.vetoes),
        "grades": list(depends.grades),
        "alerts": list(depends.alerts),
        "constraints": [words.say(describe(node, lower(found.scheme).labels)) for node in depends.constraints],
        "readings": list(depends.readings),
        "reads": list(depends.reads),
        "cases": None if found.comparison is None else [effect_document(effect, words) for effect in found.comparison.effects],
    }
