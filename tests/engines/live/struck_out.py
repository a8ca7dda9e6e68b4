"""Which event of a slot stands, naively: nothing is ever removed, what was taken back is struck out, and of what is left the last stands."""

from __future__ import annotations


class Tellings:
    """All that was told of a slot, in order: each telling with its corrections; and what was taken back."""

    def __init__(self) -> None:
        self._tellings: list[list[str]] = []
        self._taken_back: set[str] = set()

    def _telling(self, id: str) -> list[str] | None:
        return next((telling for telling in self._tellings if id in telling), None)

    def counts(self, id: str) -> bool:
        """Whether an event told something that was not taken back."""
        telling = self._telling(id)
        return telling is not None and self._taken_back.isdisjoint({id, telling[0]})

    def add(self, id: str, about: str = "", *, retracts: bool = False) -> None:
        """The next event: it tells anew, or corrects or retracts the one that it is about."""
        telling = self._telling(about)
        if telling is None:
            self._tellings.append([id])
        elif retracts:
            self._taken_back.add(about)
        else:
            telling.append(id)

    @property
    def standing(self) -> str | None:
        """The event that stands."""
        left = [[id for id in telling if self.counts(id)] for telling in self._tellings]
        return next((ids[-1] for ids in reversed(left) if ids), None)
