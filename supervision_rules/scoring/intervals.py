"""Stretches of the number line, and whether they cover a domain, each place once."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen


@frozen
class Bound:
    """An end of a stretch; `closed` where the end belongs to it."""

    at: Fraction
    closed: bool


@frozen
class Stretch:
    """From `low` to `high`; None: no end."""

    low: Bound | None
    high: Bound | None


def uncovered(stretches: list[Stretch], low: Fraction | None, high: Fraction | None, grain: Fraction | None) -> tuple[str, Fraction] | None:
    """The first place of low..high that no stretch holds (`band-gap`) or two do (`band-overlap`), or an empty stretch (`band-empty`).

    There is one stretch at least. Between open ends only multiples of `grain` count, where it is known: 3 and 4 leave no gap among whole numbers.
    """
    for stretch in stretches:
        if stretch.low and stretch.high and _empty(stretch.low, stretch.high):
            return "band-empty", stretch.low.at
    inner = sorted(stretches, key=lambda s: (s.low is not None, s.low.at if s.low else 0, not s.low.closed if s.low else False))
    start, reached = inner[0].low, inner[0].high
    if start is not None and (low is None or start.at > low or (start.at == low and not start.closed)):
        return "band-gap", low if low is not None else start.at
    for stretch in inner[1:]:
        if reached is None:
            return "band-overlap", stretch.low.at if stretch.low else Fraction(0)
        if stretch.low is None:
            return "band-overlap", reached.at
        fault = _seam(reached, stretch.low, grain)
        if fault:
            return fault
        reached = stretch.high
    if reached is not None and (high is None or reached.at < high or (reached.at == high and not reached.closed)):
        return "band-gap", high if high is not None else reached.at
    return None


def _empty(low: Bound, high: Bound) -> bool:
    return low.at > high.at or (low.at == high.at and not (low.closed and high.closed))


def _seam(end: Bound, start: Bound, grain: Fraction | None) -> tuple[str, Fraction] | None:
    """What is wrong where one stretch ends and the next begins."""
    if start.at < end.at or (start.at == end.at and start.closed and end.closed):
        return "band-overlap", start.at
    between = _between(end, start, grain)
    return None if between is None else ("band-gap", between)


def _between(end: Bound, start: Bound, grain: Fraction | None) -> Fraction | None:
    """The first place after one end and before the other that a value can take."""
    if end.at == start.at and (end.closed or start.closed):
        return None
    first = -(-end.at // grain) * grain if grain else end.at
    if end.closed and first == end.at:
        first = first + grain if grain else (end.at + start.at) / 2
    return first if first < start.at or (first == start.at and not start.closed) else None
