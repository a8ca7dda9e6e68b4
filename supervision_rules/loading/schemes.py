"""A directory of TOML files → a scheme, with everything that is wrong in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from ..expression import near
from ..lowering import lower, problems_of
from ..messages import Place, Problem, SupervisionRulesError
from ..scheme import (
    Acceptance,
    Alert,
    Bonus,
    Constraint,
    Fact,
    Header,
    Indicator,
    Ladder,
    Point,
    Quantity,
    Reading,
    Scheme,
    Table,
    Target,
    UnitDeclaration,
    Veto,
)
from .documents import read_text, toml_of
from .locating import Origins
from .sections import Entries, Section, read_sections

SECTIONS: dict[str, Section] = {
    "fact": Section("facts", Fact),
    "quantity": Section("quantities", Quantity),
    "table": Section("tables", Table),
    "constraint": Section("constraints", Constraint),
    "target": Section("targets", Target),
    "unit": Section("units", UnitDeclaration),
    "indicator": Section("indicators", Indicator),
    "point": Section("points", Point),
    "bonus": Section("bonuses", Bonus),
    "veto": Section("vetoes", Veto),
    "alert": Section("alerts", Alert),
    "reading": Section("readings", Reading),
    "accepted": Section("accepted", Acceptance),
    "scheme": Section("header", Header, single=True),
    "ladder": Section("ladder", Ladder, single=True),
}
MAIN = "scheme.toml"
CASES = "cases"
ACCEPTED = "accepted"
TARGETS = "targets"
IN_USE: WeakValueDictionary[Any, Scheme] = WeakValueDictionary()
"""The schemes that were read and that somebody still has, by their place and text."""


def read_scheme(directory: Path) -> Scheme:
    """The scheme in a directory, checked and lowered; the one that somebody still has where nothing has changed since it was read.

    Raises SupervisionRulesError: a syntax error alone, everything else of all files together.
    """
    texts = {file: _text(file) for file in scheme_files(directory)}
    key = (directory, directory.resolve(), *texts.items())
    scheme = IN_USE.get(key)
    if scheme is None:
        scheme = _read(directory, _documents(texts))
    _check_reference(scheme, directory)
    lower(scheme)
    IN_USE[key] = scheme
    return scheme


def _read(directory: Path, documents: list[tuple[Path, dict[str, Any]]]) -> Scheme:
    entries, origins = Entries(), Origins(main=directory / MAIN)
    for file, data in documents:
        read_sections(entries, origins, SECTIONS, file, data)
    written = {section for _, data in documents for section in data}
    for section in sorted({"scheme", "ladder", "point"} - written) if not entries.unsure else ():
        entries.problems.append(Problem("section-missing", {"section": section}, place=Place(str(directory / MAIN))))
    if entries.problems:
        raise _with_the_rest(directory.resolve().name, entries, origins).placed(origins)
    return _build(directory.resolve().name, entries, directory, origins)


def _check_reference(scheme: Scheme, directory: Path) -> None:
    name, known = scheme.header.reference_case, case_files(directory)
    if name is not None and name not in known:
        arguments = {"name": name, "scheme": scheme.id, "alike": near(name, known), "known": sorted(known)}
        raise SupervisionRulesError([Problem("unknown-case", arguments, ("scheme", "reference_case"))]).placed(scheme.locate)


def case_files(scheme: Scheme | Path) -> dict[str, Path]:
    """The file or directory of every case of a scheme (or of its directory) by its id; none where it was not loaded from files."""
    directory = scheme.directory if isinstance(scheme, Scheme) else scheme
    return {} if directory is None else cases_in(directory / CASES)


def cases_in(directory: Path) -> dict[str, Path]:
    """The file or directory of every case in a directory by its id. Raises SupervisionRulesError (`case-twice`)."""
    files = {file.stem: file for file in sorted(directory.glob("*.toml"))}
    folders = {file.parent.name: file.parent for file in sorted(directory.glob("*/case.toml"))}
    for id in sorted(files.keys() & folders.keys()):
        both = {"id": id, "first": files[id].name, "second": f"{id}/case.toml"}
        raise SupervisionRulesError([Problem("case-twice", both, place=Place(str(files[id])))])
    return files | folders


def _text(file: Path) -> str | SupervisionRulesError:
    try:
        return read_text(file)
    except SupervisionRulesError as error:
        return error


def _documents(texts: Mapping[Path, str | SupervisionRulesError]) -> list[tuple[Path, dict[str, Any]]]:
    broken: list[Problem] = []
    documents: list[tuple[Path, dict[str, Any]]] = []
    for file, text in texts.items():
        try:
            if isinstance(text, SupervisionRulesError):
                raise text
            documents.append((file, toml_of(file, text)))
        except SupervisionRulesError as error:
            broken.extend(error.problems)
    if broken:
        raise SupervisionRulesError(broken)
    return documents


def scheme_files(directory: Path) -> Iterator[Path]:
    """The files of a scheme: its own, then the targets beside it unless it has a directory of targets to itself."""
    yield directory / MAIN
    for file in sorted(directory.rglob("*.toml")):
        parts = file.relative_to(directory).parts
        if not {CASES, ACCEPTED}.intersection(parts) and file != directory / MAIN and not any(part.startswith(".") for part in parts):
            yield file
    if not (directory / TARGETS).is_dir():
        above = directory / ".." if directory.name in ("", "..") else directory.parent  # the parent of `.` is not `.`
        yield from sorted((above / TARGETS).glob("*.toml"))


def _build(id: str, entries: Entries, directory: Path | None, origins: Origins) -> Scheme:
    made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entries.made.items()}
    return Scheme(id=id, directory=directory, locate=origins, **{"points": (), **made})


def _with_the_rest(id: str, entries: Entries, origins: Origins) -> SupervisionRulesError:
    """The problems found, and those of whatever could be read in spite of them."""
    problems = list(entries.problems)
    if "header" in entries.made and "ladder" in entries.made and not entries.unsure:
        rest = problems_of(_build(id, entries, None, origins), entries.failed)
        problems += rest.problems if rest else ()
    return SupervisionRulesError(problems)
