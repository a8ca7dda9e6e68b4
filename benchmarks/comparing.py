"""How long the comparison of two schemes takes: `python benchmarks/comparing.py [--json]`, with a Python into which the library is installed."""

from __future__ import annotations

import json
import random
from fractions import Fraction

from attrs import evolve
from timing import Runs, alternating, asked, table, time_shown

from supervision_rules import Case, Scheme, assess, load_case, load_scheme
from supervision_rules.comparison import compare
from supervision_rules.engines.exact import prepare
from supervision_rules.lowering import Input, Value, lower
from supervision_rules.scheme import Given, Point
from supervision_rules.verification.realising import written

SCHEME, CASE = "changzhou-2021", "xinbei-2020"
ASSESS = "assess a thousand districts"
COUNT = 1000


def main() -> None:
    """Measure and print."""
    options = asked(__doc__, rounds=2)
    old = load_scheme(SCHEME)
    new = evolve(old, points=tuple(changed(point, number) for number, point in enumerate(old.points)))
    found = districts(old, options.rounds + 1)
    runs: Runs = {
        ASSESS: lambda number: [assess(old, case) for case in found[number]],
        "compare two schemes over them": lambda number: compare(old, new, fresh(found[number])),
    }
    times = alternating(runs, options.rounds)
    print(json.dumps({"seconds": times}, indent=2) if options.json else table("median time", times, {"÷ assess": ASSESS}, time_shown))


def changed(point: Point, number: int) -> Point:
    """Every other point with another limit to its first rule, half of what it was."""
    if number % 2 or point.worth is None:
        return point
    first, *rest = point.rule
    most = (first.at_most or point.worth) / 2
    return evolve(point, rule=(evolve(first, at_most=most), *rest))  # type: ignore[type-var]


def districts(scheme: Scheme, rounds: int) -> list[list[Case]]:
    """A thousand districts a round: Xinbei with half of the numbers that no constraint ties up to half as large or half as large again."""
    drawn = random.Random(2020)
    lowered = lower(scheme)
    tied = set(lowered.behind(*(one.node for one in lowered.constraints if one.table is None)))
    model = load_case(CASE, scheme)
    known = prepare(scheme, model)

    def district(number: int) -> Case:
        facts = [given if given.id in tied else varied(given, lowered.inputs[given.id], known[given.id], drawn) for given in model.facts]
        return evolve(model, id=f"district-{number}", facts=tuple(facts))

    return [[district(number) for number in range(COUNT)] for _ in range(rounds)]


def varied(given: Given, made: Input, value: Value, drawn: random.Random) -> Given:
    """The fact as given, or a number near it, on its grid and in its domain."""
    if made.low is None or made.high is None or made.aggregate is not None or isinstance(value, str) or value is None or drawn.random() < 0.5:
        return given
    grain = made.unit.factor / 10**made.places
    near = Fraction(value) * Fraction(drawn.randint(50, 150), 100) // grain * grain
    return Given(id=given.id, value=written(made, min(max(near, made.low), made.high)))


def fresh(cases: list[Case]) -> list[Case]:
    """The cases as if they were just loaded."""
    return [evolve(case) for case in cases]


if __name__ == "__main__":
    main()
