"""Office files → grids."""

from __future__ import annotations

from pathlib import Path

from ..loading.documents import refused
from ..loading.excel import excel_grids
from ..loading.grid import Grid
from ..loading.office_files import read_office
from ..messages import require

KNOWN = (".xlsx", ".docx")


def read_grids(file: Path) -> tuple[Grid, ...]:
    """The sheets of an Excel file, or the tables of a Word file.

    Raises SupervisionRulesError: `table-format`, `table-protected`, `table-damaged`, `extra-missing`, or what is wrong with any file.
    """
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".docx"):
        raise refused("table-format", file, name=file.name, known=KNOWN)
    require("docx" if suffix == ".docx" else "openpyxl", "office")
    from .word import word_grids

    return read_office(file, word_grids if suffix == ".docx" else excel_grids, KNOWN)
