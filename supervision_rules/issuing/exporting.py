"""A table → an Excel or Word file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from errno import EEXIST
from pathlib import Path

from ..loading.documents import refused
from .excel import write_excel
from .layout import Layout, lay_out
from .table import IssuedTable
from .word import write_word

WRITERS: dict[str, Callable[[Layout, Path], None]] = {".xlsx": write_excel, ".docx": write_word}


def write_table(table: IssuedTable, file: str | Path, title: str = "") -> Path:
    """Write a table in the shape in which `read_table` reads it, whole or not at all; returns the file.

    Raises SupervisionRulesError (`table-format`, `extra-missing`), FileExistsError where there is such a file.
    """
    file = Path(file)
    write = WRITERS.get(file.suffix.lower())
    if write is None:
        raise refused("table-format", file, name=file.name, known=tuple(WRITERS))
    if os.path.lexists(file):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(file))
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, suffix=".part") as place:
        made = Path(place, f"whole{file.suffix.lower()}")
        write(lay_out(table, title), made)
        os.replace(made, file)
    return file
