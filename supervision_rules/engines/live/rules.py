"""A scheme made ready for evidence as it arrives: shared by all its districts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ...expression import Node, Result, references, walk
from ...lowering import ConditionAlert, CountAlert, DeadlineAlert, lower
from ...messages import Problem, SupervisionRulesError
from ...scheme import Scheme
from ..exact import ClausePlan, Compiled, Environment, Follower
from .arriving import Receiver
from .ruleset import Rule, make_rule
from .sessions import Engine
from .watching import CountWatcher, DeadlineWatcher, Watcher, row_condition


@frozen(eq=False)
class Switch:
    """A condition that evidence may switch on or off: of a clause, a veto that reads no results, or an alert.

    `rule` is what durable_rules knows of it (without it no more than a name), `reads` the names that change what it comes to.
    """

    holds: Compiled
    rule: Rule
    reads: frozenset[str]
    clause: tuple[str, ClausePlan] | None = None
    alert: str = ""


class LiveRules:
    """The scheme's clauses, vetoes and alerts, and who judges them."""

    def __init__(self, scheme: Scheme, *, durable: bool) -> None:
        """Make a scheme ready; with `durable` durable_rules says what fires and the exact engine checks it, else the exact engine says.

        Raises SupervisionRulesError: `live-missing`, `live-too-wide`, `live-names-clash`.
        """
        self.scheme = scheme
        self.lowered = lower(scheme)
        self.follower = Follower(self.lowered)
        self.receiver = Receiver(self.lowered)
        self._compiled = self.follower.preparation.compiled
        self.switches = {switch.rule.name: switch for switch in self._switches(durable)}
        self._reading: dict[str, dict[str, Switch]] = {}
        for name, switch in self.switches.items():
            for read in switch.reads:
                self._reading.setdefault(read, {})[name] = switch
        self.children = {above: [plan for plan in self.lowered.tables.values() if plan.parent == above] for above in self.lowered.tables}
        self._row = row_condition(self._compiled, self.follower.preparation.constants)
        rules = [switch.rule for switch in self.switches.values()]
        self.engine = Engine(f"{scheme.id}.{self.lowered.hash}", rules) if durable else None

    def _switches(self, durable: bool) -> Iterator[Switch]:
        for number, (when, clause, alert) in enumerate(self._conditions()):
            name = f"r{number}"
            rule = make_rule(name, when, self.lowered, self._compiled) if durable else Rule(name, None, {})
            nodes = [when] if clause is None else [when, clause[1].clause.amount, self.follower.item[clause[0]].applies]
            yield Switch(self._compiled(when), rule, frozenset(name for node in nodes for name in references(node)), clause, alert)

    def _conditions(self) -> Iterator[tuple[Node, tuple[str, ClausePlan] | None, str]]:
        for item in self.lowered.items:
            for part in item.parts:
                for clause in part.clauses:
                    yield clause.when, (item.id, ClausePlan(clause, self.follower.preparation)), ""
        for veto in self.lowered.vetoes:
            if not any(isinstance(node, Result) for node in walk(veto.when)):
                yield veto.when, None, ""
        for alert in self.lowered.alerts:
            if isinstance(alert, ConditionAlert):
                yield alert.when, None, alert.id

    def reading(self, names: Iterable[str]) -> dict[str, Switch]:
        """The switches that read any of the names, by the names of their rules."""
        return {name: switch for read in names for name, switch in self._reading.get(read, {}).items()}

    def watchers(self) -> list[Watcher]:
        """What watches the counts and deadlines of a district."""
        made: list[Watcher] = []
        for alert in self.lowered.alerts:
            if isinstance(alert, CountAlert):
                made.append(CountWatcher(alert, self.lowered, self.scheme.header.period, self._row))
            elif isinstance(alert, DeadlineAlert):
                made.append(DeadlineWatcher(alert, self.lowered, self._row))
        return made

    def holding(self, district: str, switches: Mapping[str, Switch], values: Environment) -> frozenset[str]:
        """The names of those switches that are on.

        Raises SupervisionRulesError (`engines-differ`) where durable_rules and the exact engine do not agree.
        """
        exact = frozenset(name for name, switch in switches.items() if switch.holds(values) is True)
        if self.engine is not None:
            fired = self.engine.fired(district, {name: switch.rule.fact(values) for name, switch in switches.items()})
            if fired != exact:
                raise SupervisionRulesError([Problem("engines-differ", {"rules": sorted(fired ^ exact)})])
        return exact
