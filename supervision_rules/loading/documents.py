"""Files → TOML data, with everything refused that would cost too much or be read wrongly."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from ..messages import Place, Problem, SupervisionRulesError

LARGEST = 8 * 1024 * 1024
DEEPEST = 100
AT = re.compile(r"\(at line (\d+), column (\d+)\)")
ENDLESS = re.compile(r"[0-9_]{1000,}")


def read_text(path: Path, largest: int = LARGEST) -> str:
    """A UTF-8 text, with or without a byte-order mark.

    Raises SupervisionRulesError (`file-missing`, `file-unreadable`, `file-too-large`, `wrong-encoding`).
    """
    content = read_bytes(path, largest)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SupervisionRulesError([Problem("wrong-encoding", {"name": path.name}, place=Place(str(path), line))]) from None


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """What is in a file. Raises SupervisionRulesError (`file-missing`, `file-unreadable`, `file-too-large`)."""
    try:
        state = path.stat()
        if not (S_ISREG(state.st_mode) or S_ISDIR(state.st_mode)):  # a device or a pipe may have no end
            raise refused("file-unreadable", path, reason="not a regular file")
        if state.st_size > largest:
            raise refused("file-too-large", path, size=state.st_size, largest=largest)
        return path.read_bytes()
    except FileNotFoundError:
        raise refused("file-missing", path, name=str(path)) from None
    except OSError as error:
        raise refused("file-unreadable", path, reason=error.strerror or str(error)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The data of a TOML file, every number exact. Raises SupervisionRulesError; a syntax error is one problem with its line."""
    return toml_of(path, read_text(path))


def toml_of(path: Path, text: str) -> dict[str, Any]:
    """The data of the text of a TOML file, as `read_toml`."""
    try:
        data = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, text, str(error)) from None
    except RecursionError:
        raise refused("nested-too-deeply", path, most=DEEPEST) from None
    except ValueError as error:  # a whole number with more digits than Python converts
        raise _endless(path, text, str(error)) from None
    if _deeper(data, DEEPEST):
        raise refused("nested-too-deeply", path, most=DEEPEST)
    return data


def _decimal(text: str) -> Decimal:
    """A number of TOML; one with an exponent beyond all bounds is none, and refused where it is read."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _deeper(value: Any, most: int) -> bool:
    """Whether lists and tables stand in each other more than `most` deep."""
    if not isinstance(value, list | dict):
        return False
    return most == 0 or any(_deeper(inner, most - 1) for inner in (value.values() if isinstance(value, dict) else value))


def _endless(path: Path, text: str, reason: str) -> SupervisionRulesError:
    found = ENDLESS.search(text)
    if found is None:
        return refused("toml-syntax", path, reason=reason)
    line = text.count("\n", 0, found.start()) + 1
    return SupervisionRulesError([Problem("bad-number", {"text": found[0][:60]}, place=Place(str(path), line))])


def _syntax(path: Path, text: str, reason: str) -> SupervisionRulesError:
    found = AT.search(reason)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    words = AT.sub("", reason).removesuffix("(at end of document)").strip()
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    return SupervisionRulesError([Problem("toml-syntax", {"reason": words}, place=Place(str(path), line, column, shown[:200]))])


def refused(code: str, path: Path, /, **arguments: Any) -> SupervisionRulesError:
    """An error about a whole file."""
    return SupervisionRulesError([Problem(code, arguments, place=Place(str(path)))])
