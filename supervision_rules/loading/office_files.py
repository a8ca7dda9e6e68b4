"""Office files are zipped: what is wrong with one as a whole is said here; no damaged file gets further."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, TypeVar

from ..messages import SupervisionRulesError
from .documents import read_bytes, refused

LARGEST = 16 * 1024 * 1024
LARGEST_UNPACKED = 256 * 1024 * 1024
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

T = TypeVar("T")


def read_office(file: Path, read: Callable[[IO[bytes]], Iterable[T]], known: Sequence[str]) -> tuple[T, ...]:
    """What `read` makes of an Excel or Word file; `known`: the kinds of files that could stand in its place.

    Raises SupervisionRulesError: `table-format`, `table-protected`, `table-damaged`, or what is wrong with any file.
    """
    content = read_bytes(file, LARGEST)
    if content.startswith(OLD):
        if ENCRYPTED in content:
            raise refused("table-protected", file, name=file.name)
        raise refused("table-format", file, name=file.name, known=known)
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
