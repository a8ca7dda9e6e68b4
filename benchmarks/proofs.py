"""How long a verdict on a whole scheme takes: `python benchmarks/proofs.py [--json]`, with a Python into which the library is installed."""

from __future__ import annotations

import json

from timing import Runs, alternating, asked, table, time_shown

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.verification import check, prove
from supervision_rules.verification.boundaries import boundaries

SCHEME, CASE = "changzhou-2021", "xinbei-2020"
ASSESS = "assess a thousand times"


def main() -> None:
    """Measure and print."""
    options = asked(__doc__, rounds=2)
    scheme = load_scheme(SCHEME)
    case = load_case(CASE, scheme)
    runs: Runs = {
        ASSESS: lambda _: [assess(scheme, case) for _ in range(1000)],
        "static checks": lambda _: check(scheme),
        "boundary cases of every point": lambda _: boundaries(scheme),
        "proof of every law": lambda _: prove(scheme),
    }
    times = alternating(runs, options.rounds)
    print(json.dumps({"seconds": times}, indent=2) if options.json else table("median time", times, {"÷ assess": ASSESS}, time_shown))


if __name__ == "__main__":
    main()
