"""Times of several things measured in turns, and their table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Seconds = dict[str, float]
Runs = dict[str, Callable[[int], object]]


def asked(description: str | None, rounds: int) -> argparse.Namespace:
    """What a benchmark is asked for: how many `rounds`, and whether as `json`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def alternating(runs: Runs, rounds: int, calls: int = 1) -> Seconds:
    """The median time of one call of each run, which is told the number of the call.

    Every round goes through all runs, every other round backwards; the first one only warms up.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name in list(runs)[:: -1 if number % 2 else 1]:
            for call in range(number * calls, (number + 1) * calls):
                start = perf_counter()
                runs[name](call)
                times[name].append(perf_counter() - start)
    return {name: median(found[calls:]) for name, found in times.items()}


def table(title: str, figures: Mapping[str, float], bases: Mapping[str, str], shown: Callable[[float], str]) -> str:
    """A table in Markdown: every figure over each base (heading and name of the base), then itself as a hint."""
    lines = [f"| {title} | {' | '.join(bases)} | here |", f"|---|{'---:|' * (len(bases) + 1)}"]
    for name, figure in figures.items():
        ratios = [f"{figure / figures[base]:.3g}×" for base in bases.values()]
        lines.append(f"| {name} | {' | '.join(ratios)} | {shown(figure)} |")
    return "\n".join(lines)


def time_shown(seconds: float) -> str:
    """Seconds as s, ms or µs, to three digits."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 0.001 else f"{seconds * 1e6:.3g} µs"
