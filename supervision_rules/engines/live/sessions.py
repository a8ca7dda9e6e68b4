"""durable_rules, inside the limits in which it was measured to be right: its C engine alone, narrow facts of integers, few sessions used again."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from threading import Lock
from types import ModuleType

from attrs import define, field

from ...messages import Problem, SupervisionRulesError
from .ruleset import Rule

MOST_SESSIONS = 64
"""Live sessions in a ruleset, each about 3 MB; the engine's own end is at 1,024, after which it never works again."""
MOST_RULES = 256
"""Rules in a ruleset; with 512 the engine never comes back."""
RESERVED = ("sid", "id", "$s")
NO_MATCH = 1


def durable() -> ModuleType:
    """The C engine of durable_rules.

    Raises SupervisionRulesError (`live-missing`) where it is not installed or does not load, as its only release does on Python 3.13 and newer.
    """
    try:
        return import_module("durable_rules_engine")
    except ImportError as error:
        raise SupervisionRulesError([Problem("live-missing", {"reason": str(error)})]) from None


class Engine:
    """Rules in the engine, spread over as many rulesets as their number asks for. Safe to share between threads: one works at a time."""

    def __init__(self, name: str, rules: Iterable[Rule], sessions: int = MOST_SESSIONS) -> None:
        """`name` is that of the rulesets, `sessions` how many districts keep their facts in the engine.

        Raises SupervisionRulesError: `live-missing`; `live-names-clash` where two names are one for the engine, which knows them by a hash.
        """
        self._c = durable()
        self._lock = Lock()
        self._shards: list[_Shard] = []
        self._shard_of: dict[str, _Shard] = {}
        waiting = list(rules)
        refuse_clashes(waiting)
        while waiting:
            some, waiting = waiting[:MOST_RULES], waiting[MOST_RULES:]
            shard = _Shard(self._c, f"{name}.{len(self._shards)}", some, min(sessions, MOST_SESSIONS))
            self._shards.append(shard)
            self._shard_of |= dict.fromkeys((rule.name for rule in some), shard)

    def fired(self, district: str, facts: Mapping[str, Mapping[str, int]]) -> frozenset[str]:
        """Of the rules with new facts those that fire for the district; facts that it has for other rules stay."""
        with self._lock:
            return frozenset(name for name, fact in facts.items() if self._shard_of[name].fires(district, name, fact))

    def forget(self, district: str) -> None:
        """Take back the facts of a district."""
        with self._lock:
            for shard in self._shards:
                shard.forget(district)

    def close(self) -> None:
        """Give back what the engine holds."""
        with self._lock:
            for shard in self._shards:
                shard.close()
            self._shards.clear()


@define(eq=False)
class _Lease:
    """A session that a district holds, and the rules for which it has a fact there."""

    sid: str
    held: set[str] = field(factory=set)


class _Shard:
    """One ruleset with a fixed number of sessions: a district that comes when all are held takes that of the one not heard of for longest.

    Sessions are never deleted: that leaks, and through the library's own host crashes.
    """

    def __init__(self, c: ModuleType, name: str, rules: list[Rule], sessions: int) -> None:
        self._c = c
        self._handle = c.create_ruleset(name, json.dumps({rule.name: {"all": [{"m": rule.test}]} for rule in rules}))
        self._free = [f"s{number}" for number in range(sessions)]
        self._leases: OrderedDict[str, _Lease] = OrderedDict()

    def fires(self, district: str, rule: str, fact: Mapping[str, int]) -> bool:
        lease = self._lease(district)
        if rule in lease.held:
            self._retract(lease, rule)
        if not fact or any(isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**62 for value in fact.values()):
            if fact:
                raise ValueError(f"{rule}: {dict(fact)} is not of whole numbers below 2^62")
            return False
        names = set(self._assert(lease, rule, fact))
        if names - {rule}:
            raise RuntimeError(f"{rule}: durable_rules fired {sorted(names)}")
        return bool(names)

    def _assert(self, lease: _Lease, rule: str, fact: Mapping[str, int]) -> Iterator[str]:
        code, offset = self._c.assert_fact(self._handle, json.dumps({"sid": lease.sid, "id": rule, **fact}))
        if code == NO_MATCH:  # no rule: the engine drops the fact
            return
        if code:
            raise RuntimeError(f"{rule}: durable_rules says {code}")
        lease.held.add(rule)
        found = self._c.start_action_for_state(self._handle, offset)
        fired = found and found[1]
        while fired:
            yield from json.loads(fired)
            fired = self._c.complete_and_start_action(self._handle, offset)

    def _lease(self, district: str) -> _Lease:
        lease = self._leases.get(district)
        if lease is None:
            if not self._free:
                self.forget(next(iter(self._leases)))
            lease = self._leases[district] = _Lease(self._free.pop())
        self._leases.move_to_end(district)
        return lease

    def forget(self, district: str) -> None:
        lease = self._leases.pop(district, None)
        if lease is not None:
            for rule in sorted(lease.held):
                self._retract(lease, rule)
            self._free.append(lease.sid)

    def _retract(self, lease: _Lease, rule: str) -> None:
        self._c.retract_fact(self._handle, json.dumps({"sid": lease.sid, "id": rule}))
        lease.held.discard(rule)

    def close(self) -> None:
        self._c.delete_ruleset(self._handle)


def refuse_clashes(rules: Iterable[Rule]) -> None:
    """Raises SupervisionRulesError (`live-names-clash`) where two names in the rules have one hash: the engine would take them for one."""
    seen = {fnv(name): name for name in RESERVED}
    for name in (name for rule in rules for name in (rule.name, *rule.atoms)):
        other = seen.setdefault(fnv(name), name)
        if other != name or not name.isascii():
            raise SupervisionRulesError([Problem("live-names-clash", {"name": name, "other": other})])


def fnv(name: str) -> int:
    """The hash by which the engine knows a name: FNV-1a of 32 bits over signed characters."""
    found = 2166136261
    for byte in name.encode():
        found = ((found ^ (byte - 256 if byte > 127 else byte)) * 16777619) & 0xFFFFFFFF
    return found
