"""Schemes and cases → TOML files that load to the same."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import tomli_w

from ..scheme import Case, Scheme
from .schemes import MAIN, SECTIONS
from .structuring import unstructure


def write_scheme(scheme: Scheme, directory: Path) -> Path:
    """Write a scheme, targets included, as one `scheme.toml` into a directory named by its id; returns that directory."""
    place = directory / scheme.id
    data: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        value = getattr(scheme, section.field)
        if section.single:
            data[name] = unstructure(value)
        elif value:
            data[name] = [unstructure(entry) for entry in value]
    _write(place / MAIN, data)
    return place


def write_case(case: Case, file: Path) -> Path:
    """Write a case as one TOML file; returns it."""
    data: dict[str, Any] = {"case": {"scheme": case.scheme, "subject": case.subject, "year": case.year}}
    data["case"] |= {key: getattr(case, key) for key in ("source", "note") if getattr(case, key)}
    data["fact"] = [unstructure(fact) for fact in case.facts]
    data["table"] = [{"id": table.id, "rows": [_row(row) for row in table.rows]} for table in case.tables]
    _write(file, data)
    return file


def _row(row: Any) -> dict[str, Any]:
    return {**row.cells, **{key: getattr(row, key) for key in ("clause", "assumed", "note") if getattr(row, key)}}


def _write(file: Path, data: dict[str, Any]) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(tomli_w.dumps(data, multiline_strings=False))
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
