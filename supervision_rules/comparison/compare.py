"""Two schemes compared: what changed, and what that does to cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..lowering import lower
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, Scheme
from .change import Change
from .changes import changes_of
from .effects import Effect, Effects
from .pairing import Pair, Said, pair_items
from .slots import Slots


@frozen(kw_only=True)
class Comparison:
    """What changed from an older scheme to a newer, and what it does to each of the cases."""

    old: Scheme
    new: Scheme
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...] = ()

    def change(self, id: str) -> Change:
        """A change by its id. Raises KeyError where there is none such."""
        return {one.id: one for one in self.changes}[id]


def compare(old: Scheme, new: Scheme, cases: Iterable[Case] = (), said: Sequence[Said] = ()) -> Comparison:
    """What changed from one scheme to another, and what it does to cases of the older; `said` says which points stand for which.

    Raises SupervisionRulesError where a scheme is wrong, where the two measure different things (`not-comparable`), and as `pair_items`.
    """
    lowered = lower(old), lower(new)
    if (lowered[0].measure, lowered[0].levels) != (lowered[1].measure, lowered[1].levels):
        raise SupervisionRulesError([Problem("not-comparable", {"old": old.id, "new": new.id})])
    pairs = pair_items(old, new, said)
    slots = Slots.of(*lowered, pairs)
    changes = changes_of(old, new, slots)
    effects = Effects(old, new, slots, changes)
    return Comparison(old=old, new=new, pairs=pairs, changes=changes, effects=tuple(effects.of(case) for case in cases))
