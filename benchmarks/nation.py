"""A nation of districts with schools and classes beneath, prepared and scored year by year: `python benchmarks/nation.py [--districts N] [--years N]
[--seed N] [--draw FILE] [--json]`, with a Python into which the library is installed with its extra `bulk`, and numpy.

Every size runs in a process of its own: a tenth, a third, all of the districts. In each year a few districts are scored by the exact engine too; it
stops where one differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import polars as pl
from nation_rows import KEY, SCHEME, Year, year_of

from supervision_rules import Case, Scheme, load_scheme
from supervision_rules import assess as assess_exactly
from supervision_rules.engines.columnar import Wanted, columnar_of, prepare
from supervision_rules.engines.columnar.clauses.translating import whole_reach
from supervision_rules.engines.columnar.rows.aggregating import Aggregation
from supervision_rules.engines.columnar.rows.settling import Settling
from supervision_rules.lowering import lower
from supervision_rules.scheme import CaseTable, Given, Row
from supervision_rules.sphinxext.pictures.svg import FAINT, LINE, Scale, dot, line, path, sheet, words
from supervision_rules.verification.realising import written

FIRST = 2016
COMPARED = 3
SIZES = (10, 3, 1)
Figures = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--districts", type=int, default=2900)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=2017)
    parser.add_argument("--draw", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help="only this size, in this process")
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(measured(options.seed, options.districts, options.years), ensure_ascii=False))
        return
    found = [in_a_process(options.seed, -(-options.districts // size), options.years) for size in SIZES]
    print(json.dumps(found, ensure_ascii=False, indent=2) if options.json else table(found))
    if options.draw:
        options.draw.write_text(drawn(found), encoding="utf-8")


def in_a_process(seed: int, districts: int, years: int) -> Figures:
    """The figures of a size, measured in a process of its own."""
    told = [f"--{name}={value}" for name, value in (("seed", seed), ("districts", districts), ("years", years))]
    done = subprocess.run([sys.executable, __file__, "--alone", *told], check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def measured(seed: int, districts: int, years: int) -> Figures:
    """What it takes to generate, prepare and score all years, and how many districts agreed with the exact engine."""
    scheme = load_scheme(SCHEME)
    engine = columnar_of(scheme)
    spent = dict.fromkeys(("generating", "preparing", "settling", "scoring"), 0.0)
    for owner, name in ((Aggregation, "dispersions"), (Settling, "compared")):
        setattr(owner, name, _timed(getattr(owner, name), spent, "settling"))
    counts = {"districts": districts, "cases": 0, "schools": 0, "classes": 0, "compared": 0}
    grades: dict[str, int] = {}
    for year in range(FIRST, FIRST + years):
        made = _timed(partial(year_of, scheme), spent, "generating")(seed, year, districts)
        cases, tables = made
        prepared = _timed(partial(prepare, scheme, whole=True), spent, "preparing")(cases, tables)
        scored = _timed(partial(engine.assess, wanted=Wanted(ranges=True), whole=True), spent, "scoring")(prepared)
        for name, many in (("cases", cases), ("schools", tables["school"]), ("classes", tables["class"])):
            counts[name] += len(many)
        for grade, many in scored["grade"].cast(pl.String).value_counts().iter_rows():
            grades[grade or "undecided"] = grades.get(grade or "undecided", 0) + many
        counts["compared"] += compared(scheme, made, scored, seed + year)
    return counts | {name: round(seconds, 2) for name, seconds in spent.items()} | {"peak_mib": peak(), "grades": dict(sorted(grades.items()))}


def _timed(function: Any, spent: dict[str, float], what: str) -> Any:
    def run(*arguments: Any) -> Any:
        start, worked = perf_counter(), process_time()
        found = function(*arguments)
        spent[what] += perf_counter() - start
        spent[f"{what}, CPU"] = spent.get(f"{what}, CPU", 0) + process_time() - worked
        return found

    return run


def compared(scheme: Scheme, made: Year, scored: pl.DataFrame, seed: int) -> int:
    """How many districts the exact engine scored alike. Raises ValueError where one differs."""
    some = scored.sample(min(COMPARED, len(scored)), seed=seed)
    for row in some.iter_rows(named=True):
        found = assess_exactly(scheme, case_of(scheme, made, row))
        wanted: dict[str, Any] = {"grade": found.grade, "grades": "/".join(found.grades)}
        for one in found.points:
            wanted |= {f"least_{one.id}": one.range.lowest, f"most_{one.id}": one.range.highest, f"level_{one.id}": one.level}
        wanted |= {f"veto_{veto.id}": veto.applies for veto in found.vetoes}
        units = columnar_of(scheme).units
        for name, value in wanted.items():
            told = row[name] * units[name] if name in units else row[name]
            if told != value:
                raise ValueError(f"{row['district']} {row['year']}: {name} is {told}, the exact engine says {value}")
    return len(some)


def case_of(scheme: Scheme, made: Year, row: dict[str, Any]) -> Case:
    """A district of a year as a case of the exact engine."""
    lowered, (cases, tables) = lower(scheme), made
    own = pl.all_horizontal(pl.col(name) == row[name] for name in KEY)
    (given,) = cases.filter(own).iter_rows(named=True)
    facts = tuple(
        Given(id=name, value=_written(lowered.inputs[name], value)) for name, value in given.items() if name not in KEY and value is not None
    )
    rows = []
    for id, table in tables.items():
        columns = lowered.columns
        found = table.filter(own).drop(*KEY).iter_rows(named=True)
        cells = [{name: _written(columns[f"{id}.{name}"], value) for name, value in one.items() if value is not None} for one in found]
        rows.append(CaseTable(id=id, rows=tuple(Row(cells=one) for one in cells)))
    return Case(id="district", scheme=scheme.id, subject=row["district"], year=lowered.year, facts=facts, tables=tuple(rows))


def _written(made: Any, value: Any) -> Any:
    return written(made, Fraction(value) * whole_reach(made)[2]) if isinstance(value, int) and not isinstance(value, bool) else value


def peak() -> int:
    """The most memory that the process has held, in MiB."""
    line_ = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line_.split()[1]) // 1024


def table(found: list[Figures]) -> str:
    """The figures by size, in Markdown."""
    names = {"districts": "districts", "cases": "cases", "schools": "school rows", "classes": "class rows"}
    names |= {"generating": "generating, s", "preparing": "preparing, s", "settling": "… of it coefficients, s", "scoring": "scoring, s"}
    names |= {"preparing, CPU": "preparing, CPU s", "settling, CPU": "… of it coefficients, CPU s", "scoring, CPU": "scoring, CPU s"}
    names |= {"peak_mib": "peak memory, MiB", "compared": "compared with the exact engine"}
    lines = ["| " + " | ".join(["", *(f"{figures['districts']:,}" for figures in found)]) + " |", "|---|" + "---:|" * len(found)]
    lines += ["| " + " | ".join([said, *(f"{figures[name]:,}" for figures in found)]) + " |" for name, said in names.items() if name != "districts"]
    rates = [f"{figures['classes'] / (figures['preparing'] + figures['scoring']):,.0f}" for figures in found]
    return "\n".join([*lines, "| class rows/s, prepared and scored | " + " | ".join(rates) + " |", "", f"Grades of the last: {found[-1]['grades']}"])


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 70, 590, 40, 240


def drawn(found: list[Figures]) -> str:
    """Seconds and memory by rows."""
    seconds = [Fraction(str(round(one["preparing, CPU"] + one["scoring, CPU"], 2))) for one in found]
    memory = [Fraction(one["peak_mib"]) for one in found]
    pieces: list[Any] = []
    for left, said, unit, figures in ((LEFT, "preparing and scoring", "CPU s", seconds), (LEFT + WIDTH, "peak memory", "MiB", memory)):
        pieces += panel(left, f"{said}, {unit}", [Fraction(one["classes"]) for one in found], figures)
    told = "; ".join(f"{one['classes']:,} class rows: {float(s):.1f} CPU s, {one['peak_mib']} MiB" for one, s in zip(found, seconds, strict=True))
    return sheet(2 * WIDTH, HEIGHT, "A nation of districts: growth with the rows", told, pieces)


def panel(left: int, title: str, rows: list[Fraction], figures: list[Fraction]) -> Iterator[Any]:
    """One quantity by rows."""
    across = Scale(Fraction(0), max(rows), left, left + RIGHT - LEFT)
    up = Scale(Fraction(0), max(figures) * 11 / 10, BOTTOM, TOP)
    yield words(title, left, TOP - 16, anchor="start")
    yield line(left, BOTTOM, left + RIGHT - LEFT, BOTTOM, "sr-axis")
    yield path([(across(row), up(figure)) for row, figure in zip(rows, figures, strict=True)], "sr-curve")
    for row, figure in zip(rows, figures, strict=True):
        yield line(across(row), up(figure), across(row), BOTTOM, "sr-grid", FAINT)
        yield dot(across(row), up(figure), "sr-dot", fill=LINE)
        yield words(f"{float(figure):,.0f}", across(row), up(figure) - 10)
        yield words(f"{float(row) / 1e6:.1f} M", across(row), BOTTOM + 20)
    yield words("class rows", left + (RIGHT - LEFT) // 2, BOTTOM + 44)


if __name__ == "__main__":
    main()
