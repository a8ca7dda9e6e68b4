"""Office files → grids. What is wrong with a file as a whole is said here; no damaged file gets further."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from ..loading.documents import read_bytes, refused
from ..messages import SupervisionRulesError, require
from .grid import Grid

LARGEST = 16 * 1024 * 1024
LARGEST_UNPACKED = 256 * 1024 * 1024
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_grids(file: Path) -> tuple[Grid, ...]:
    """The sheets of an Excel file, or the tables of a Word file.

    Raises SupervisionRulesError: `table-format`, `table-protected`, `table-damaged`, `extra-missing`, or what is wrong with any file.
    """
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".docx"):
        raise refused("table-format", file, name=file.name)
    require("docx" if suffix == ".docx" else "openpyxl", "office")
    from .excel import excel_grids
    from .word import word_grids

    content = read_bytes(file, LARGEST)
    if content.startswith(OLD):
        raise refused("table-protected" if ENCRYPTED in content else "table-format", file, name=file.name)
    read: Callable[[BytesIO], Iterable[Grid]] = word_grids if suffix == ".docx" else excel_grids
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise refused("file-too-large", file, size=size, largest=LARGEST_UNPACKED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(read(BytesIO(content)))
    except SupervisionRulesError:
        raise
    except Exception as error:  # of a damaged file the libraries raise whatever comes up
        raise refused("table-damaged", file, reason=f"{type(error).__name__}: {error}"[:200]) from error
