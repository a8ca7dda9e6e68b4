"""Schemes and cases → TOML files that load to the same."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path
from typing import Any

import tomli_w

from ..scheme import Case, Scheme
from .schemes import MAIN, SECTIONS
from .structuring import unstructure


def write_scheme(scheme: Scheme, directory: str | Path) -> Path:
    """Write a scheme, targets included, as one `scheme.toml` into a directory named by its id; returns that directory.

    Raises ValueError for a scheme under another reading (that is for scoring: its file would say what nobody decided), FileExistsError where the
    directory holds other TOML files, with which the one written would be read together.
    """
    place = Path(directory) / scheme.id
    if scheme.reading:
        raise ValueError(f"{scheme.id} stands under the reading {scheme.reading}")
    others = [file for file in place.glob("*.toml") if file.name != MAIN]
    if others:
        raise FileExistsError(f"{others[0]} would be read together with {MAIN}")
    data: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        value = getattr(scheme, section.field)
        if section.single:
            data[name] = unstructure(value)
        elif value:
            data[name] = [unstructure(entry) for entry in value]
    _write(place / MAIN, data)
    return place


def write_case(case: Case, file: str | Path) -> Path:
    """Write a case as one TOML file; returns it."""
    data: dict[str, Any] = {"case": {"scheme": case.scheme, "subject": case.subject, "year": case.year}}
    data["case"] |= {key: getattr(case, key) for key in ("source", "note") if getattr(case, key)}
    if case.expect is not None:
        data["expect"] = unstructure(case.expect)
    data["fact"] = [unstructure(fact) for fact in case.facts]
    data["table"] = [{"id": table.id, "rows": [_row(row) for row in table.rows]} for table in case.tables]
    return _write(Path(file), data)


def write_cases(cases: Mapping[str, Case], directory: Path) -> None:
    """Write cases into files below a directory by their relative names, all or none.

    A file that is there already and holds the same is left as it is. Raises FileExistsError where one holds something else.
    """
    above = next(place for place in (directory.absolute(), *directory.absolute().parents) if place.is_dir())
    with tempfile.TemporaryDirectory(dir=above, suffix=".part") as place:
        made = {directory / name: write_case(case, Path(place, name)) for name, case in cases.items()}
        there = [file for file in made if os.path.lexists(file)]
        for file in there:
            if not file.is_file() or file.read_bytes() != made[file].read_bytes():
                raise FileExistsError(EEXIST, os.strerror(EEXIST), str(file))
        _move({file: source for file, source in made.items() if file not in there})


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write new files, all or none. Raises FileExistsError where there is one already."""
    for file in texts:
        if os.path.lexists(file):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(file))
    above = next(place for file in texts for place in file.absolute().parents if place.is_dir())
    with tempfile.TemporaryDirectory(dir=above, suffix=".part") as place:
        made = {file: Path(place, str(number)) for number, file in enumerate(texts)}
        for file, part in made.items():
            part.write_text(texts[file], encoding="utf-8", newline="\n")
        _move(made)


def _move(files: dict[Path, Path]) -> None:
    """Move files to their places; where that fails, or is broken off, none of them stays."""
    moved: list[Path] = []
    new = dict.fromkeys(place for file in files for place in reversed(file.parents) if not place.exists())
    try:
        for file, source in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            moved.append(file)
            os.replace(source, file)
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        for place in reversed(new):
            with suppress(OSError):
                place.rmdir()
        raise


def _row(row: Any) -> dict[str, Any]:
    return {**row.cells, **{key: getattr(row, key) for key in ("clause", "assumed", "note") if getattr(row, key)}}


def _write(file: Path, data: dict[str, Any]) -> Path:
    return write_whole(file, tomli_w.dumps(data, multiline_strings=False).encode())


def write_whole(file: Path, content: bytes) -> Path:
    """Write a file whole or not at all, directories too, for whoever may read a new file of ours; returns it."""
    new = [directory for directory in file.parents if not directory.exists()]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, suffix=".part") as place:
            made = Path(place, "whole")
            made.write_bytes(content)
            os.replace(made, file)
    except BaseException:
        for directory in new:
            with suppress(OSError):
                directory.rmdir()
        raise
    return file


def replace_directory(directory: Path, files: Mapping[str, bytes]) -> None:
    """Make a directory hold these files, by their names in it, and no others; whole or not at all."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, suffix=".part") as place:
        made, before = Path(place, "new"), Path(place, "old")
        for name, content in files.items():
            write_whole(made / name, content)
        there = directory.is_dir()
        try:
            if there:
                os.replace(directory, before)
            os.replace(made, directory)
        except BaseException:
            if before.is_dir() and not directory.exists():
                os.replace(before, directory)
            raise
