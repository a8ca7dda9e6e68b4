"""Tables of districts on this library and on hand-written programs: `python benchmarks/columnar.py BENCH_DIR [--quick] [--json]`.

BENCH_DIR is the peer harness (facts.py, reference.py, adapters/). Engines that are not installed beside the library are left out. Every measurement
is made in a process of its own, which says nothing before its results are those of the hand-written NumPy program.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from peers import Harness, wrong
from timing import Runs, Seconds, alternating, table, time_shown
from translation import case_of, scores, translate

from supervision_rules import Scheme, assess
from supervision_rules.engines.columnar import Columnar, Kernel, Wanted, scorer

POLARS, C, NUMPY = "polars", "c_2threads", "numpy_blocked"
HAND = (POLARS, "polars_streaming", "duckdb", "duckdb_ctas", NUMPY, "numpy_2threads", C, "c_1thread", "openfisca", "openfisca_cents")
OWN = ("own_polars", "own_unchecked", "own_lazy", "own_files", "own_duckdb", "own_kernel", "own_kernel_unchecked")
FILES = "polars_files"
ROUGH = ("openfisca", "openfisca_cents")
"""What works in floats of 32 bits, and is not exact."""

NEAR = ("numpy_2threads", "c_1thread", "duckdb_ctas", "polars_streaming", "own_lazy", "openfisca", "openfisca_cents")
"""What is measured only where all take turns."""

SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
TOGETHER = 1_000_000
"""Up to so many rows all engines take turns in one process, above it every one has a process in every turn."""

Arrays = dict[str, Any]


class Own:
    """The columnar engine of this library on one kind of table."""

    def __init__(self, name: str, scheme: Scheme, directory: Path) -> None:
        self.name, self.directory = name, directory
        self.engine = Columnar(scheme)
        self.kernel = scheme.once("kernel", lambda: Kernel(scheme)) if "kernel" in name else None

    def prepare(self, cols: Arrays, rows: int) -> Any:
        """A table of columns."""
        if self.kernel is not None:
            return cols
        if self.name == "own_duckdb":
            return relation(cols, rows)
        import polars

        frame = polars.DataFrame(cols)
        return stored(frame, self.directory) if self.name == "own_files" else frame

    def score(self, table: Any, points: bool) -> Any:
        """The answers of every row."""
        wanted = Wanted(points=points)
        if self.kernel is not None:
            return self.kernel.assess(table, points, check="unchecked" not in self.name)
        names = self._names(points)
        if self.name == "own_duckdb":
            return self.engine.assess(table, wanted, whole=True, complete=True, check=False).select(*names).to_arrow_table()
        if self.name in ("own_lazy", "own_files"):
            import polars

            rows = polars.scan_parquet(table) if self.name == "own_files" else table.lazy()
            found = self.engine.assess(rows, wanted, whole=True, complete=True, check=False).select(names)
            return found.collect() if self.name == "own_lazy" else found.sink_parquet(self.directory / "scores.parquet")
        return self.engine.assess(table, wanted, whole=True, check=self.name != "own_unchecked")

    def arrays(self, found: Any, points: bool) -> Arrays:
        """The scores by id, total and grade."""
        import polars

        if self.name == "own_files":
            found = polars.read_parquet(self.directory / "scores.parquet")
        grades = [step.id for step in self.engine.lowered.ladder]
        names = [name for name in self._names(points) if name.startswith("score_") or name in ("bonus", "total")]
        if self.kernel is not None:
            return {name.removeprefix("score_"): found[name] for name in names} | {"grade": found["grade"]}
        found = found if isinstance(found, polars.DataFrame) else polars.from_arrow(found)
        told = {name.removeprefix("score_"): found[name].to_numpy() for name in names}
        return told | {"grade": found["grade"].cast(polars.Enum(grades)).to_physical().to_numpy()}

    def _names(self, points: bool) -> list[str]:
        return [name for name in Wanted(points=points).of(self.engine.programs[True]) if not name.startswith("veto_")]


class Hand:
    """A hand-written program, or another engine, of the harness."""

    def __init__(self, name: str, harness: Harness, directory: Path) -> None:
        self.name, self.directory = name, directory
        made = harness.engine(POLARS if name == FILES else name, directory)
        if made is None:
            raise ImportError(name)
        self.made = made

    def prepare(self, cols: Arrays, rows: int) -> Any:
        """A table of columns."""
        found = self.made.prepare(dict(cols), rows)
        return stored(found, self.directory) if self.name == FILES else found

    def score(self, table: Any, points: bool) -> Any:
        """The answers of every row."""
        if self.name == FILES:
            import polars

            return self.made.plan(polars.scan_parquet(table), points).sink_parquet(self.directory / "scores.parquet")
        return self.made.score_bulk(table, points)

    def arrays(self, found: Any, points: bool) -> Arrays:
        """The scores by id, total and grade."""
        import numpy as np
        import polars

        if not points or self.name in ROUGH:
            return {}
        found = polars.read_parquet(self.directory / "scores.parquet") if self.name == FILES else found
        scores, items, bonus, total, grade = self.made.unpack_bulk(found)
        ids = [*self.made.point_ids, *self.made.item_ids]
        told = dict(zip(ids, [*scores, *items], strict=True)) | {"bonus": bonus, "total": total}
        cents = {name: values if self.made.units == "cents" else np.rint(np.asarray(values, np.float64) * 100) for name, values in told.items()}
        return cents | {"grade": np.searchsorted(["A", "B", "C", "D"], np.asarray(grade))}


def relation(cols: Arrays, rows: int) -> Any:
    """The columns as a table of DuckDB."""
    import duckdb
    import pyarrow

    connection = duckdb.connect(":memory:", config={"threads": 2})
    part = pyarrow.table({name: pyarrow.array(values[:0]) for name, values in cols.items()})
    connection.register("part", part)
    connection.execute("CREATE TABLE facts AS SELECT * FROM part")
    for start in range(0, rows, 1_000_000):
        part = pyarrow.table({name: pyarrow.array(values[start : start + 1_000_000]) for name, values in cols.items()})
        connection.register("part", part)
        connection.execute("INSERT INTO facts SELECT * FROM part")
    return connection.table("facts")


def stored(frame: Any, directory: Path) -> Path:
    """A table in a Parquet file."""
    file = directory / "facts.parquet"
    frame.write_parquet(file, row_group_size=100_000)
    return file


def measured(harness: Harness, names: Sequence[str], rows: int, points: bool, rounds: int) -> dict[str, Any]:
    """The median times of engines that take turns in this process, and the most memory beyond that before of the last one."""
    scheme = translate(harness.scheme)
    with TemporaryDirectory() as name:
        cols = harness.columns(rows)
        expected = expected_of(harness, cols, rows, Path(name)) if len(names) > 1 else None
        engines: dict[str, tuple[Any, Any]] = {}
        for one in names:
            directory = Path(name) / one
            directory.mkdir()
            engine = Own(one, scheme, directory) if one in OWN else Hand(one, harness, directory)
            engines[one] = engine, engine.prepare(cols, rows)
        if expected is None and not any(one in names for one in (NUMPY, "numpy_2threads", "own_kernel", "own_kernel_unchecked", "openfisca_cents")):
            del cols
        before = resting()
        times: dict[str, list[float]] = {one: [] for one in names}
        for number in range(rounds + 1):
            for one in list(names)[:: -1 if number % 2 else 1]:
                engine, given = engines[one]
                start = perf_counter()
                found = engine.score(given, points)
                times[one].append(perf_counter() - start)
                if number == 0 and expected is not None:
                    same(one, engine.arrays(found, points), expected)
                if number == rounds and expected is None:
                    peak = status("VmHWM") - before
                    told = engine.arrays(found, points)
                    del found, given, engine
                    engines.clear()
                    same(one, told, expected_of(harness, harness.columns(rows), rows, Path(name)))
                found = None
        return {"seconds": {one: median(found[1:]) for one, found in times.items()}, "mebibytes": peak if expected is None else None}


def expected_of(harness: Harness, cols: Arrays, rows: int, directory: Path) -> Arrays:
    """What the hand-written NumPy program makes of the columns."""
    (directory / "expected").mkdir()
    hand = Hand(NUMPY, harness, directory / "expected")
    return hand.arrays(hand.score(hand.prepare(cols, rows), True), True)


def same(name: str, found: Arrays, expected: Arrays) -> None:
    """Ends the process where results differ from those of the hand-written program."""
    for id, values in found.items():
        if not (values == expected[id]).all():
            sys.exit(f"{name}: {id} differs from the hand-written program")


def resting() -> float:
    """The memory that the process has resident now, in MiB; the kernel counts the most from here. Linux only."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS")


