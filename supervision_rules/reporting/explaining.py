"""An explanation as text: every clause of an item, or a veto, with every value that it read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ..assessment import Explanation, Read, VetoExplanation
from ..messages import Message
from .writer import Writer, signed


def explanation_lines(sheet: Writer, one: Explanation, sign: int, counts: bool = True) -> Iterator[str]:
    """Every clause of an item, those too that do not apply or come to nothing; then every value that they read, once.

    `counts`: in points, not levels.
    """
    yield from sheet.heading(one.item, sign, counts)
    conditional = one.applies_when is not None and one.item.applies is not True
    if conditional and not sheet.by_id:
        yield sheet.say("explain.not-applicable" if one.item.applies is False else "explain.applicability", condition=one.applies_when or "")
    yield ""
    yield sheet.style(sheet.say("explain.clauses"), "title")
    for state in one.clauses:
        key = {True: "applies", False: "not", None: "unknown"}[state.applies]
        undecided = state.applies is None or (state.applies and state.amount is None)
        amount = "?" if undecided else signed(sign * (state.amount or Fraction(0))) if state.applies else "0"
        wording = state.clause if sheet.by_id else sheet.words.say(state.wording)
        yield f"  {amount}  {wording}  [{state.clause}]"
        if not sheet.by_id:
            yield "      " + sheet.say(f"explain.{key}", condition=state.condition, most=state.most)
    yield from sheet.adjustments(one.item)
    yield ""
    yield from _values(sheet, (*(one.applies_reads if conditional else ()), *(read for state in one.clauses for read in state.reads)), one.quantities)


def veto_explanation_lines(sheet: Writer, one: VetoExplanation, ladder: list[str] | None = None) -> Iterator[str]:
    """A veto: whether it applies, its condition, and every value that this reads. `ladder`: the grades, for consoles that cannot show them."""
    yield sheet.veto(one.veto, ladder or [])
    if not sheet.by_id:
        yield sheet.say("show.condition", condition=one.condition)
    yield ""
    yield from _values(sheet, one.veto.reads, one.quantities)


def _values(sheet: Writer, reads: Iterable[Read], quantities: Mapping[str, Message]) -> Iterator[str]:
    yield sheet.style(sheet.say("explain.values"), "title")
    for read in {read.id: read for read in reads}.values():
        yield "  " + sheet.read(read)
        if read.id in quantities and not sheet.by_id:
            yield "    " + sheet.say("explain.quantity", quantity=quantities[read.id])
        for key, rows in {"rows": read.counted, "left-out": read.left_out, "superseded": read.outdone}.items():
            if rows:
                yield "    " + sheet.say(f"explain.{key}", rows=sheet.some_rows(rows, read.unit))
        if read.cells:
            yield "    " + sheet.say("sheet.missing", facts=sheet.facts([read.id], read.cells))
