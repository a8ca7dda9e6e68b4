"""Accounts of rows: why a school or a class counts against a case, as text and as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..assessment import Check, Measured, RowAccount, RowReason
from ..expression import Unit, near, value_message
from ..lowering import Value
from ..messages import Catalogue, Problem, SupervisionRulesError, catalogue, exact
from ..scheme import Scheme
from .writer import Writer

Tables = Mapping[str, Sequence[RowAccount]]
"""The accounts of rows by table."""
Titles = Mapping[str, str]
"""What points, bonuses and vetoes are called, by id."""


def rows_named(tables: Tables, names: Collection[str], case: str) -> dict[str, tuple[RowAccount, ...]]:
    """The rows that have one of these keys or names, and those below them that have anything against them; all where no name is given.

    Raises SupervisionRulesError with the names that no row has; `case` is the case that it then speaks of.
    """
    everything = [one for rows in tables.values() for one in rows]
    lost = [name for name in names if not any(_is_named(one, name) for one in everything)]
    if lost:
        known = [word for one in everything for word in (one.row.key, one.row.name) if word]
        raise SupervisionRulesError([Problem("row-not-found", {"name": name, "case": case, "alike": near(name, known)}) for name in lost])
    return {table: tuple(one for one in rows if not names or any(_is_named(one, name) for name in names)) for table, rows in tables.items()}


def _is_named(one: RowAccount, name: str) -> bool:
    return name in (one.row.key, one.row.name) or (bool(one.reasons) and one.row.key.startswith(f"{name}/"))


def titles_of(sheet: Writer, scheme: Scheme) -> dict[str, str]:
    """What everything is called that may read a quantity."""
    return {entry.id: sheet.numbered(entry) for entry in scheme.items} | {veto.id: veto.title for veto in scheme.vetoes}


def row_lines(sheet: Writer, tables: Tables, titles: Titles, chosen: Tables | None = None) -> Iterator[str]:
    """Per table how many rows count against the case, then each of them with its reasons; or the `chosen` rows, whatever there is against them."""
    for position, (table, rows) in enumerate(tables.items()):
        shown = [one for one in rows if one.reasons] if chosen is None else chosen[table]
        if chosen is not None and not shown:
            continue
        if position and chosen is None:
            yield ""
        failing = sum(one.failing for one in rows)
        open = sum(bool(one.reasons) and not one.failing for one in rows)
        name = table if sheet.by_id or table not in sheet.labels else sheet.labels[table].text
        yield sheet.style(sheet.say("rows.table", table=name, id=table, count=len(rows), failing=failing, open=open), "title")
        for account in shown:
            yield from _account(sheet, account, titles)


def _account(sheet: Writer, account: RowAccount, titles: Titles) -> Iterator[str]:
    name = account.row.key if sheet.by_id else account.row.title
    yield name if account.reasons else f"{name}  {sheet.style(sheet.say('rows.fine'), 'good')}"
    for reason in account.reasons:
        mark = sheet.style("?", "open") if reason.open else sheet.style("✗", "bad")
        yield f"  {mark} {said_of_reason(sheet, reason, titles)}"
        for check in reason.checks:
            yield from _check(sheet, check, "    ")


def said_of_reason(sheet: Writer, reason: RowReason, titles: Titles) -> str:
    """Into which quantity a row is counted, what it adds, and for which items that matters."""
    label = reason.quantity if sheet.by_id else reason.label
    items = list(reason.items) if sheet.by_id else [titles.get(id, id) for id in reason.items]
    if reason.adds is not None:
        return sheet.say("rows.adds", quantity=label, value=value_message(reason.adds, reason.unit), items=items)
    return sheet.say("rows.open" if reason.open else "rows.counted", quantity=label, items=items)


def _check(sheet: Writer, check: Check, indent: str) -> Iterator[str]:
    yield indent + said_of_check(sheet, check)
    for part in check.parts:
        yield from _check(sheet, part, indent + "  ")


def said_of_check(sheet: Writer, check: Check) -> str:
    """What should hold, and by how much it does not."""
    wording = check.id or "·" if sheet.by_id else sheet.words.say(check.wording)
    said = [sheet.say("rows.check.open" if check.open else "rows.check", wording=wording)]
    if check.of:
        said.append(sheet.say("rows.several", k=check.k, met=check.met, of=check.of))
    if check.measured is not None:
        said.append(_measured(sheet, check.measured))
    if check.rows:
        said.append(sheet.say("rows.below", rows=sheet.some_rows(check.rows, Unit())))
    if check.cells:
        said.append(sheet.say("sheet.missing", facts=[sheet.cells(list(check.cells))]))
    return sheet.say("rows.joined", parts=said) if len(said) > 1 else said[0]


def _measured(sheet: Writer, one: Measured) -> str:
    label = one.id if sheet.by_id else sheet.words.say(one.label)
    numbers = {name: sheet.value(value, one.unit) for name, value in (("value", one.value), ("needs", one.needs), ("gap", one.gap))}
    return sheet.say(f"rows.measured.{one.op}", label=label, **numbers)


def rows_document(tables: Tables, words: Catalogue | None = None) -> dict[str, Any]:
    """Every row of the tables with what counts against it, as data: numbers in their units as exact text, words in one language."""
    writer = _Writer(words or catalogue())
    return {table: [writer.account(one) for one in accounts] for table, accounts in tables.items()}


class _Writer:
    def __init__(self, words: Catalogue) -> None:
        self.words = words

    def account(self, one: RowAccount) -> dict[str, Any]:
        return {"key": one.row.key, "name": one.row.name, "failing": one.failing, "reasons": [self.reason(reason) for reason in one.reasons]}

    def reason(self, one: RowReason) -> dict[str, Any]:
        return {
            "quantity": one.quantity,
            "label": one.label,
            "items": list(one.items),
            "open": one.open,
            "adds": _number(one.adds, one.unit),
            "checks": [self.check(check) for check in one.checks],
        }

    def check(self, one: Check) -> dict[str, Any]:
        return {
            "id": one.id or None,
            "wording": self.words.say(one.wording),
            "open": one.open,
            "measured": self.measured(one.measured) if one.measured else None,
            "several": {"k": one.k, "met": one.met, "of": one.of} if one.of else None,
            "rows": [row.key for row in one.rows],
            "missing": [{"table": cell.table, "row": cell.row, "column": cell.column} for cell in one.cells],
            "parts": [self.check(part) for part in one.parts],
        }

    def measured(self, one: Measured) -> dict[str, Any]:
        numbers = {name: _number(value, one.unit) for name, value in (("value", one.value), ("needs", one.needs), ("gap", one.gap))}
        return {"id": one.id, "label": self.words.say(one.label), "op": one.op, "unit": str(one.unit), **numbers}


def _number(value: Value, unit: Unit) -> str | None:
    return None if value is None or isinstance(value, str) else exact(Fraction(value) / unit.factor)
