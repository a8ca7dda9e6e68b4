"""Where drawing begins: a complete case that obeys every constraint, the reference case of its scheme if it has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from hypothesis.errors import InvalidArgument

from ..expression import Kind
from ..loading import load_case
from ..lowering import Value
from ..messages import SupervisionRulesError
from ..scheme import Better, Case
from .ground import Ground
from .moving import Mover
from .situations import Situation, Spot


def start(ground: Ground, near: Case | None = None) -> Situation:
    """A complete situation: a case, by default the scheme's reference case, with what it lacks filled in; where there is none, all at its best.

    Raises InvalidArgument where the case is not one of the scheme, or where nothing was found that its constraints allow.
    """
    if near is None:
        return ground.scheme.once("start", lambda: _started(ground, _reference(ground)))
    return _started(ground, entered(ground, near))


def _started(ground: Ground, situation: Situation) -> Situation:
    found = completed(ground, situation)
    if found is None:
        raise InvalidArgument(f"found no complete case of {ground.scheme.id} that obeys its constraints; pass one near which to draw (near=...)")
    return found


def _reference(ground: Ground) -> Situation:
    reference = ground.scheme.header.reference_case
    if reference is None or ground.scheme.directory is None:
        return Situation()
    return entered(ground, load_case(reference, ground.scheme))


def entered(ground: Ground, case: Case) -> Situation:
    """A case in base units. Raises InvalidArgument where its scheme does not accept it."""
    if not isinstance(case, Case):
        raise InvalidArgument(f"{case!r} is not a Case; load it first: load_case(...)")
    try:
        situation = ground.enter(case)
    except SupervisionRulesError as error:
        raise InvalidArgument(f"{case.id} is no case of {ground.scheme.id}:\n{error}") from error
    seen = ground.see(situation)
    broken = [] if seen is None else [breach.constraint.id for breach in ground.breaches(seen)]
    if seen is None or broken:
        why = f"it breaks {', '.join(broken)}" if broken else "its totals contradict its rows or lie outside their domain"
        raise InvalidArgument(f"{case.id} is no case of {ground.scheme.id}: {why}")
    return situation


def no_such(ground: Ground, what: str, name: object, known: Iterable[str]) -> str:
    """That a scheme has nothing of a name, and what may have been meant."""
    close = get_close_matches(str(name), known, 1)
    return f"{ground.scheme.id} has no {what} {name!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def completed(ground: Ground, situation: Situation, like: Iterable[Situation] = (), wanted: Iterable[str] | None = None) -> Situation | None:
    """The situation with what it lacks (only what is `wanted`, if that is said) filled in, as others have it where they have it."""
    mover = Mover(ground, lacks(situation), wanted)
    high, low = _ends(ground, low=False), _ends(ground, low=True)
    fills = [*({**high, **_as_in(ground, other)} for other in like), _best(ground), high, low]
    told_by_rows = mover.wanted.intersection(ground.totals).difference(situation.values)
    for known in (_with_cells(ground, situation), situation) if told_by_rows else (situation,):
        seen = ground.see(known)
        missing = [] if seen is None else [name for name in ground.lacking(seen) if name in mover.wanted]
        for fill in fills if seen is not None else ():
            found = mover.settle(known.giving({name: fill[name] for name in missing})) if fill.keys() >= set(missing) else None
            if found is not None:
                return found
    return None


def lacks(situation: Situation) -> Callable[[Spot], bool]:
    """Whether a situation has no value at a spot."""

    def lacking(spot: Spot) -> bool:
        return (spot.row is not None and spot.table not in situation.rows) or situation.value(spot) is None

    return lacking


def _with_cells(ground: Ground, situation: Situation) -> Situation:
    """The situation with every missing cell at its least."""
    for table in situation.rows:
        for spot in ground.cells(situation, table):
            if situation.value(spot) is None:
                scale = ground.scales[spot.name]
                situation = situation.put(spot, scale.value(scale.first))
    return situation


def _as_in(ground: Ground, other: Situation) -> dict[str, Value]:
    """Every fact and total as another situation has it, be it told by rows there."""
    seen = ground.see(other) or {}
    known = {name: (ground.scales[name], seen[name]) for name in ground.lowered.inputs if seen.get(name) is not None}
    return {name: scale.value(scale.number(value)) for name, (scale, value) in known.items()}


def _best(ground: Ground) -> dict[str, Value]:
    """Every fact at its good end; one without is at the end that leaves others the most room."""
    worst_first = {name: made.better is not Better.LESS for name, made in ground.lowered.inputs.items()}
    return {**_ends(ground, low=False), **{name: value for name, value in _ends(ground, low=True).items() if not worst_first[name]}}


def _ends(ground: Ground, *, low: bool) -> dict[str, Value]:
    """Every fact at one end; days at the beginning of the period."""
    first_day = ground.scheme.header.period.from_.toordinal()
    scales = {name: ground.scales[name] for name in ground.lowered.inputs}
    return {
        name: first_day if scale.kind is Kind.DATE else scale.value(scale.first if low else scale.last)
        for name, scale in scales.items()
        if scale.first <= scale.last
    }
