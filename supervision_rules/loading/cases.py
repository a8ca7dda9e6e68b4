"""A TOML file, or one beside files of tables → a case, checked against its scheme."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from ..assessment import check_expectation
from ..lowering import lower, take_in
from ..messages import Place, Problem, SupervisionRulesError, message
from ..scheme import Case, CaseTable, Expectation, Given, Row, Scheme, among_peers, cohort_tables
from .documents import read_bytes, read_toml
from .locating import Origins
from .schemes import cases_in
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
    peers: bool = False


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


@frozen
class Found:
    """A case as its files have it, what is wrong with them, and whether it stands among its peers."""

    case: Case
    problems: list[Problem]
    origins: Origins
    peers: bool


def read_case(file: Path, scheme: Scheme) -> Case:
    """The case in a file (or in a directory with `case.toml` and a file a table, by either), checked against its scheme.

    Where it says so, the cohorts of the scheme are filled from the cases beside it. Raises SupervisionRulesError with everything that is wrong with
    it, or with one of those.
    """
    found = _read(file, scheme)
    case = _checked(found, scheme)
    return _among_those_beside(case, file, scheme) if found.peers else case


def _read(file: Path, scheme: Scheme) -> Found:
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
    return Found(case, entries.problems, origins, header.peers)


def _checked(found: Found, scheme: Scheme) -> Case:
    case, problems = found.case, found.problems
    lowered = lower(scheme)
    if case.expect is not None:
        problems += check_expectation(lowered, case.expect)
    try:
        take_in(lowered, case)
    except SupervisionRulesError as error:
        rows = {problem.path[:4] for problem in problems}
        problems += [problem for problem in error.problems if problem.path[:4] not in rows]
    if problems:
        raise SupervisionRulesError(problems).placed(found.origins)
    return case


def _among_those_beside(case: Case, file: Path, scheme: Scheme) -> Case:
    """A case with the cohorts of its scheme filled from itself and all cases of the same scheme and year in its directory."""
    folder = file if file.is_dir() else file.parent if file.name == MAIN else None
    place = folder.resolve().parent if folder else file.parent
    peers: list[Case] = []
    problems: list[Problem] = []
    for id, other in sorted(cases_in(place).items()):
        try:
            peer = case if id == case.id else _beside(other, scheme, case.year)
        except SupervisionRulesError as error:
            problems += error.problems
        else:
            peers += [] if peer is None else [peer]
    if problems:
        raise SupervisionRulesError(problems)
    filled = among_peers(scheme, case, cohort_tables(scheme, peers))
    take_in(lower(scheme), filled)
    return filled


def _beside(file: Path, scheme: Scheme, year: int) -> Case | None:
    """A case beside another, or None where it is of another scheme or year. A file that is all of a case is read once while it stays the same."""

    def read() -> Case | None:
        found = _read(file, scheme)
        return _checked(found, scheme) if (found.case.scheme, found.case.year) == (scheme.id, year) else None

    content = b"" if file.is_dir() else read_bytes(file)
    if not content or b"include" in content:
        return read()
    kept: Case | None = scheme.once(("case", str(file), year, sha256(content).digest()), read)
    return kept


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
