"""Provenance: how far each element of a scheme can be trusted, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen
from attrs.converters import optional


class Basis(StrEnum):
    """Who says it, strongest first."""

    STATED = "stated"
    CITED = "cited"
    RECONSTRUCTED = "reconstructed"


class Trust(StrEnum):
    """How it was seen, strongest first; only `read` stands without a mark of doubt."""

    READ = "read"
    DERIVED = "derived"
    READ_SW = "read-sw"
    MEMORY = "memory"


ELEMENTS = (
    "title",
    "number",
    "worth",
    "standard",
    "form",
    "threshold",
    "rate",
    "cap",
    "effect",
    "condition",
    "order",
    "count",
    "result",
)


@frozen(kw_only=True)
class Evidence:
    """Where something comes from. `stated` and `cited` name their trust and source; `reconstructed` has neither."""

    basis: Basis = field(converter=Basis)
    trust: Trust | None = field(default=None, converter=optional(Trust))
    source: str = ""
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it is stated or cited but was not read in the text itself."""
        return self.basis is not Basis.RECONSTRUCTED and self.trust is not Trust.READ

    @property
    def mark(self) -> str:
        """The basis as it is shown: with `?` where doubtful."""
        return f"{self.basis.value}?" if self.doubtful else self.basis.value

    @property
    def weakness(self) -> tuple[int, int]:
        """Greater is weaker."""
        return list(Basis).index(self.basis), list(Trust).index(self.trust) if self.trust else 0


@frozen(kw_only=True)
class ElementEvidence(Evidence):
    """Where one element of an entry comes from."""

    element: str


@frozen(kw_only=True)
class Sourced(Evidence):
    """An entry with provenance: its own, and that of elements which stand better or worse."""

    provenance: tuple[ElementEvidence, ...] = ()

    def evidence(self) -> Iterator[Evidence]:
        """The entry's own evidence, then that of its elements."""
        yield self
        yield from self.provenance

    @property
    def weakest(self) -> Evidence:
        """The weakest evidence that the entry stands on."""
        return max(self.evidence(), key=lambda one: one.weakness)
