"""A scheme under another reading of its text."""

from __future__ import annotations

from attrs import evolve

from .readings import Alternative
from .scheme import Scheme


def under_reading(scheme: Scheme, reading: str, alternative: str) -> Scheme:
    """The scheme under an alternative of one of its readings, beside others under which it may stand already.

    Raises KeyError where the scheme has no such reading or alternative, ValueError where the alternative is in words only.
    """
    chosen = _find(scheme, reading, alternative)
    if not chosen.scorable:
        raise ValueError(f"{reading}/{alternative}")
    points = {item.id: item.rule for item in chosen.point}
    bonuses = {item.id: item.rule for item in chosen.bonus}
    values = {quantity.id: quantity.value for quantity in chosen.quantity}
    return evolve(
        scheme,
        reading=", ".join(filter(None, [scheme.reading, f"{reading}/{alternative}"])),
        points=tuple(evolve(point, rule=points.get(point.id, point.rule)) for point in scheme.points),
        bonuses=tuple(evolve(bonus, rule=bonuses.get(bonus.id, bonus.rule)) for bonus in scheme.bonuses),
        quantities=tuple(evolve(quantity, value=values.get(quantity.id, quantity.value)) for quantity in scheme.quantities),
    )


def _find(scheme: Scheme, reading: str, alternative: str) -> Alternative:
    for one in scheme.readings:
        for other in one.alternative:
            if (one.id, other.id) == (reading, alternative):
                return other
    raise KeyError(f"{reading}/{alternative}")
