"""CSV → rows of a table: headers are column ids or labels, an empty cell is missing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..expression import Kind, alike
from ..messages import Place, Problem
from ..scheme import Column, Row, Table, Written
from .documents import read_text

LARGEST = 256 * 1024 * 1024
META = {"clause": "clause", "出处": "clause", "assumed": "assumed", "假定理由": "assumed", "note": "note", "备注": "note"}
YES = {"是": True, "true": True, "否": False, "false": False}


def read_csv(file: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """The rows of a table, and every problem of header and shape; the cells themselves are checked with the case."""
    lines = csv.reader(io.StringIO(read_text(file, LARGEST)), strict=True)
    try:
        header = next(lines, [])
        columns, problems = _header(file, table, [name.strip() for name in header])
        rows: list[Row] = []
        for line in lines:
            if not any(cell.strip() for cell in line):
                continue
            if len(line) != len(header):
                place = Place(str(file), lines.line_num)
                problems.append(Problem("csv-shape", {"given": len(line), "wanted": len(header)}, place=place))
                continue
            row, found = _row(Place(str(file), lines.line_num), columns, line)
            rows.append(row)
            problems += found
    except csv.Error as error:
        return [], [Problem("csv-syntax", {"reason": str(error)}, place=Place(str(file), lines.line_num))]
    return rows, problems


def _header(file: Path, table: Table, header: list[str]) -> tuple[list[Column | str | None], list[Problem]]:
    by_name: dict[str, Column] = {column.label: column for column in table.column}
    by_name |= {column.id: column for column in table.column}
    problems: list[Problem] = []
    columns: list[Column | str | None] = []
    for position, name in enumerate(header):
        found = by_name.get(name) or META.get(name)
        columns.append(found)
        place = Place(str(file), 1, position + 1)
        if found is None:
            arguments = {"table": table.id, "name": name, "alike": alike(name, [*by_name])}
            problems.append(Problem("unknown-column", arguments, place=place))
        elif found in columns[:-1]:
            problems.append(Problem("duplicate-id", {"id": name}, place=place))
    if not header:
        problems.append(Problem("csv-empty", {"table": table.id}, place=Place(str(file), 1)))
    return columns, problems


def _row(place: Place, columns: list[Column | str | None], line: list[str]) -> tuple[Row, list[Problem]]:
    cells: dict[str, Written] = {}
    meta: dict[str, str] = {}
    problems: list[Problem] = []
    for column, text in zip(columns, (cell.strip() for cell in line), strict=True):
        if column is None or not text:
            continue
        if isinstance(column, str):
            meta[column] = text
        elif column.kind is Kind.CONDITION:
            if text.lower() not in YES:
                problems.append(Problem("unknown-value", {"value": text, "values": ["是", "否"], "alike": ""}, place=place))
            cells[column.id] = YES.get(text.lower(), False)
        elif column.kind is Kind.NUMBER and column.unit and text[-1:].isdigit():
            cells[column.id] = f"{text} {column.unit}"
        else:
            cells[column.id] = text
    return Row(cells=cells, **meta), problems
