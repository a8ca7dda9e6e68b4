"""What stands: corrections and retractions erase nothing, they decide which of the events of a slot counts."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from .journal import ChangeKind, Entry


@define
class History:
    """The events of a slot in their order.

    Of all that was told anew the latest stands, corrected as it was corrected last. What is retracted counts no more: with an event go its
    corrections, after a correction that is retracted stands what was told before it.
    """

    _begun_by: dict[str, str] = field(factory=dict)
    _versions: dict[str, list[str]] = field(factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> History:
        """The history that entries make, in their order."""
        history = cls()
        for entry in entries:
            history.add(entry)
        return history

    def add(self, entry: Entry) -> None:
        """Add the next event; one that corrects or retracts is about one that `counts`."""
        if entry.change is ChangeKind.NEW:
            self._begun_by[entry.id] = entry.id
            self._versions[entry.id] = [entry.id]
            return
        begun_by = self._begun_by[entry.about]
        if entry.change is ChangeKind.CORRECTION:
            self._begun_by[entry.id] = begun_by
            self._versions[begun_by].append(entry.id)
        elif entry.about == begun_by:
            del self._versions[begun_by]
        else:
            self._versions[begun_by].remove(entry.about)

    def counts(self, id: str) -> bool:
        """Whether an event may still be corrected or retracted: it told something, and that was not taken back."""
        return id in self._versions.get(self._begun_by.get(id, ""), ())

    @property
    def standing(self) -> str | None:
        """The id of the event that counts."""
        return next(reversed(self._versions.values()))[-1] if self._versions else None
