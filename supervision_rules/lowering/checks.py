"""What must hold of a scheme as a whole: ids, worths, provenance, and that nothing is declared in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from ..expression import near, references
from ..scheme import ELEMENTS, Alternative, Basis, Evidence, Measure, NotApplicable, Point, Rounding, Scheme, Sourced
from .build import Build, cycle, duplicates
from .definitions import check_target_use
from .model import Item

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
WORDS = {"and", "or", "not", "where", "by", "once", "highest", "over", "from", "to", "among", "at", "items", "total", "base_score"}
SAID_OF_ROWS = {"clause", "assumed", "note"}


def check_ids(build: Build) -> None:
    """Ids are well-formed and unique: facts, quantities and targets among each other, every other kind by itself."""
    scheme = build.scheme
    tables = {table.id for table in scheme.tables}
    named = [("fact", f.id) for f in scheme.facts] + [("quantity", q.id) for q in scheme.quantities] + [("target", t.id) for t in scheme.targets]
    for position, id in duplicates(id for _, id in named):
        build.problems.add("duplicate-id", named[position][0], id, "id", id=id)
        build.twice.add(id)
    for section, id in named:
        if not NAME.fullmatch(id) or id in WORDS:
            build.problems.add("bad-name", section, id, "id", id=id)
            build.unsure = True
        elif id.partition(".")[0] in tables:
            build.problems.add("name-like-table", section, id, "id", id=id, table=id.partition(".")[0])
    for table in scheme.tables:
        for index, column in enumerate(table.column):
            if not COLUMN.fullmatch(column.id) or column.id in WORDS | SAID_OF_ROWS:
                build.problems.add("bad-name", "table", table.id, "column", index, "id", id=column.id)
        for position, id in duplicates(column.id for column in table.column):
            build.problems.add("duplicate-id", "table", table.id, "column", position, "id", id=id)
    for section, ids in _slugs(scheme):
        _check_slugs(build, section, ids)
    for position, id in duplicates(grade.id for grade in scheme.ladder.grade):
        build.problems.add("duplicate-id", "ladder", "grade", position, "id", id=id)
    for position, level in duplicates(scheme.header.levels):
        build.problems.add("duplicate-id", "scheme", "levels", position, id=level)
    for reading in scheme.readings:
        for position, id in duplicates(alternative.id for alternative in reading.alternative):
            build.problems.add("duplicate-id", "reading", reading.id, "alternative", position, "id", id=id)
    told = {id for _, id in duplicates(bonus.id for bonus in scheme.bonuses)}
    for id in [bonus.id for bonus in scheme.bonuses if bonus.id in {point.id for point in scheme.points} - told]:
        build.problems.add("duplicate-id", "bonus", id, "id", id=id)


def _slugs(scheme: Scheme) -> list[tuple[str, list[str]]]:
    return [
        ("point", [point.id for point in scheme.points]),
        ("bonus", [bonus.id for bonus in scheme.bonuses]),
        ("veto", [veto.id for veto in scheme.vetoes]),
        ("alert", [alert.id for alert in scheme.alerts]),
        ("indicator", [indicator.id for indicator in scheme.indicators]),
        ("constraint", [constraint.id for constraint in scheme.constraints]),
        ("reading", [reading.id for reading in scheme.readings]),
        ("accepted", [acceptance.id for acceptance in scheme.accepted]),
        ("table", [table.id for table in scheme.tables]),
    ]


def _check_slugs(build: Build, section: str, ids: list[str]) -> None:
    pattern = COLUMN if section == "table" else SLUG
    for id in ids:
        if not pattern.fullmatch(id):
            build.problems.add("bad-slug", section, id, "id", id=id)
    for _, id in duplicates(ids):
        build.problems.add("duplicate-id", section, id, "id", id=id)


def check_header(build: Build) -> None:
    """The header says what its measure needs and nothing that it has no use for."""
    header = build.scheme.header
    if header.period.from_ > header.period.to:
        build.problems.add("period-reversed", "scheme", "period")
    elif not header.period.from_.year <= header.evaluated_year <= header.period.to.year:
        days = header.period.from_.isoformat(), header.period.to.isoformat()
        build.problems.add("year-outside-period", "scheme", "evaluated_year", year=str(header.evaluated_year), first=days[0], last=days[1])
    for key in ("point", "bonus", "total"):
        rounding = getattr(header.rounding, key)
        if rounding is not None and not _power_of_ten(rounding):
            build.problems.add("rounding-not-power", "scheme", "rounding", key, value=rounding)
    for key, given in (("base", header.base), ("bonus_cap", header.bonus_cap)):
        if given is not None and given < 0:
            build.problems.add("negative-amount", "scheme", key, key=key, value=given)
    if (header.measure is Measure.LEVELS) != bool(header.levels):
        build.problems.add("levels-and-measure", "scheme", "levels" if header.levels else "measure")
    if header.measure is not Measure.POINTS:
        _refuse_marks(build)
        return
    if header.base is None:
        build.problems.add("key-missing", "scheme", key="base")
    if header.not_applicable is NotApplicable.RESCALE and header.rounding.total is None:
        build.problems.add("rescale-needs-rounding", "scheme", "not_applicable")


def _refuse_marks(build: Build) -> None:
    """A scheme without points has nothing that counts in marks."""
    header = build.scheme.header
    given = {
        "base": header.base is not None,
        "bonus_cap": header.bonus_cap is not None,
        "rounding": header.rounding != Rounding(),
        "not_applicable": header.not_applicable is NotApplicable.RESCALE,
    }
    for key in (key for key, is_given in given.items() if is_given):
        build.problems.add("only-for-points", "scheme", key, key=key)
    if build.scheme.bonuses:
        build.problems.add("only-for-points", "bonus", build.scheme.bonuses[0].id, key="bonus")


def check_limits(build: Build) -> None:
    """Worths stand where points are measured, and worths and caps are above 0."""
    points = build.scheme.header.measure is Measure.POINTS
    for point in build.scheme.points:
        if (point.worth is not None) != points:
            build.problems.add("worth-and-measure", "point", point.id, *(("worth",) if point.worth is not None else ()), id=point.id)
        elif point.worth is not None and point.worth <= 0:
            build.problems.add("worth-not-positive", "point", point.id, "worth", worth=point.worth)
    for bonus in build.scheme.bonuses:
        if bonus.cap == 0:
            build.problems.add("worth-not-positive", "bonus", bonus.id, "cap", worth=bonus.cap)


def check_worths(build: Build) -> None:
    """The worths of the points add up to the base."""
    header = build.scheme.header
    worths = [point.worth or Fraction(0) for point in build.scheme.points]
    total = sum(worths, Fraction(0))
    known = worths and min(worths) > 0
    if known and header.measure is Measure.POINTS and header.base is not None and total != header.base:
        build.problems.add("worths-do-not-add-up", "scheme", "base", total=total, base=header.base, count=len(build.scheme.points))


def _power_of_ten(value: Fraction) -> bool:
    return value.numerator == 1 and str(value.denominator).strip("0") == "1"


def check_links(build: Build) -> None:
    """Indicators and readings name what there is."""
    scheme = build.scheme
    indicators = {indicator.id for indicator in scheme.indicators} | build.failed
    for indicator in scheme.indicators:
        if indicator.parent is not None and indicator.parent not in indicators:
            suggested = near(indicator.parent, indicators)
            build.problems.add("unknown-indicator", "indicator", indicator.id, "parent", name=indicator.parent, alike=suggested)
        if ring := cycle({one.id: one.parent for one in scheme.indicators}, indicator.id):
            build.problems.add("cycle", "indicator", indicator.id, "parent", names=" → ".join(ring))
    for point in scheme.points:
        if point.indicator is not None and point.indicator not in indicators:
            build.problems.add("unknown-indicator", "point", point.id, "indicator", name=point.indicator, alike=near(point.indicator, indicators))
    targets = {target.id for target in scheme.targets} | build.failed
    for index, as_of in enumerate(scheme.header.as_of):
        if as_of.target not in targets:
            build.problems.add("unknown-name", "scheme", "as_of", index, "target", name=as_of.target, alike=near(as_of.target, targets))
        first, last = scheme.header.period.from_, scheme.header.period.to
        if not first <= as_of.date <= last:
            days = as_of.date.isoformat(), first.isoformat(), last.isoformat()
            build.problems.add("as-of-outside-period", "scheme", "as_of", index, "date", day=days[0], first=days[1], last=days[2])
    for index, id in duplicates(as_of.target for as_of in scheme.header.as_of):
        build.problems.add("duplicate-id", "scheme", "as_of", index, "target", id=id)
    known = {item.id for item in scheme.items} | {veto.id for veto in scheme.vetoes} | {grade.id for grade in scheme.ladder.grade} | build.failed
    for reading in scheme.readings:
        for position, name in enumerate(reading.points):
            if name not in known:
                build.problems.add("unknown-item", "reading", reading.id, "points", position, name=name, alike=near(name, known))
        for position, alternative in enumerate(reading.alternative):
            with build.problems.under("reading", reading.id, "alternative", position):
                _check_replaced(build, alternative)
    _check_accepted(build, known | {quantity.id for quantity in scheme.quantities})


def _check_accepted(build: Build, known: set[str] | frozenset[str]) -> None:
    """What is accepted is accepted of something that there is, for a reason."""
    for acceptance in build.scheme.accepted:
        with build.problems.under("accepted", acceptance.id):
            if not acceptance.of:
                build.problems.add("list-empty", "of", key="of")
            if not acceptance.reason.strip():
                build.problems.add("key-missing", "reason", key="reason")
            for code, key, names, among in (("unknown-item", "of", acceptance.of, known), ("unknown-name", "moves", acceptance.moves, build.names)):
                for position, name in enumerate(names):
                    if name not in among:
                        build.problems.add(code, key, position, name=name, alike=near(name, among))


def _check_replaced(build: Build, alternative: Alternative) -> None:
    """What an alternative replaces is there, and is replaced once."""
    scheme = build.scheme
    for section, entries in (("point", scheme.points), ("bonus", scheme.bonuses), ("quantity", scheme.quantities)):
        known = {entry.id for entry in entries} | build.failed
        replaced = [item.id for item in getattr(alternative, section)]
        for index, name in enumerate(replaced):
            if name not in known:
                build.problems.add("unknown-item", section, index, "id", name=name, alike=near(name, known))
        for index, name in duplicates(replaced):
            build.problems.add("duplicate-id", section, index, "id", id=name)


def check_provenance(build: Build) -> None:
    """Whatever is stated or cited names its trust and source; what is reconstructed has none."""
    scheme = build.scheme
    entries: list[tuple[tuple[str | int, ...], Sourced]] = [(("scheme",), scheme.header)]
    entries += [(("indicator", indicator.id), indicator) for indicator in scheme.indicators]
    entries += [(("point" if isinstance(item, Point) else "bonus", item.id), item) for item in scheme.items]
    entries += [(("veto", veto.id), veto) for veto in scheme.vetoes]
    entries += [(("alert", alert.id), alert) for alert in scheme.alerts]
    entries += [(("ladder", "grade", index), grade) for index, grade in enumerate(scheme.ladder.grade)]
    entries += [(("target", t.id, "value", i), value) for t in scheme.targets for i, value in enumerate(t.value)]
    for path, sourced in entries:
        _check_evidence(build, sourced, path)
        for index, element in enumerate(sourced.provenance):
            _check_evidence(build, element, (*path, "provenance", index))
            if element.element not in ELEMENTS:
                suggested = near(element.element, ELEMENTS)
                build.problems.add("unknown-element", *path, "provenance", index, "element", name=element.element, alike=suggested)


def _check_evidence(build: Build, evidence: Evidence, path: Iterable[str | int]) -> None:
    reconstructed = evidence.basis is Basis.RECONSTRUCTED
    if reconstructed and (evidence.trust or evidence.source):
        build.problems.add("source-of-reconstruction", *path)
    elif not reconstructed and not (evidence.trust and evidence.source):
        build.problems.add("source-missing", *path, basis=evidence.basis.value)


def check_reads(build: Build, items: list[Item]) -> None:
    """Every fact is read by a rule of the chosen reading, or is there as context; every target that a rule reads is in force and confirmed."""
    reached = set(build.read)
    for item in items:
        nodes = [item.applies, *(node for part in item.parts for clause in part.clauses for node in (clause.when, clause.amount))]
        for node in nodes:
            reached.update(references(node))
    todo = list(reached)
    while todo:
        for name in _behind(build, todo.pop()):
            if name not in reached:
                reached.add(name)
                todo.append(name)
    for fact in build.scheme.facts if not build.scheme.reading else ():
        gone = any(build.names.get(quantity.id) is None for quantity in build.scheme.quantities)
        if not fact.context and fact.id not in reached and build.names.get(fact.id) is not None and not gone:
            build.problems.add("fact-not-read", "fact", fact.id, id=fact.id)
        elif fact.context and fact.id in reached:
            build.problems.add("context-fact-read", "fact", fact.id, "context", id=fact.id)
    targets = {name.partition("@")[0] for name in reached}
    for target in build.scheme.targets:
        if target.id in targets:
            check_target_use(build, target)


def _behind(build: Build, name: str) -> Iterable[str]:
    """The names behind a name: what a quantity, an aggregate or a derived column reads."""
    if name in build.derived:
        yield from references(build.derived[name].node)
    elif name in build.inputs and (aggregate := build.inputs[name].aggregate) is not None:
        yield from references(aggregate)
    elif "." in name and name.partition(".")[0] in build.plans:
        table, _, column = name.partition(".")
        for plan in build.plans[table].columns:
            if plan.id == column and plan.node is not None:
                yield from references(plan.node)
            elif plan.id == column and plan.fact:
                yield plan.fact