def status(what: str) -> float:
    """A figure of this process, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def lacking(harness: Harness, rows: int, rounds: int) -> Seconds:
    """Districts of which one cell in fifty is missing, with ranges, beside the same districts whole; some are held to the exact engine."""
    import numpy as np
    import polars

    scheme = translate(harness.scheme)
    engine, one = Columnar(scheme), scorer(scheme)
    whole = polars.DataFrame(harness.columns(rows))
    drawn = np.random.default_rng(50)
    holes = whole.with_columns(polars.when(polars.lit(drawn.integers(0, 50, rows) > 0)).then(polars.col(name)).alias(name) for name in whole.columns)
    ranges = Wanted(ranges=True)
    found = engine.assess(holes, ranges, whole=True)
    units, places = engine.units, {fact["id"]: fact.get("places", 0) for fact in harness.scheme["facts"]}
    for row in found.head(300).iter_rows(named=True):
        given = {id: None if row[id] is None else row[id] if isinstance(row[id], bool) else scaled(row[id], places[id]) for id in places}
        wanted = one(given)
        told = {id: None if row[f"score_{id}"] is None else row[f"score_{id}"] * units[f"score_{id}"] for id in wanted.scores}
        if told != wanted.scores or row["grades"] != "/".join(wanted.grades):
            sys.exit("a district that lacks facts differs from the exact engine")
    runs: Runs = {
        "nothing missing": lambda _: engine.assess(whole, whole=True),
        "nothing missing, ranges asked for": lambda _: engine.assess(whole, ranges, whole=True),
        "one cell in fifty missing": lambda _: engine.assess(holes, whole=True),
        "one cell in fifty missing, ranges": lambda _: engine.assess(holes, ranges, whole=True),
    }
    return alternating(runs, rounds)


def scaled(whole: int, places: int) -> Any:
    """A whole number of the last place as a number."""
    from decimal import Decimal

    return Decimal(whole).scaleb(-places)


def one_case(harness: Harness, rounds: int) -> Seconds:
    """One district at a time, from facts to every score; 2000 of them are compared first."""
    scheme = translate(harness.scheme)
    score = scorer(scheme)
    whole, decimal = harness.districts("cents"), harness.districts("decimal")
    with TemporaryDirectory() as name:
        hand, zen, reference = (harness.engine(one, Path(name)) for one in ("py_cents", "zen_expr", "reference"))
        for facts, row in zip(decimal, whole, strict=True):
            told, found, wanted = score(facts), score.function(row), hand.score_one(row)
            marks = {id: mark * 100 for id, mark in told.scores.items()} | {"bonus": told.bonus * 100, "total": told.total * 100, "grade": told.grade}
            if marks != wanted or any(found.get(f"score_{id}", found.get(id)) != value for id, value in wanted.items()):
                sys.exit("a district differs from the hand-written function")
        cases = [case_of(facts) for facts in decimal[:256]]
        runs: Runs = {
            "hand-written Python, whole numbers": lambda call: hand.score_one(whole[call % 256]),
            "supervision-rules, Scorer.function, whole numbers": lambda call: score.function(whole[call % 256]),
            "supervision-rules, Scorer, facts checked, exact marks": lambda call: score(decimal[call % 256]),
            "supervision-rules, assess, with every reason": lambda call: scores(assess(scheme, cases[call % 256])),
            "reference (interprets the JSON)": lambda call: reference.score_one(decimal[call % 256]),
        }
        if zen is not None:
            floats = harness.districts("float")
            runs["ZEN engine, one expression node"] = lambda call: zen.score_one(floats[call % 256])
        return alternating(runs, rounds, calls=50)


@cache
def installed(harness: Harness) -> tuple[str, ...]:
    """The engines that are there."""
    with TemporaryDirectory() as name:
        return tuple(one for one in (*HAND, FILES) if harness.engine(POLARS if one == FILES else one, Path(name)) is not None) + OWN


def child(options: argparse.Namespace, names: Sequence[str], rows: int, points: bool, rounds: int) -> dict[str, Any]:
    """A measurement in a process of its own."""
    command = [sys.executable, __file__, str(options.bench_dir), "--engines", *names, "--child", str(rows), str(int(points)), str(rounds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{', '.join(names)}: no figures")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tables(options: argparse.Namespace, names: Sequence[str], tell: Callable[[str], None]) -> dict[str, Any]:
    """Times by size and what is asked for, and memory of the largest sizes; each table is told when it is there."""
    found: dict[str, Any] = {"seconds": {}, "mebibytes": {}}
    bases = {f"÷ {one}": one for one in (POLARS, C) if one in names}
    for rows in options.sizes:
        for points in (True, False):
            title = f"{rows:,} rows, {'every score' if points else 'totals only'}"
            if rows <= TOGETHER:
                seconds = child(options, names, rows, points, options.rounds if rows == TOGETHER else 3 * options.rounds)["seconds"]
            if rows >= TOGETHER:
                alone = {one: child(options, [one], rows, points, options.turns) for one in names if rows == TOGETHER or one not in NEAR}
                found["mebibytes"][title] = {one: figures["mebibytes"] for one, figures in alone.items()}
                seconds = seconds if rows == TOGETHER else {one: figures["seconds"][one] for one, figures in alone.items()}
            found["seconds"][title] = seconds
            tell(table(title, seconds, bases, partial(rate, rows)))
            if title in found["mebibytes"]:
                tell(table(f"memory beyond the table, {title}", found["mebibytes"][title], {}, "{:.0f} MiB".format))
    return found


def rate(rows: int, seconds: float) -> str:
    """Rows a second."""
    return f"{rows / seconds / 1e6:.3g} M rows/s"


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench_dir", type=Path)
    parser.add_argument("--engines", nargs="*")
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--turns", type=int, default=1, help="calls that are timed of what has a process of its own")
    parser.add_argument("--quick", action="store_true", help="1,000 and 100,000 rows, 3 rounds")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=3, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    harness = Harness(options.bench_dir.resolve(), 2000)
    if options.child:
        rows, points, rounds = options.child
        print(json.dumps(measured(harness, options.engines, rows, bool(points), rounds)))
        return
    if options.quick:
        options.sizes, options.rounds = SIZES[:2], 3
    if found := wrong(harness, translate(harness.scheme)):
        sys.exit(f"{found} of {harness.count} districts are not exact: nothing to measure")
    names = [one for one in installed(harness) if not options.engines or one in options.engines]

    def tell(text: str) -> None:
        if not options.json:
            print(text + "\n", flush=True)

    one = one_case(harness, 3 * options.rounds)
    tell(table("one district, warm", one, {"÷ hand-written": "hand-written Python, whole numbers"}, time_shown))
    rows = min(options.sizes[-1], TOGETHER)
    some = lacking(harness, rows, options.rounds)
    tell(table(f"{rows:,} rows, some of which lack facts", some, {"÷ nothing missing": "nothing missing"}, partial(rate, rows)))
    figures = {"one": one, "lacking": some, **tables(options, names, tell)}
    if options.json:
        print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
