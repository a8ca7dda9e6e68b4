"""The files of last year's scheme as texts: entries that a new table replaces, each by itself, and all that stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..loading import unstructure
from ..loading.blocks import Block, blocks, rewritten, written
from ..loading.documents import read_text
from ..loading.schemes import scheme_files
from ..scheme import Indicator, Point, Scheme

REPLACED = ("scheme", "indicator", "point")


@frozen
class OldTexts:
    """Points and indicators by id as they were written, and of every file what stays: `roots` before its first head, `rest` from there on."""

    entries: dict[tuple[str, str], Block] = field(factory=dict)
    roots: dict[str, str] = field(factory=dict)
    rest: dict[str, str] = field(factory=dict)

    @classmethod
    def of(cls, scheme: Scheme) -> OldTexts:
        """Read the files of a scheme, without its cases and without the targets beside it."""
        directory = Path(scheme.directory or ".").absolute()
        made = cls()
        for file in scheme_files(directory):
            if file.absolute().is_relative_to(directory):
                made._add(file.absolute().relative_to(directory).as_posix(), read_text(file).replace("\r\n", "\n"))
        return made

    def entry(self, section: str, old: Point | Indicator) -> Block:
        """An entry as it was written; one that stood in a list of braces as it would be."""
        return self.entries.get((section, old.id)) or Block(section, "", _entry(section, unstructure(old)))

    def _add(self, name: str, text: str) -> None:
        stays = ""
        for place, block in enumerate(blocks(text)):
            if not block.section:
                self.roots[name] = rewritten(block.text, dict.fromkeys((*REPLACED, "reading")), at=()).strip("\n")
                stays += "".join(f"{_entry('reading', _silent(data))}\n" for data in _data(block.text).get("reading", ()))
            elif block.section not in REPLACED:
                stays += block.lead + _staying(block)
            elif block.section != "scheme":
                (entry,) = _data(block.text)[block.section]
                self.entries[block.section, entry["id"]] = block if place else evolve(block, lead=_without_title(block.lead))
        if stays:
            self.rest[name] = stays


def _without_title(lead: str) -> str:
    """What stands before the first entry of a file, without the remark that is on the file as a whole."""
    first, apart, others = lead.partition("\n\n")
    return others if apart else first


def _entry(section: str, data: Mapping[str, Any]) -> str:
    """An entry from its data, its rules below it."""
    tables = [(section, {key: value for key, value in data.items() if key != "rule"})]
    tables += [(f"{section}.rule", rule) for rule in data.get("rule", ())]
    return "".join(f"[[{head}]]\n" + "".join(f"{key} = {written(value)}\n" for key, value in table.items()) for head, table in tables)


def _staying(block: Block) -> str:
    """An entry that stays. What the alternative of a reading comes to was said of last year's case."""
    if block.section != "reading":
        return block.text
    made = rewritten(block.text, {"effect": None}, at=("reading", "alternative"))
    (data,) = _data(made)["reading"]
    return made if data == _silent(data) else f"{_entry('reading', _silent(data))}\n"


def _data(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def _silent(reading: Mapping[str, Any]) -> dict[str, Any]:
    """A reading without what its alternatives come to."""
    told = [{key: value for key, value in one.items() if key != "effect"} for one in reading.get("alternative", ())]
    return {**reading, **({"alternative": told} if told else {})}
