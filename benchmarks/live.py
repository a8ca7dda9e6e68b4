"""Evidence as it arrives, for many districts in one process: `python benchmarks/live.py [--events N] [--districts N] [--json]`, with a Python into
which the library is installed with its extra `live`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter

from supervision_rules import Scheme, load_case, load_scheme
from supervision_rules.engines.exact import Follower, Ongoing
from supervision_rules.engines.live import LiveEngine
from supervision_rules.engines.live.engine import Judge
from supervision_rules.engines.live.rules import LiveRules
from supervision_rules.loading import event_line, read_event
from supervision_rules.lowering import lower
from supervision_rules.scheme import Event, Given
from supervision_rules.verification.realising import written

SCHEME, CASE = "changzhou-2021", "xinbei-2020"
BATCH = 1000
SAMPLE = 50_000
MARKS = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--districts", type=int, default=3000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scheme = load_scheme(SCHEME)
    sample = min(SAMPLE, options.events)
    figures: dict[str, object] = {"events": options.events, "districts": options.districts, "sample": sample}
    plain = plain_durable(scheme, sample, options.districts)
    figures["plain durable_rules, events/s"] = round(plain)
    for judge in ("exact", "durable"):
        rate, _ = followed(scheme, sample, options.districts, judge)  # type: ignore[arg-type]
        figures[f"{judge}, events/s"] = round(rate)
        figures[f"{judge} ÷ plain durable_rules"] = round(rate / plain, 3)
    rate, memory = followed(scheme, options.events, options.districts, "durable", progress=True)
    figures |= {"all events, durable, events/s": round(rate), "resident MiB along the way": memory}
    figures["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures, ensure_ascii=False, indent=2) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


def lines(scheme: Scheme, count: int, districts: int) -> Iterator[str]:
    """Facts of Xinbei, some of them off by up to half, for a district at random; one in a hundred takes an earlier one back."""
    draw = random.Random(2020)
    lowered = lower(scheme)
    facts = [(given.id, values(given, scheme, draw)) for given in load_case(CASE, scheme).facts if given.id in lowered.inputs]
    last: dict[int, str] = {}
    for number in range(count):
        district = draw.randrange(districts)
        day = date(2020, 1, 1) + timedelta(days=number * 365 // count)
        base = {"id": str(number), "district": f"district-{district}", "at": day}
        if district in last and draw.randrange(100) == 0:
            yield event_line(Event(**base, retracts=last.pop(district)))  # type: ignore[arg-type]
            continue
        name, known = draw.choice(facts)
        last[district] = str(number)
        yield event_line(Event(**base, fact=name, value=draw.choice(known)))  # type: ignore[arg-type]


def values(given: Given, scheme: Scheme, draw: random.Random) -> list[object]:
    """What a fact is told to be: as in Xinbei, or a number near it."""
    made = lower(scheme).inputs[given.id]
    if not isinstance(given.value, str) or made.low is None or made.high is None or made.places:
        return [given.value]
    value = int(given.value.split()[0]) if given.value.split()[0].isdigit() else None
    if value is None:
        return [given.value]
    near = [min(max(value * draw.randint(50, 150) // 100, -(-made.low // made.unit.factor)), made.high // made.unit.factor) for _ in range(3)]
    return [given.value, *(written(made, one * made.unit.factor) for one in near)]


def followed(scheme: Scheme, count: int, districts: int, judge: Judge, *, progress: bool = False) -> tuple[float, list[int]]:
    """Events a second, and the memory held after every tenth of them; all districts are kept at hand, the journal is on the disk."""
    with tempfile.TemporaryDirectory() as place, LiveEngine(scheme, Path(place, "journal"), engine=judge, keep=districts) as live:
        waiting = lines(scheme, count, districts)
        memory, spent = [], 0.0
        for done in range(0, count, BATCH):
            some = list(islice(waiting, BATCH))
            start = perf_counter()
            with live.batch():
                for line in some:
                    live.post_line(line)
            spent += perf_counter() - start
            if (done + BATCH) * MARKS // count != done * MARKS // count:
                memory.append(resident())
                if progress:
                    print(f"{done + BATCH}: {memory[-1]} MiB, {round((done + BATCH) / spent)}/s", file=sys.stderr)
    return count / spent, memory


def plain_durable(scheme: Scheme, count: int, districts: int) -> float:
    """Events a second of durable_rules alone: for every event the facts of the clauses that read it are taken back and told anew, what fires is
    read. Nothing is kept, scored or told, and the numbers are worked out beforehand.
    """
    rules = LiveRules(scheme, durable=True)
    follower = Follower(rules.lowered)
    known = {id: Ongoing(follower) for id in range(min(districts, 100))}
    spent = 0.0
    for number, line in enumerate(lines(scheme, count, districts)):
        event = read_event(line)
        if not event.fact:
            continue
        arrival = rules.receiver.receive(event)
        assert arrival.given is not None
        one = known[number % len(known)]
        one.put({event.fact: (arrival.given, arrival.value)}, {})
        facts = {name: switch.rule.fact(one.values) for name, switch in rules.reading([event.fact]).items()}
        assert rules.engine is not None
        start = perf_counter()
        rules.engine.fired(event.district, facts)
        spent += perf_counter() - start
    assert rules.engine is not None
    rules.engine.close()
    return count / spent


def resident() -> int:
    """The memory that the process holds, in MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
