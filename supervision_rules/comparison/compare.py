"""Two schemes compared: what changed, and what that does to cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..engines.exact import prepare
from ..expression import Labels
from ..lowering import lower
from ..messages import Problem, SupervisionRulesError, require
from ..scheme import Case, Scheme
from .carrying import Carrier
from .change import Change
from .changes import changes_of
from .difference import Difference
from .effect import CaseEffect
from .mixtures import Mixtures
from .pairing import Pair, Said, pair_items
from .slots import Slots
from .working import Working


@frozen(kw_only=True)
class Comparison:
    """What changed from an older scheme to a newer, what it does to each of the cases, and, where that was asked, to any district there might be."""

    old: Scheme
    new: Scheme
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    effects: tuple[CaseEffect, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def by_level(self) -> bool:
        """Whether points are not scored but put on levels."""
        return bool(lower(self.new).levels)

    @property
    def labels(self) -> Labels:
        """The words of both schemes for the names that they read; where they differ, those of the older, whose cases these are."""
        return {**lower(self.new).labels, **lower(self.old).labels}

    def change(self, id: str) -> Change:
        """A change by its id. Raises KeyError where there is none such."""
        return {one.id: one for one in self.changes}[id]


def compare(
    old: Scheme, new: Scheme, cases: Iterable[Case] = (), said: Sequence[Said] = (), *, prove: bool = False, newer: bool = False
) -> Comparison:
    """What changed from one scheme to another, and what it does to cases of the older (with `newer` of the newer); `said` says which points stand for
    which.

    With `prove` every change of a rule, target or quantity is asked whether it can make a difference: a made-up district for which it does, or the
    proof that there is none.

    Raises SupervisionRulesError where a scheme is wrong, where the two measure different things (`not-comparable`), as `pair_items`, and where the
    extra `proof` is lacking (`extra-missing`).
    """
    lowered = lower(old), lower(new)
    if (lowered[0].measure, lowered[0].levels) != (lowered[1].measure, lowered[1].levels):
        raise SupervisionRulesError([Problem("not-comparable", {"old": old.id, "new": new.id})])
    pairs = pair_items(old, new, said)
    slots = Slots.of(*lowered, pairs)
    changes = changes_of(old, new, slots)
    mixtures = Mixtures(slots, changes)
    carrier = Carrier(*(reversed(lowered) if newer else lowered))
    effects = tuple(_effect(mixtures, carrier, old, new, case, newer) for case in cases)
    differences = _differences(old, mixtures) if prove else ()
    return Comparison(old=old, new=new, pairs=pairs, changes=changes, effects=effects, differences=differences)


def _differences(old: Scheme, mixtures: Mixtures) -> tuple[Difference, ...]:
    require("z3", "proof")
    from .differing import Differ

    return tuple(Differ(old, mixtures).all())


def _effect(mixtures: Mixtures, carrier: Carrier, old: Scheme, new: Scheme, case: Case, newer: bool) -> CaseEffect:
    """What becomes of a case; one that cannot be assessed under both schemes has its problems instead."""
    try:
        if newer:
            return Working(mixtures, case, (prepare(old, carrier.carry(case).case), prepare(new, case))).effect(())
        before = prepare(old, case)
        if mixtures.slots.same_names:
            return Working(mixtures, case, (before, before)).effect(())
        carried = carrier.carry(case)
        return Working(mixtures, case, (before, prepare(new, carried.case))).effect(carried.left_out)
    except SupervisionRulesError as error:
        return CaseEffect(case=case.id, subject=case.subject, problems=error.problems)
