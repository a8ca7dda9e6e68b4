"""Moving a situation about within the constraints of its scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..expression import TooManyChanges, stretches
from .ground import Ground
from .situations import Breach, Situation, Spot

MOST_TRIES = 60
HALVINGS = 3
Reach = list[tuple[int, int]]


class Mover:
    """Moves values, and mends what that breaks by moving others: an equation by what can take it up, any other constraint by what it holds back.

    Only `free` spots are moved, and every fact stays known of which that is `wanted`.
    """

    def __init__(self, ground: Ground, free: Callable[[Spot], bool] = lambda _: True, wanted: Iterable[str] | None = None) -> None:
        self.ground = ground
        self.free = free
        self.wanted = frozenset(ground.lowered.inputs if wanted is None else wanted)
        self._tries = 0

    def move(self, situation: Situation, spot: Spot, n: int, turn: int = 0) -> Situation:
        """The situation with the value numbered n at a spot, or one as near to it as the constraints allow; as it was where they allow none.

        `turn` chooses which of several others take up what the move breaks.
        """
        scale = self.ground.scales[spot.name]
        if not self.ground.watched(spot):
            return situation.put(spot, scale.value(n))
        now = situation.value(spot)
        here = n if now is None else scale.number(now)
        limits = [breach for breach in self.ground.on(spot) if not self.ground.tightness(breach)]
        for _ in range(HALVINGS):
            wanted = nearest(self.reach(situation, spot, limits), n)
            if wanted is None or (wanted == here and now is not None):
                return situation
            moved = self.settle(situation.put(spot, scale.value(wanted)), turn, frozenset({spot}))
            if moved is not None:
                return moved
            n = here + (wanted - here) // 8 if wanted > here else here - (here - wanted) // 8
        return situation

    def settle(self, situation: Situation, turn: int = 0, moved: frozenset[Spot] = frozenset()) -> Situation | None:
        """The situation with every breach mended by spots that were not `moved`, or None where it cannot be."""
        self._tries = 0
        return self._mend(situation, moved, turn)

    def _mend(self, situation: Situation, moved: frozenset[Spot], turn: int) -> Situation | None:
        self._tries += 1
        known = self._with_totals(situation)
        seen = None if known is None else self.ground.see(known)
        if known is None or seen is None or self._tries > MOST_TRIES:
            return None
        breach = next(self.ground.breaches(seen), None)
        if breach is None:
            return known
        spots = [spot for spot in self.ground.spots(known, breach) if spot not in moved and self.free(spot)]
        for spot in turned(spots, turn):
            for n in self._mending(known, spot, breach):
                mended = self._mend(known.put(spot, self.ground.scales[spot.name].value(n)), moved | {spot}, turn)
                if mended is not None:
                    return mended
        return None

    def _mending(self, situation: Situation, spot: Spot, breach: Breach) -> Iterator[int]:
        """What a spot could be moved to so that a constraint holds: best if its other limits hold too, else whatever becomes of them."""
        here = self.ground.scales[spot.name].number(situation.value(spot))
        held = self._held(situation, spot, breach)
        limits = [other for other in self.ground.on(spot) if other != breach and not self.ground.tightness(other)]
        kept, forced = nearest(self.reach(situation, spot, limits, held), here), nearest(held, here)
        yield from dict.fromkeys(n for n in (kept, forced) if n is not None)

    def reach(self, situation: Situation, spot: Spot, breaches: Iterable[Breach], within: Reach | None = None) -> Reach:
        """The numbers of a spot's values for which none of some constraints is false, all other values staying as they are."""
        scale = self.ground.scales[spot.name]
        allowed = [(scale.first, scale.last)] if within is None else within
        for breach in breaches:
            allowed = shared(allowed, self._held(situation, spot, breach)) if allowed else []
        return allowed

    def _held(self, situation: Situation, spot: Spot, breach: Breach) -> Reach:
        ground, node = self.ground, breach.constraint.node
        scale = ground.scales[spot.name]
        if not scale.measured:
            return [(n, n) for n in range(scale.first, scale.last + 1) if self._holds(situation.put(spot, scale.value(n)), breach)]
        seen = ground.see(situation)
        assert seen is not None
        values = seen if breach.row is None or breach.constraint.table is None else ground.row(seen, breach.constraint.table, breach.row)
        try:
            found = stretches(node, spot.name, values, scale.grid, ground.definitions)
        except TooManyChanges:
            return [(scale.first, scale.last)]
        return [(int(one.first / scale.grid.grain), int(one.last / scale.grid.grain)) for one in found if one.truth is not False]

    def _holds(self, situation: Situation, breach: Breach) -> bool:
        seen = self.ground.see(situation)
        return seen is not None and breach not in self.ground.breaches(seen)

    def _with_totals(self, situation: Situation) -> Situation | None:
        """The situation with totals given where they are wanted and no rows tell them, and nowhere else; None where it is refused."""
        ground = self.ground
        free = [name for name in ground.totals if self.free(Spot(name))]
        if not situation.rows and all(name in situation.values for name in free if name in self.wanted):
            return situation
        known = situation.giving(dict.fromkeys(free))
        for name in free:
            seen = ground.see(known)
            if seen is None:
                return None
            if seen[name] is None and name in self.wanted:
                before = situation.values.get(name)
                scale = ground.scales[name]
                known = known.giving({name: scale.value(scale.first) if before is None else before})
        return known


def nearest(reach: Reach, n: int) -> int | None:
    """The number within reach that is nearest to n."""
    return min((min(max(n, first), last) for first, last in reach), key=lambda found: abs(found - n), default=None)


def shared(left: Reach, right: Reach) -> Reach:
    """What lies within both."""
    both = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return [(first, last) for first, last in both if first <= last]


def without(reach: Reach, n: int) -> Reach:
    """What is within reach but for n."""
    parts = ((first, last) for low, high in reach for first, last in ((low, min(high, n - 1)), (max(low, n + 1), high)))
    return [(first, last) for first, last in parts if first <= last]


def turned(spots: list[Spot], turn: int) -> list[Spot]:
    """The spots in their order, beginning elsewhere."""
    start = turn % len(spots) if spots else 0
    return spots[start:] + spots[:start]
