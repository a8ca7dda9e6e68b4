"""The page of a point or bonus: standard, clauses, picture, worked case, what-if, what it reads, boundaries, laws, the rule as written."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...assessment import Finding, ItemResult, Outcome, Read
from ...expression import TRUE, Aggregate, Number, describe
from ...loading import excerpt
from ...lowering import Clause, Part
from ...messages import shown
from ...reporting.showing import indicator_path
from ...reporting.writer import signed
from ...scheme import Bonus, Point
from ...verification import Result, SubjectKind, Verdict
from ...verification.boundaries import Boundary
from ...verification.sweeps import Position
from ..markup import Cell, Piece, bullets, code, line_break, mark, para, section, strong, table, written
from ..view import SchemeView
from . import pictures, trying
from .rows import Anchors, links
from .sources import evidence
from .targets import target_lines


def page(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    """Everything about a point or bonus."""
    entry = view.entry(id)
    yield from _head(view, entry)
    yield _standard(view, entry)
    yield _clauses(view, entry)
    yield from _picture(view, id)
    yield from _worked(view, id)
    yield from trying.panel(view, id)
    yield _reads(view, id)
    yield from _targets(view, id)
    yield from _readings(view, id)
    yield from _boundaries(view, id)
    yield from _laws(view, id)
    yield from _related(view, id)
    yield _rule(view, entry)


def _head(view: SchemeView, entry: Point | Bonus) -> Iterator[nodes.Node]:
    point = isinstance(entry, Point)
    limit = view.item(entry.id).limit
    kind = mark(view.say("subject.point" if point else "subject.bonus"), "sr-kind")
    worth = mark(view.say("docs.worth" if point else "docs.cap", limit=limit), "sr-worth") if not view.lowered.levels else nodes.Text("")
    yield para(kind, worth, view.basis(entry.weakest), classes=["sr-marks"])
    if isinstance(entry, Point) and entry.indicator:
        yield para(view.say("show.indicator", path=" › ".join(indicator_path(view.scheme, entry.indicator))), classes=["sr-path"])


def _standard(view: SchemeView, entry: Point | Bonus) -> nodes.section:
    quoted = nodes.block_quote("", para(entry.standard), classes=["sr-standard"])
    open = [nodes.warning("", para(view.say("show.review", review=entry.review)))] if entry.review else []
    return section("standard", view.say("docs.standard"), quoted, *open, evidence(view, entry))


def _clauses(view: SchemeView, entry: Point | Bonus) -> nodes.section:
    item = view.item(entry.id)
    content: list[nodes.Node] = []
    if item.applies != TRUE:
        content.append(para(view.say("proof.applies", condition=describe(item.applies, view.lowered.labels))))
    for part, rule in zip(item.parts, entry.rule, strict=True):
        most = view.say("docs.at-most", limit=part.at_most) if part.at_most is not None else ""
        content.append(para(strong(view.say(f"form.{part.form}")), most, f" — {rule.note}" if rule.note else "", classes=["sr-form"]))
        content.append(_table(view, part, entry))
        if any(clause.one_of for clause in part.clauses):
            content.append(para(view.say("docs.one-of"), classes=["sr-hint"]))
    end = "docs.zero-floor" if isinstance(entry, Point) else "docs.cap-floor"
    if not view.lowered.levels:
        content.append(para(view.say(end, limit=item.limit), classes=["sr-hint"]))
    return section("clauses", view.say("docs.clauses"), *content)


def _table(view: SchemeView, part: Part, entry: Point | Bonus) -> nodes.table:
    """The clauses of a rule, each with its condition; of those of which only one applies the sentences say enough."""
    one_of = any(clause.one_of for clause in part.clauses)
    rows: list[list[Cell]] = []
    for clause in part.clauses:
        row: list[Cell] = [view.words.say(clause.wording)]
        row += [] if one_of else [view.words.say(describe(clause.when, view.lowered.labels))]
        row += [] if view.lowered.levels else [_amount(view, clause)]
        rows.append(row)
    amount = "deducts" if isinstance(entry, Point) else "awards"
    names = ["clause", *([] if one_of else ["condition"]), *([] if view.lowered.levels else [amount])]
    return table([view.say(f"docs.column.{name}") for name in names], rows, ids=[f"clause-{clause.id}" for clause in part.clauses], kind="clauses")


def _amount(view: SchemeView, clause: Clause) -> Cell:
    """What a clause comes to: a number, or how it is worked out and the most that it can be."""
    said = view.words.say(describe(clause.amount, view.lowered.labels))
    return said if isinstance(clause.amount, Number) else [said, " ", mark(f"≤ {shown(clause.most)}", "sr-most")]


def _picture(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    drawn = pictures.of_item(view, id)
    if drawn:
        yield section("picture", view.say("docs.picture"), *drawn)


def _worked(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    result, case = view.result(id), view.reference
    if result is None or case is None:
        return
    score = view.sheet.level(result) if view.lowered.levels else view.sheet.score(result)
    line = para(view.say("docs.worked", subject=case.subject, year=str(case.year)), " ", strong(score), " ", outcome(view, result))
    yield section("worked", view.say("docs.worked.title", subject=case.subject), line, *findings(view, result))


def outcome(view: SchemeView, result: ItemResult) -> nodes.inline:
    """How a point or bonus stands, as a mark."""
    if result.outcome is Outcome.NOT_APPLICABLE:
        key, kind = "not-applicable", "open"
    elif result.outcome is Outcome.PENDING:
        key, kind = ("city" if result.awaits_city else "pending"), "open"
    elif view.lowered.levels:
        key, kind = ("best", "good") if result.score == result.limit else ("below", "bad")
    elif view.sign(result.id) > 0:
        key, kind = ("awarded", "good") if result.score else ("none", "plain")
    else:
        key, kind = ("full", "good") if result.score == result.limit else ("deducted", "bad")
    said = view.say(f"outcome.{key}")
    return mark(view.say("outcome.assumed", outcome=said) if result.assumed and kind != "open" else said, f"sr-{kind}")


def findings(view: SchemeView, result: ItemResult, places: Anchors | None = None) -> Iterator[nodes.Node]:
    """What was found, with every value that was read; what was adjusted; what is still open. `places`: where rows stand on the page."""
    sign = view.sign(result.id)
    counted = [finding for finding in result.findings if finding.amount]
    if not counted and result.outcome is Outcome.SCORED:
        yield para(view.say("proof.nothing"))
    for finding in counted:
        amount = "" if view.lowered.levels else strong(signed(sign * finding.amount))
        yield para(amount, "  ", view.words.say(finding.wording), classes=["sr-finding"])
        yield _read_list(view, finding, places or {})
    if result.adjustments:
        yield bullets(f"{signed(one.amount)}  {view.say(f'adjustment.{one.cause.value}')}" for one in result.adjustments)
    for one in result.undecided:
        missing = view.say("sheet.missing", facts=[view.label(name) for name in one.missing]) if one.missing else ""
        yield para(view.say("sheet.undecided", wording=one.wording), "  ", missing, classes=["sr-finding"])


def _read_list(view: SchemeView, finding: Finding, places: Anchors) -> nodes.Node:
    lines: list[Cell] = []
    if finding.requirement is not None:
        lines.append(view.say("sheet.requirement", requirement=finding.requirement))
    for read in finding.reads:
        lines.append(view.sheet.read(read))
        if read.counted:
            lines.append(_rows(view, read, places))
    return bullets(lines, classes=["sr-reads"])


def _rows(view: SchemeView, read: Read, places: Anchors) -> Cell:
    """The rows that a value counted: linked where the page says more of them."""
    aggregate = view.lowered.inputs[read.id].aggregate if read.id in view.lowered.inputs else None
    table = aggregate.table if isinstance(aggregate, Aggregate) else ""
    if any((table, row.key) in places for row in read.counted):
        return para(view.say("docs.rows.linked"), *links(table, read.counted, places))
    return view.say("sheet.rows", rows=view.sheet.some_rows(read.counted, read.unit))


def _reads(view: SchemeView, id: str) -> nodes.section:
    values = {} if view.reference is None else {read.id: read for read in _all_reads(view, id)}
    rows: list[list[Cell]] = []
    for name in view.lowered.read_by(view.item(id)):
        if name in view.lowered.constants:
            continue
        made = view.lowered.inputs.get(name)
        read = values.get(name)
        value = "—" if read is None else view.value(name, read.value)
        assumed: list[str | nodes.Node] = [" ", mark(view.say("docs.assumed"), "sr-open")] if read is not None and read.assumed else []
        supplier = view.say("docs.derived") if made is None or made.aggregate is not None else _supplier(view, made.supplier)
        definition: Cell = view.described(name) or [code(name)]
        rows.append([[view.ref_name(name)], definition, supplier, [value, *assumed]])
    headings = [view.say(f"docs.column.{key}") for key in ("name", "definition", "supplier", "value")]
    content = [table(headings, rows, kind="reads")] if rows else [para(view.say("docs.reads.none"))]
    return section("reads", view.say("docs.reads"), *content)


def _supplier(view: SchemeView, supplier: str) -> str:
    return view.say("docs.supplier.city") if supplier == "city" else supplier or "—"


def _all_reads(view: SchemeView, id: str) -> Iterator:  # type: ignore[type-arg]
    explained = view.explained(id)
    if explained is not None:
        yield from explained.applies_reads
        for state in explained.clauses:
            yield from state.reads


def _targets(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    found = view.targets(view.with_rows(view.lowered.read_by(view.item(id))))
    if found:
        content = [node for target in found for node in target_lines(view, target)]
        yield section("targets", view.say("docs.targets"), *content)


def _readings(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    found = view.readings(id)
    if found:
        lines: list[Cell] = [[view.ref("reading", reading.id, reading.question), " ", reading.choice] for reading in found]
        yield section("readings", view.say("docs.readings"), bullets(lines))


def _boundaries(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    found = [boundary for boundary in view.boundaries(id) if boundary.cases]
    if found:
        rows = [_boundary(view, boundary, before) for boundary, before in zip(found, [None, *found], strict=False)]
        headings = [view.say("docs.column.boundary"), *(view.say(f"boundaries.position.{place.value}") for place in PLACES)]
        yield section("boundaries", view.say("docs.boundaries"), para(view.say("docs.boundaries.intro")), table(headings, rows, kind="boundaries"))


PLACES = (Position.BELOW, Position.AT, Position.ABOVE)
ASIDE = {Position.NO: Position.BELOW, Position.YES: Position.ABOVE, Position.VALUE: Position.AT}


def _boundary(view: SchemeView, boundary: Boundary, before: Boundary | None) -> list[Cell]:
    """A row: what the item turns on and the fact that moves, then what it comes to below, at and above; other values where there is room."""
    cells: dict[Position, list[Piece]] = {}
    for one in boundary.cases:
        score = view.sheet.level(one.result) if view.lowered.levels else view.sheet.score(one.result)
        said: list[Piece] = [view.value(boundary.fact, one.value), " → ", strong(score)]
        place = ASIDE.get(one.position, one.position)
        cells[place] = [*cells[place], "  ", *said] if place in cells else said
    step = boundary.said_after(before)
    if step is not None:
        first: Cell = f"{boundary.number}. {view.words.say(step)}"
    else:
        fact = nodes.inline("", "", view.ref_name(boundary.fact), classes=["sr-hint"])
        first = [f"{boundary.number}. {view.words.say(boundary.said)}", line_break(), fact]
    return [first, *(cells.get(place, "—") for place in PLACES)]


def results(view: SchemeView, kind: SubjectKind, id: str) -> list[Result]:
    """What was found of the laws on a part."""
    lines = () if view.report is None else view.report.lines
    return [result for line in lines if (line.subject.kind, line.subject.id) == (kind, id) for result in line.results]


def _laws(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    found = results(view, SubjectKind.POINT if view.sign(id) < 0 else SubjectKind.BONUS, id)
    if not found:
        return
    by_law: dict[str, list[Verdict]] = {}
    for result in found:
        by_law.setdefault(result.law, []).append(result.verdict)
    marks: list[str | nodes.Node] = []
    for law, verdicts in by_law.items():
        worst = max(verdicts, key=list(Verdict).index)
        marks += [view.ref("law", law, view.say(f"law.{law}")), " ", mark(view.say(f"verdict.{worst.value}"), f"sr-{STYLE[worst]}"), "  "]
    yield section("laws", view.say("docs.laws"), para(view.say("docs.laws.count", count=len(found))), para(*marks, classes=["sr-laws"]))


STYLE = {Verdict.PROVED: "good", Verdict.ACCEPTED: "open", Verdict.UNDECIDED: "open", Verdict.REFUTED: "bad"}


def _related(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    shared: dict[str, list[str]] = {}
    for name in view.lowered.read_by(view.item(id)):
        for other in view.readers.get(view.target_of(name), ()):
            if other != id:
                shared.setdefault(other, []).append(view.label(name))
    if shared:
        lines: list[Cell] = [[view.ref_item(other), " ", view.words.say(list(dict.fromkeys(names)))] for other, names in shared.items()]
        yield section("related", view.say("docs.related"), bullets(lines))


def _rule(view: SchemeView, entry: Point | Bonus) -> nodes.section:
    found = excerpt(view.scheme, "point" if isinstance(entry, Point) else "bonus", entry.id)
    place = [para(view.say("docs.rule.file"), code(f"{found.file}:{found.line}"))] if found.file else []
    return section("rule", view.say("docs.rule"), *place, written(found.text, "toml"))
