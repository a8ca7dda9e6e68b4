"""Rows one by one on the page of a case: what counts against a school or a class, why, and what is missing to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docutils import nodes

from ...assessment import Check, NamedRow, RowAccount, RowReason
from ...engines.exact import explain_rows
from ...reporting.row_accounts import said_of_check, said_of_reason, titles_of
from ...scheme import Case
from ..markup import Piece, bullets, mark, para, section, strong
from ..view import SchemeView

MOST_ROWS = 200
Anchors = Mapping[tuple[str, str], str]
"""Where a row stands on the page, by its table and key."""


def accounts(view: SchemeView, case: Case) -> dict[str, list[RowAccount]]:
    """The rows with anything against them, by table."""
    return {table: [one for one in rows if one.reasons] for table, rows in explain_rows(view.scheme, case).items()}


def anchors(found: Mapping[str, Sequence[RowAccount]]) -> Anchors:
    """Where the rows stand that the page has room for."""
    return {(table, one.row.key): f"row-{table}-{place}" for table, rows in found.items() for place, one in enumerate(rows[:MOST_ROWS])}


def sections(view: SchemeView, found: Mapping[str, Sequence[RowAccount]], places: Anchors) -> Iterator[nodes.section]:
    """A part of the page for each table that has a row with anything against it."""
    titles = titles_of(view.sheet, view.scheme)
    for table, rows in found.items():
        if rows:
            content = [_account(view, one, places[table, one.row.key], titles) for one in rows[:MOST_ROWS]]
            left = [para(view.say("docs.rows.left", count=len(rows) - MOST_ROWS))] if len(rows) > MOST_ROWS else []
            yield section(f"rows-{table}", view.say("docs.rows.title", table=view.label(table), count=len(rows)), *content, *left)


def links(table: str, rows: Iterable[NamedRow], places: Anchors) -> list[Piece]:
    """The names of rows, each a link to what counts against it where the page has that."""
    found: list[Piece] = []
    for position, row in enumerate(rows):
        place = places.get((table, row.key))
        found += ["、"] if position else []
        found.append(row.title if place is None else nodes.reference("", row.title, internal=True, refid=place))
    return found


def _account(view: SchemeView, one: RowAccount, place: str, titles: Mapping[str, str]) -> nodes.container:
    name = para(strong(one.row.title), classes=["sr-item"])
    return nodes.container("", name, bullets(_reason(view, reason, titles) for reason in one.reasons), ids=[place], classes=["sr-row"])


def _reason(view: SchemeView, one: RowReason, titles: Mapping[str, str]) -> list[Piece]:
    standing = [mark(view.say("outcome.pending"), "sr-open")] if one.open else []
    said = para(said_of_reason(view.sheet, one, titles), " ", *standing)
    return [said, *_checks(view, one.checks)]


def _checks(view: SchemeView, checks: Sequence[Check]) -> list[Piece]:
    return [bullets(([para(said_of_check(view.sheet, one)), *_checks(view, one.parts)] for one in checks), classes=["sr-reads"])] if checks else []
