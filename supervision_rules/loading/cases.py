"""A TOML file, or one beside files of tables → a case, checked against its scheme."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ..assessment import check_expectation
from ..lowering import lower, take_in
from ..messages import Place, Problem, SupervisionRulesError, message
from ..scheme import Case, CaseTable, Expectation, Given, Row, Scheme
from .documents import read_toml
from .locating import Origins
from .sections import Entries, Section, read_sections
from .structuring import named, structure
from .tables import FolderReader

MAIN = "case.toml"
META = ("clause", "assumed", "note")


@frozen(kw_only=True)
class CaseHeader:
    """The `[case]` of a file."""

    scheme: str
    subject: str
    year: int
    source: str = ""
    note: str = ""
    include: tuple[str, ...] = ()


@frozen(kw_only=True)
class WrittenTable:
    """A `[[table]]` of a case: its rows as they stand there."""

    id: str
    rows: Any


SECTIONS = {
    "case": Section("header", CaseHeader, single=True),
    "fact": Section("facts", Given),
    "table": Section("tables", WrittenTable),
    "expect": Section("expect", Expectation, single=True),
}
INCLUDED = {name: section for name, section in SECTIONS.items() if not section.single}


def read_case(file: Path, scheme: Scheme) -> Case:
    """The case in a file (or in a directory with `case.toml` and a file a table, by either), checked against its scheme.

    Raises SupervisionRulesError with everything that is wrong with it.
    """
    directory = file if file.is_dir() else file.parent if file.name == MAIN else None
    main = directory / MAIN if directory else file
    entries, origins = Entries(), Origins(main=main)
    read_sections(entries, origins, SECTIONS, main, read_toml(main))
    header: CaseHeader | None = entries.made.get("header")
    if header is None and "case" not in origins.singles and not entries.unsure:
        entries.problems.append(Problem("section-missing", {"section": "case"}, place=Place(str(main))))
    for position, name in enumerate(header.include if header else ()):
        _include(entries, origins, main, position, name)
    tables = [_table(entries, origins, table) for table in entries.made.get("tables", [])]
    if directory:
        tables += FolderReader(entries, origins, scheme).read(directory)
    if header is None:
        raise SupervisionRulesError(entries.problems).placed(origins)
    case = Case(
        id=directory.resolve().name if directory else file.stem,
        scheme=header.scheme,
        subject=header.subject,
        year=header.year,
        facts=tuple(entries.made.get("facts", ())),
        tables=tuple(tables),
        source=header.source,
        note=header.note,
        expect=entries.made.get("expect"),
        locate=origins,
    )
    lowered = lower(scheme)
    if case.expect is not None:
        entries.problems += check_expectation(lowered, case.expect)
    try:
        take_in(lowered, case)
    except SupervisionRulesError as error:
        rows = {problem.path[:4] for problem in entries.problems}
        entries.problems += [problem for problem in error.problems if problem.path[:4] not in rows]
    if entries.problems:
        raise SupervisionRulesError(entries.problems).placed(origins)
    return case


def _include(entries: Entries, origins: Origins, main: Path, position: int, name: str) -> None:
    file = main.parent / name
    if not os.path.isfile(file):  # unlike Path.is_file, False for a name that no file can have
        entries.problems.append(Problem("file-missing", {"name": name}, place=origins.place(main, ("case", "include", position))))
        return
    read_sections(entries, origins, INCLUDED, file, read_toml(file))


def _table(entries: Entries, origins: Origins, table: WrittenTable) -> CaseTable:
    file, index = origins.entries["table", table.id]
    where = ("table", index, "rows")
    if not isinstance(table.rows, list):
        entries.problems.append(Problem("wrong-type", {"wanted": message("type.list"), "given": named(table.rows)}, place=origins.place(file, where)))
        return CaseTable(id=table.id)
    rows: list[Row] = []
    for position, cells in enumerate(table.rows):
        row, problems = _row(cells)
        rows.append(row)
        for problem in problems:
            place = origins.place(file, (*where, position, *problem.path))
            path = ("table", table.id, "rows", position, *problem.path)
            entries.problems.append(Problem(problem.code, problem.arguments, path, place=place))
    return CaseTable(id=table.id, rows=tuple(rows))


@frozen(kw_only=True)
class Meta:
    """What a row may say of itself beside its cells."""

    clause: str = ""
    assumed: str = ""
    note: str = ""


def _row(cells: Any) -> tuple[Row, list[Problem]]:
    if not isinstance(cells, Mapping):
        return Row(cells={}), [Problem("wrong-type", {"wanted": message("type.table"), "given": named(cells)})]
    meta, problems = structure({key: cells[key] for key in META if key in cells}, Meta, ())
    written: dict[str, Any] = {}
    for key, value in cells.items():
        if key in META:
            continue
        given, found = structure({"id": key, "value": value}, Given, ())
        problems += [Problem(problem.code, problem.arguments, (key,)) for problem in found]
        written[key] = given.value if given else None
    about = meta or Meta()
    return Row(cells=written, clause=about.clause, assumed=about.assumed, note=about.note), problems
