"""Files → TOML data, with everything refused that would cost too much or be read wrongly."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..messages import Place, Problem, SupervisionRulesError

LARGEST = 8 * 1024 * 1024
AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_text(path: Path, largest: int = LARGEST) -> str:
    """A UTF-8 text, with or without a byte-order mark. Raises SupervisionRulesError (`file-missing`, `file-unreadable`, `file-too-large`, `wrong-encoding`)."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise refused("file-too-large", path, size=size, largest=largest)
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise refused("file-missing", path, name=str(path)) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SupervisionRulesError([Problem("wrong-encoding", {"name": path.name}, place=Place(str(path), line))]) from None
    except OSError as error:
        raise refused("file-unreadable", path, reason=error.strerror or str(error)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The data of a TOML file, every number exact. Raises SupervisionRulesError; a syntax error is one problem with its line."""
    text = read_text(path)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, text, str(error)) from None
    except RecursionError:
        raise refused("nested-too-deeply", path, most=100) from None
    except ValueError as error:
        raise refused("toml-syntax", path, reason=str(error)) from None


def _syntax(path: Path, text: str, reason: str) -> SupervisionRulesError:
    found = AT.search(reason)
    lines = text.splitlines()
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), 0)
    words = AT.sub("", reason).removesuffix("(at end of document)").strip()
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    return SupervisionRulesError([Problem("toml-syntax", {"reason": words}, place=Place(str(path), line, column, shown[:200]))])


def refused(code: str, path: Path, /, **arguments: Any) -> SupervisionRulesError:
    """An error about a whole file."""
    return SupervisionRulesError([Problem(code, arguments, place=Place(str(path)))])
