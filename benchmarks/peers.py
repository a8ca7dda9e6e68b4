"""One district on this library and on other engines: `python benchmarks/peers.py BENCH_DIR [--cold] [--json]`.

BENCH_DIR is the peer harness (facts.py, reference.py, adapters/). Engines that are not installed beside the library are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from own import PYTHON, started
from timing import Runs, Seconds, alternating, table, time_shown
from translation import case_of, scores, translate, wanted

from supervision_rules import Scheme, assess, write_case, write_scheme

FLOATS, INTS, REFERENCE = "py_float", "py_cents", "reference"
ENGINES = (
    *(FLOATS, INTS, REFERENCE),
    *("zen_expr", "zen", "json_logic_panzi", "business_rules", "rule_engine", "durable_rules", "experta", "openfisca"),
)
WARM = 256
COLD = """
from sys import argv
from supervision_rules import assess, load_case, load_scheme
scheme = load_scheme(argv[1])
print(assess(scheme, load_case(argv[2], scheme)).total)
"""


class Harness:
    """The scheme of the harness and its districts."""

    def __init__(self, directory: Path, count: int) -> None:
        sys.path.insert(0, str(directory))
        sys.dont_write_bytecode = True
        self.directory = directory
        self._facts = import_module("facts")
        self.scheme = self._facts.load_scheme()
        self._columns = self.columns(count)
        self.count = count

    def columns(self, count: int) -> dict[str, Any]:
        """So many districts as arrays of whole numbers of the last place, and of conditions."""
        found: dict[str, Any] = self._facts.columns(self.scheme, count)
        return found

    def districts(self, form: str) -> list[dict[str, Any]]:
        """The facts of every district, as `decimal`, `float` or `cents`."""
        found: list[dict[str, Any]] = self._facts.rows(self.scheme, self._columns, 0, self.count, form)
        return found

    def expected(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The exact scores of a district."""
        return wanted(self.scheme, import_module("reference").score(self.scheme, facts))

    def engine(self, name: str, directory: Path) -> Any:
        """An engine ready to score, or None where it is not installed."""
        try:
            made = import_module("adapters.registry").make(name)
            made.build(self.scheme, directory / name)
            made.load(directory / name)
        except ImportError as error:
            print(f"left out: {name} ({error})", file=sys.stderr)
            return None
        return made


def wrong(harness: Harness, scheme: Scheme) -> int:
    """How many districts differ from the exact reference in a score, bonus, total or grade."""
    return sum(scores(assess(scheme, case_of(facts))) != harness.expected(facts) for facts in harness.districts("decimal"))


def warm(harness: Harness, scheme: Scheme, engines: dict[str, Any], rounds: int) -> Seconds:
    """One of `WARM` districts in this process, facts as a dict → all scores as a dict."""
    districts = harness.districts("decimal")[:WARM]
    cases = [case_of(facts) for facts in districts]
    runs: Runs = {
        "supervision-rules, ledger and all": lambda call: scores(assess(scheme, case_of(districts[call % len(districts)]))),
        "supervision-rules, facts checked before": lambda call: scores(assess(scheme, cases[call % len(cases)])),
    }
    for case in cases:
        assess(scheme, case)
    for engine in engines.values():
        runs[engine.label] = partial(_score, engine.score_one, harness.districts(engine.form)[:WARM])
    return alternating(runs, rounds, calls=50)


def _score(score: Callable[[Any], object], districts: list[Any], call: int) -> object:
    return score(districts[call % len(districts)])


def cold(harness: Harness, scheme: Scheme, engines: dict[str, Any], directory: Path, rounds: int) -> Seconds:
    """A fresh process each, which loads scheme and facts from files, scores and prints the total."""
    own = [str(write_scheme(scheme, directory)), str(write_case(case_of(harness.districts("decimal")[0]), directory / "district.toml"))]
    commands = {"bare interpreter": [*PYTHON, "pass"], "supervision-rules": [*PYTHON, COLD, *own]}
    for name, engine in engines.items():
        facts = directory / f"{engine.form}.json"
        facts.write_text(json.dumps(harness.districts(engine.form)[0], default=str))
        commands[engine.label] = [sys.executable, str(harness.directory / "cold.py"), name, str(directory), str(facts)]
    compiled = str(directory / "compiled")
    return alternating({label: partial(started, command, PYTHONPYCACHEPREFIX=compiled) for label, command in commands.items()}, rounds)


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench_dir", type=Path)
    parser.add_argument("--engines", nargs="*", default=ENGINES)
    parser.add_argument("--districts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    harness = Harness(options.bench_dir.resolve(), options.districts)
    scheme = translate(harness.scheme)
    if found := wrong(harness, scheme):
        sys.exit(f"{found} of {options.districts} districts are not exact: nothing to measure")
    with TemporaryDirectory() as name:
        directory = Path(name)
        engines = {one: made for one in options.engines if (made := harness.engine(one, directory)) is not None}
        warmed = warm(harness, scheme, engines, options.rounds)
        started = cold(harness, scheme, engines, directory, options.rounds) if options.cold else {}
    if options.json:
        print(json.dumps({"districts": options.districts, "wrong": found, "warm": warmed, "cold": started}, indent=2))
        return
    print(f"{options.districts} districts: every score, bonus, total and grade equals the exact reference\n")
    bases = {f"÷ {one}": engines[one].label for one in (FLOATS, INTS, REFERENCE) if one in engines}
    print(table("one district, warm", warmed, bases, time_shown))
    if started:
        print("\n" + table("process start to total", started, {"÷ bare": "bare interpreter"}, time_shown))


if __name__ == "__main__":
    main()
