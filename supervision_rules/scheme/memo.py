"""Values that are made once from something frozen and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from attrs import field, frozen

T = TypeVar("T")


@frozen(slots=False)
class Remembering:
    """Keeps what was worked out from it, so that nobody needs a cache of their own. Safe to share between threads: at worst a value is made twice."""

    _kept: dict[Hashable, Any] = field(factory=dict, init=False, eq=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What is copied or goes to another process: all but what can be made again."""
        return {**self.__dict__, "_kept": {}}

    def once(self, key: Hashable, build: Callable[[], T]) -> T:
        """What `build` makes, made at the first call for `key`."""
        if key not in self._kept:
            self._kept[key] = build()
        value: T = self._kept[key]
        return value
