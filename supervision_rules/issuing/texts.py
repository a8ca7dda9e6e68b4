"""The files of a new scheme: last year's, with their remarks, and in place of its header, indicators and points those of the new table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from ..comparison import Said
from ..loading import unstructure
from ..loading.blocks import rewritten, written
from ..loading.documents import read_text
from ..loading.schemes import MAIN, scheme_files
from ..messages import Argument, catalogue, message, shown
from ..scheme import Indicator, Point, Scheme
from .evidence import heading_evidence, point_evidence, stated
from .headings import NewIndicator, Titles, titles
from .layout import printed
from .old_texts import OldTexts
from .renewal import Became, NewPoint, Renewal, mentions, plan_renewal
from .table import IssuedTable

EVIDENCE = ("basis", "trust", "source", "note", "provenance")
POINT_KEYS = ("id", "number", "title", "indicator", "worth", "standard", "review", "applies_when", *EVIDENCE)
INDICATOR_KEYS = ("id", "number", "title", "parent", *EVIDENCE)
INDICATORS = "indicators.toml"


def renew(scheme: Scheme, table: IssuedTable, year: int, *, id: str = "", source: str = "", said: Sequence[Said] = ()) -> Renewal:
    """The scheme of another year, by its table: every point with its match and what becomes of it, and the texts of its files.

    `source` names the document that the table is from, where it is the issued one; `said` corrects matches. Raises SupervisionRulesError, see
    `match_points`; ValueError where the scheme was not read from files.
    """
    if scheme.directory is None:
        raise ValueError(f"{scheme.id} was not read from files")
    renewal = plan_renewal(scheme, table, year, id=id, source=source, said=said)
    files = _Files(renewal, OldTexts.of(scheme)).texts()
    header = scheme.header
    return evolve(renewal, files=files, years=mentions(files, {header.year, header.evaluated_year} - {year, renewal.evaluated_year}))


def targets_beside(scheme: Scheme) -> dict[str, str]:
    """The files of the targets that a scheme shares with others, by name."""
    directory = Path(scheme.directory or ".").absolute()
    return {file.name: read_text(file) for file in scheme_files(directory) if not file.absolute().is_relative_to(directory)}


@define
class _Files:
    """Makes the texts."""

    renewal: Renewal
    old: OldTexts
    _made: dict[str, str] = field(factory=dict, init=False)

    def texts(self) -> dict[str, str]:
        """Every file by its name."""
        for name, text in self.old.roots.items():
            self._add(name, text)
        self._add(MAIN, self._header())
        self._add(INDICATORS, self._indicators())
        by_first: dict[Titles, list[NewPoint]] = {}
        for point in self.renewal.points:
            by_first.setdefault(titles(point.match.issued.headings[:1]), []).append(point)
        for number, (first, points) in enumerate(by_first.items(), 1):
            self._add(f"points/{number}-{self.renewal.indicators[first].id}.toml" if first else "points/points.toml", self._points(points))
        for name, text in self.old.rest.items():
            self._add(name, text)
        return self._made

    def _add(self, name: str, text: str) -> None:
        if text:
            before = self._made.get(name, "")
            self._made[name] = f"{before}\n{text}" if before else text.lstrip("\n")

    def _say(self, key: str, **arguments: Argument) -> str:
        return catalogue("zh").say(message(key, **arguments))

    def _header(self) -> str:
        new, header = self.renewal, self.renewal.old.header
        moved = {str(header.year): str(new.year), str(header.evaluated_year): str(new.evaluated_year)}
        title = re.sub(r"(?<![0-9])[0-9]{4}(?![0-9])", lambda found: moved.get(found[0], found[0]), header.title)
        count = self._say("new-year.note.count", count=len(new.points))
        data = unstructure(header) | {
            "title": title,
            "document": new.source,
            "year": new.year,
            "evaluated_year": new.evaluated_year,
            "period": {"from": _later(header.period.from_, new.later), "to": _later(header.period.to, new.later)},
            "basis": "reconstructed",
            "note": self._say("new-year.note.scheme", old=new.old.id, file=new.table.file),
            "provenance": [
                *stated(new.source, "number", "worth"),
                *({**line, "note": count} for line in stated(new.source, "count")),
            ],
        }
        gone = ("trust", "source", "reference_case", "as_of")
        last = ("basis", "note", "provenance")
        order = (*(key for key in data if key not in last), *last)
        data = {key: data[key] for key in order if data[key] not in ("", []) and key not in gone}
        remark = self._say("new-year.remark.scheme", old=new.old.id, file=new.table.file)
        return f"# {remark}\n\n" + rewritten("[scheme]\n", data, order=tuple(data))

    def _indicators(self) -> str:
        made = [self._indicator(one) for one in self.renewal.indicators.values()]
        return "\n".join([f"# {self._say('new-year.remark.indicators', file=self.renewal.table.file)}\n", *made]) if made else ""

    def _indicator(self, one: NewIndicator) -> str:
        if one.old is None:
            remark, text = f"# {self._say('new-year.remark.id')}\n", f"[[indicator]]\nid = {written(one.id)}\n"
        else:
            block = self.old.entry("indicator", one.old)
            remark, text = "", f"{block.text.strip()}\n"
        said = {
            "number": one.heading.number or None,
            "title": one.heading.title,
            "parent": one.parent,
            **heading_evidence(one.old, self.renewal.source),
        }
        return remark + rewritten(text, _changed(said, one.old), INDICATOR_KEYS)

    def _points(self, points: Sequence[NewPoint]) -> str:
        made: list[str] = []
        first = points[0].match.issued.headings[:1]
        worths = [point.match.issued.worth for point in points]
        remark = self._say("new-year.remark.points", file=self.renewal.table.file, old=self.renewal.old.id)
        made.append(f"# {'，'.join([*map(printed, first), *([] if None in worths else [shown(sum(filter(None, worths))) + '分']), remark])}\n")
        above: tuple[str, ...] | None = None
        for point in points:
            below = tuple(map(printed, point.match.issued.headings[1:]))
            if below and below != above:
                made.append(f"# {' › '.join(below)}\n")
            above = below
            made.append(self._new(point) if point.match.old is None else self._carried(point, point.match.old))
        return "\n".join(made)

    def _carried(self, point: NewPoint, old: Point) -> str:
        issued, block = point.match.issued, self.old.entry("point", old)
        said = {
            "number": issued.number,
            "title": issued.title,
            "indicator": None if point.indicator is None else point.indicator.id,
            "worth": issued.worth,
            "standard": issued.standard if point.became is Became.REWORDED else old.standard,
            "review": point.review or None,
        }
        evidence = point_evidence(old, self.renewal.source, point.became is not Became.REWORDED)
        remarks = "\n".join(_remarks(block.lead, {one.title for one in self.renewal.old.indicators}))
        return (f"{remarks}\n" if remarks else "") + rewritten(f"{block.text.strip()}\n", _changed(said | evidence, old), POINT_KEYS)

    def _new(self, point: NewPoint) -> str:
        issued = point.match.issued
        data: dict[str, Any] = {
            "id": point.id,
            "number": issued.number,
            "title": issued.title,
            "indicator": None if point.indicator is None else point.indicator.id,
            "worth": unstructure(issued.worth),
            "standard": issued.standard,
            "basis": "reconstructed",
            "provenance": stated(self.renewal.source, "worth", "standard") or None,
        }
        data = {key: value for key, value in data.items() if value is not None}
        remark = self._say("new-year.remark.rules")
        return f"# {self._say('new-year.remark.id')}\n" + rewritten("[[point]]\n", data, POINT_KEYS) + f"# {remark}\n"


def _changed(said: Mapping[str, Any], old: Point | Indicator | None) -> dict[str, Any]:
    """What is said otherwise than it was."""
    before: Mapping[str, Any] = {} if old is None else unstructure(old)
    return {key: plain for key, value in said.items() if (plain := unstructure(value)) != before.get(key)}


def _remarks(lead: str, known: Iterable[str]) -> Iterator[str]:
    """The lines before an entry that are more than the title of an indicator."""
    yield from (line for line in lead.splitlines() if line.strip() and not any(line.rstrip().endswith(title) for title in known))


def _later(day: date, years: int) -> date:
    """The same day of another year; of 29 February, where there is none, the day before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
