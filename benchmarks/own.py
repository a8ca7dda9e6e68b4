"""Speed and memory of the library by itself: `python benchmarks/own.py [--json]`, with a Python into which it is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from fractions import Fraction
from functools import partial
from pathlib import Path

from attrs import evolve
from timing import Runs, Seconds, alternating, asked, table, time_shown

from supervision_rules import Case, Scheme, SupervisionRulesError, assess, explain_rows, load_case, load_scheme
from supervision_rules.expression import Kind
from supervision_rules.messages import exact
from supervision_rules.scheme import Better, Fact, Given, Quantity, Written

SCHEME, CASE = "changzhou-2021", "xinbei-2020"
ROWS_SCHEME, ROWS_CASE = "national-balance-2017", "generated-district"
BARE, LIBRARIES = "bare interpreter", "import attrs, cattrs, click, lark"
PYTHON = [sys.executable, "-P", "-c"]
SHEET = [str(Path(sysconfig.get_path("scripts")) / "supervision-rules"), "assess", SCHEME, CASE]
SNIPPETS = {
    BARE: "pass",
    LIBRARIES: LIBRARIES,
    "import supervision_rules": "import supervision_rules",
    "the same, and load_scheme": f"from supervision_rules import load_scheme; load_scheme({SCHEME!r})",
}
PEAK = """
import atexit
import sys
atexit.register(lambda: print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0], file=sys.stderr))
"""


def run(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """A fresh process, with compiled modules as an installed package has them."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | variables
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def processes(rounds: int) -> Seconds:
    """Fresh processes, from start to end."""
    commands = {name: [*PYTHON, code] for name, code in SNIPPETS.items()} | {"process start to printed sheet": SHEET}
    return alternating({name: partial(started, command) for name, command in commands.items()}, rounds)


def started(command: list[str], _: int, **variables: str) -> object:
    """A fresh process, for `alternating`."""
    return run(command, **variables)


def peaks() -> dict[str, float]:
    """The most memory that a fresh process has resident, in MiB. Linux only."""
    sheet = f"from supervision_rules.cli import main; main({SHEET[1:]!r})"
    snippets = SNIPPETS | {"the sheet": sheet}
    return {name: int(run([*PYTHON, PEAK + code]).stderr) / 1024 for name, code in snippets.items()}


def inside(rounds: int) -> tuple[Seconds, dict[str, int]]:
    """Calls in this process, warm, and in how many points the cases lose."""
    scheme = load_scheme(SCHEME)
    case = load_case(CASE, scheme)
    cases = {CASE: case, "deductions everywhere": worst(scheme, case), "no facts": evolve(case, facts=(), tables=())}
    runs: Runs = {f"assess {name}": partial(_assess, scheme, one) for name, one in cases.items()}
    runs[f"assess {CASE}, its facts checked anew"] = lambda _: assess(scheme, evolve(case))
    slow: Runs = {
        "load_scheme, warm": lambda _: load_scheme(SCHEME),
        "load_case, warm": lambda _: load_case(CASE, scheme),
    }
    slow |= with_rows()
    losing = {name: sum(bool(point.findings) for point in assess(scheme, one).points) for name, one in cases.items()}
    return alternating(slow, rounds) | alternating(runs, rounds, calls=50), losing


def with_rows() -> Runs:
    """A county of 120 schools and 3,514 classes: assessed, and with what counts against every one of them."""
    scheme = load_scheme(ROWS_SCHEME)
    case = load_case(ROWS_CASE, scheme)

    def in_full(_: int) -> object:
        return assess(scheme, case), explain_rows(scheme, case)

    return {
        f"load_case {ROWS_CASE}": lambda _: load_case(ROWS_CASE, scheme),
        f"assess {ROWS_CASE}": partial(_assess, scheme, case),
        "the same, and every row's reasons": in_full,
    }


def _assess(scheme: Scheme, case: Case, _: int) -> object:
    return assess(scheme, case)


def worst(scheme: Scheme, case: Case) -> Case:
    """The case with every fact at its bad end, as far as the scheme's constraints let it, and no rows."""
    case = evolve(case, tables=())
    entries: list[Fact | Quantity] = [*scheme.facts, *scheme.quantities]
    for entry in entries:
        value = bad_end(entry)
        if value is None:
            continue
        changed = evolve(case, facts=(*(given for given in case.facts if given.id != entry.id), Given(id=entry.id, value=value)))
        try:
            assess(scheme, changed)
        except SupervisionRulesError:
            continue
        case = changed
    return case


def bad_end(entry: Fact | Quantity) -> Written | None:
    """The worst value, where there is one."""
    if entry.better not in (Better.MORE, Better.LESS):
        return None
    if isinstance(entry, Fact) and entry.kind is Kind.CONDITION:
        return entry.better is Better.LESS
    if isinstance(entry, Fact) and entry.kind is Kind.CHOICE:
        return entry.values[0]
    if entry.domain is None:
        return None
    end: Fraction = entry.domain[0] if entry.better is Better.MORE else entry.domain[1]
    return f"{exact(end)} {entry.unit or ''}".strip()


def main() -> None:
    """Measure and print."""
    options = asked(__doc__, rounds=20)
    times = processes(options.rounds)
    warm, losing = inside(options.rounds)
    times |= warm
    memory = peaks() if sys.platform == "linux" else {}
    if options.json:
        print(json.dumps({"seconds": times, "mebibytes": memory, "points_with_findings": losing}, indent=2))
        return
    print(table("median time", times, {"÷ bare": BARE, "÷ import": LIBRARIES}, time_shown))
    print()
    if memory:
        print(table("peak memory", memory, {"÷ bare": BARE, "÷ import": LIBRARIES}, "{:.1f} MiB".format))
    print("\npoints with findings:", ", ".join(f"{name}: {count}" for name, count in losing.items()))


if __name__ == "__main__":
    main()
