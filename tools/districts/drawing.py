"""Whole numbers drawn by a seed, the same on every machine and in every version of Python."""

from __future__ import annotations

import random

from attrs import define, field


@define
class Drawing:
    """Draws what makes up a district. Nothing here is a float: the files must come out byte by byte as before."""

    seed: str
    _random: random.Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return self._random.randint(low, high)

    def chance(self, percent: int) -> bool:
        """Yes in so many of a hundred cases."""
        return self._random.randint(1, 100) <= percent

    def about(self, value: int, percent: int) -> int:
        """A number within so many percent of another."""
        return value * self.between(100 - percent, 100 + percent) // 100

    def by(self, quality: int, worst: int, best: int, spread: int = 15) -> int:
        """A number between `worst` and `best` according to a quality of 0 to 100, off by up to `spread` points of it."""
        at = min(100, max(0, quality + self.between(-spread, spread)))
        return worst + (best - worst) * at // 100


def part(of: int, percent: int) -> int:
    """So many percent of a number."""
    return of * percent // 100


def up(of: int, by: int) -> int:
    """A quotient, rounded up."""
    return -(-of // by)
