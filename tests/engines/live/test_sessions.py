"""durable_rules within its limits: what it says is what the exact engine says, and what it is not sure of it never gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from engines.live.conditions import conditions, environments, facts
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.exact import compile_node
from supervision_rules.engines.live.ruleset import MOST_PROPERTIES, Rule, make_rule
from supervision_rules.engines.live.sessions import MOST_RULES, MOST_SESSIONS, Engine, fnv, refuse_clashes
from supervision_rules.expression import Compare, Logic, Node, Number, Ref

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

FACTS = facts()


def at_least(number: int, limit: int | None = None) -> Rule:
    """A rule on one property."""
    return Rule(f"r{number}", {"$gte": {f"r{number}_0": number if limit is None else limit}}, {f"r{number}_0": lambda _: None})


def fact(number: int, value: int) -> dict[str, dict[str, int]]:
    return {f"r{number}": {f"r{number}_0": value}}


@pytest.fixture
def engine() -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(*rules: Rule, **settings: Any) -> Engine:
        made.append(Engine(f"test.{len(made)}", rules, **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()


@given(st.lists(conditions(), min_size=1, max_size=5), st.data())
def test_it_fires_exactly_where_the_conditions_hold(drawn: list[Node], data: st.DataObject) -> None:
    rules = [make_rule(f"r{number}", condition, FACTS, compile_node) for number, condition in enumerate(drawn)]
    engine = Engine("law", rules, sessions=2)
    try:
        for district in data.draw(st.lists(st.sampled_from(["甲区", "乙区", "丙区"]), min_size=1, max_size=6)):
            values = data.draw(environments(FACTS))
            holding = {rule.name for rule, condition in zip(rules, drawn, strict=True) if compile_node(condition)(values) is True}
            assert engine.fired(district, {rule.name: rule.fact(values) for rule in rules}) == holding
    finally:
        engine.close()


class TestFacts:
    def test_a_new_one_takes_the_place_of_the_one_before(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5))
        assert [of.fired("某区", fact(0, value)) for value in (5, 4, 5, 5, 4)] == [{"r0"}, set(), {"r0"}, {"r0"}, set()]

    def test_one_without_properties_takes_the_old_one_away(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5))
        assert [of.fired("某区", some) for some in (fact(0, 5), {"r0": {}}, fact(0, 5))] == [{"r0"}, set(), {"r0"}]

    def test_only_rules_with_new_ones_are_told(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5), at_least(1, 5))
        assert of.fired("某区", {**fact(0, 5), **fact(1, 5)}) == {"r0", "r1"}
        assert of.fired("某区", fact(0, 6)) == {"r0"}

    def test_those_of_another_district_are_no_business_of_one(self, engine: Callable[..., Engine]) -> None:
        of = engine(Rule("r", {"$and": [{"$gte": {"a": 1}}, {"$gte": {"b": 1}}]}, {}))
        assert of.fired("甲区", {"r": {"a": 1}}) == set()
        assert of.fired("乙区", {"r": {"b": 1}}) == set()
        assert of.fired("甲区", {"r": {"a": 1, "b": 1}}) == {"r"}

    def test_what_was_forgotten_may_come_again(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5))
        assert of.fired("某区", fact(0, 5)) == {"r0"}
        of.forget("某区")
        of.forget("他区")
        assert of.fired("某区", fact(0, 5)) == {"r0"}

    @pytest.mark.parametrize("value", [0.5, 5.0, True, 2**62, -(2**62), 2**64, "5", Fraction(5), None], ids=repr)
    def test_nothing_but_whole_numbers_that_it_holds_gets_in(self, engine: Callable[..., Engine], value: Any) -> None:
        with pytest.raises(ValueError, match="whole numbers"):
            engine(at_least(0, 5)).fired("某区", fact(0, value))

    @pytest.mark.parametrize("value", [2**62 - 1, 1 - 2**62])
    def test_the_largest_that_it_gets_are_told_from_their_neighbours(self, engine: Callable[..., Engine], value: int) -> None:
        of = engine(at_least(0, value))
        assert of.fired("某区", fact(0, value)) == {"r0"}
        assert of.fired("某区", fact(0, max(value - 1, 1 - 2**62))) == ({"r0"} if value < 0 else set())

    def test_as_many_properties_as_a_rule_may_have(self, engine: Callable[..., Engine]) -> None:
        condition = Logic("and", tuple(Compare(">=", Ref("head"), Number(Fraction(number))) for number in range(MOST_PROPERTIES)))
        rule = make_rule("r0", condition, FACTS, compile_node)
        of = engine(rule)
        assert [of.fired("某区", {"r0": rule.fact({"head": value})}) for value in (MOST_PROPERTIES - 1, MOST_PROPERTIES - 2)] == [{"r0"}, set()]


class TestManyRules:
    def test_so_many_are_one_ruleset(self, engine: Callable[..., Engine]) -> None:
        assert len(engine(*map(at_least, range(MOST_RULES)))._shards) == 1

    def test_more_are_spread_over_several(self, engine: Callable[..., Engine]) -> None:
        of = engine(*map(at_least, range(2 * MOST_RULES + 1)))
        assert len(of._shards) == 3
        facts = {name: some for number in range(2 * MOST_RULES + 1) for name, some in fact(number, 300).items()}
        assert of.fired("某区", facts) == {f"r{number}" for number in range(301)}


class TestManyDistricts:
    def test_no_more_sessions_than_the_engine_bears(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5), sessions=5000)
        for number in range(MOST_SESSIONS * 3):
            assert of.fired(f"{number}区", fact(0, number)) == ({"r0"} if number >= 5 else set())
        (shard,) = of._shards
        assert len({lease.sid for lease in shard._leases.values()}) == len(shard._leases) == MOST_SESSIONS

    def test_the_one_not_heard_of_for_longest_makes_room(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5), sessions=2)
        for district in ("甲区", "乙区", "甲区", "丙区"):
            of.fired(district, fact(0, 5))
        assert list(of._shards[0]._leases) == ["甲区", "丙区"]

    def test_nothing_of_it_stays_in_the_session(self, engine: Callable[..., Engine]) -> None:
        of = engine(at_least(0, 5), Rule("r1", {"$and": [{"$gte": {"a": 1}}, {"$gte": {"b": 1}}]}, {}), sessions=1)
        assert of.fired("甲区", {**fact(0, 5), "r1": {"a": 1}}) == {"r0"}
        assert of.fired("乙区", {"r1": {"b": 1}}) == set()
        assert of.fired("甲区", {"r1": {"a": 1, "b": 1}}) == {"r1"}


class TestNamesThatClash:
    def test_two_words_of_one_hash(self) -> None:
        assert fnv("costarring") == fnv("liquid")

    @pytest.mark.parametrize(
        "rules",
        [
            [Rule("liquid", {}, {}), Rule("costarring", {}, {})],
            [Rule("r", {}, {"liquid": lambda _: None, "costarring": lambda _: None})],
            [Rule("liquid", {}, {}), Rule("r", {}, {"costarring": lambda _: None})],
            [Rule("长度", {}, {})],
        ],
        ids=["of rules", "of properties", "of both", "not ASCII"],
    )
    def test_are_refused(self, rules: list[Rule]) -> None:
        with pytest.raises(SupervisionRulesError) as error:
            refuse_clashes(rules)
        assert error.value.codes == ("live-names-clash",)

    def test_the_engine_is_never_made_with_them(self, engine: Callable[..., Engine]) -> None:
        with pytest.raises(SupervisionRulesError):
            engine(Rule("liquid", {"$gte": {"a": 1}}, {}), Rule("costarring", {"$gte": {"b": 1}}, {}))

    def test_the_names_that_are_given_do_not(self) -> None:
        refuse_clashes(Rule(f"r{number}", {}, {f"r{number}_{atom}": lambda _: None for atom in range(8)}) for number in range(1000))


class _Odd:
    """An engine that answers what it is told to."""

    def __init__(self, code: int, fired: list[str]) -> None:
        self._code, self._fired = code, fired

    def create_ruleset(self, *_: object) -> int:
        return 1

    def delete_ruleset(self, *_: object) -> None: ...

    def assert_fact(self, *_: object) -> tuple[int, int]:
        return self._code, 0

    def start_action_for_state(self, *_: object) -> tuple[str, str]:
        return "{}", '{"' + self._fired[0] + '": {}}'

    def complete_and_start_action(self, *_: object) -> None:
        return None


class TestWhereTheEngineIsNotItself:
    @pytest.mark.parametrize("odd", [_Odd(303, ["r0"]), _Odd(0, ["r1"])], ids=["an error", "a rule that has no fact"])
    def test_it_is_not_believed(self, engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch, odd: _Odd) -> None:
        monkeypatch.setattr("supervision_rules.engines.live.sessions.durable", lambda: odd)
        with pytest.raises(RuntimeError, match="durable_rules"):
            engine(at_least(0, 5), at_least(1, 5)).fired("某区", fact(0, 5))
