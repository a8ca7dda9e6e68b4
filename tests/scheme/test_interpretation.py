"""A scheme under another reading: what the alternative names is replaced, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve, fields
from builders import bonus, case, condition_fact, expression, number_fact, point, quantity, scheme
from engines.exact.rules import awarding, deducting, needs

from supervision_rules import SupervisionRulesError, assess, under_reading
from supervision_rules.lowering import lower
from supervision_rules.scheme import Alternative, ItemRules, QuantityValue, Reading, Scheme

STRICT, LENIENT, GENEROUS = deducting("x"), deducting("x / 2"), awarding("x")


def reading(*alternatives: Alternative, id: str = "steps") -> Reading:
    return Reading(id=id, question="每档多少？", choice="每个扣1分", confirm="某市教育督导委员会", alternative=alternatives)


HALF = Alternative(id="half", text="每个扣0.5分", point=(ItemRules(id="a", rule=(LENIENT,)),))
BOTH = Alternative(
    id="both", text="观测点、加分项一起改", point=(ItemRules(id="a", rule=(LENIENT,)),), bonus=(ItemRules(id="extra", rule=(GENEROUS,)),)
)
DOUBLE = Alternative(id="double", text="按两倍计", quantity=(QuantityValue(id="counted", value=expression("x * 2")),))
WORDS = Alternative(id="words", text="由市委员会裁量")

OF = scheme(
    [point(STRICT, id="a"), point(deducting("counted"), id="b")],
    [number_fact("x", domain=(0, 4))],
    bonuses=[bonus(awarding("x / 4"), id="extra")],
    quantities=[quantity("counted", "x"), quantity("unread", "x + 1")],
    readings=[reading(HALF, WORDS), reading(BOTH, DOUBLE, id="more")],
)


def differing(one: Scheme, other: Scheme) -> set[str]:
    names = {field.name for field in fields(Scheme) if field.init}
    return {name for name in names if getattr(one, name) != getattr(other, name)}


class TestReplaced:
    def test_is_the_rule_of_the_point_that_it_names(self) -> None:
        other = under_reading(OF, "steps", "half")
        assert differing(OF, other) == {"points", "reading"}
        assert other.points == (evolve(OF.points[0], rule=(LENIENT,)), OF.points[1])

    def test_is_the_rule_of_the_bonus_too(self) -> None:
        other = under_reading(OF, "more", "both")
        assert differing(OF, other) == {"points", "bonuses", "reading"}
        assert other.bonuses == (evolve(OF.bonuses[0], rule=(GENEROUS,)),)

    def test_is_the_value_of_the_quantity_that_it_names(self) -> None:
        other = under_reading(OF, "more", "double")
        assert differing(OF, other) == {"quantities", "reading"}
        assert [one.value.text for one in other.quantities] == ["x * 2", "x + 1"]

    def test_scores_accordingly(self) -> None:
        assert assess(OF, case(x=4)).total == 20 - 4 - 4 + 1
        assert assess(under_reading(OF, "steps", "half"), case(x=4)).total == 20 - 2 - 4 + 1
        assert assess(under_reading(OF, "more", "both"), case(x=4)).total == 20 - 2 - 4 + 4
        assert assess(under_reading(OF, "more", "double"), case(x=4)).total == 20 - 4 - 8 + 1

    def test_is_named_by_the_scheme(self) -> None:
        assert under_reading(OF, "more", "double").reading == "more/double"
        assert OF.reading == ""

    def test_leaves_the_chosen_reading_as_it_was(self) -> None:
        before = lower(OF).hash
        other = under_reading(OF, "steps", "half")
        assert lower(other).hash != before
        assert lower(OF).hash == before


class TestRefused:
    @pytest.mark.parametrize(("named", "alternative"), [("stairs", "half"), ("steps", "third"), ("steps", "both"), ("", "")])
    def test_no_such_reading_or_alternative(self, named: str, alternative: str) -> None:
        with pytest.raises(KeyError, match=f"{named}/{alternative}"):
            under_reading(OF, named, alternative)

    def test_an_alternative_in_words_only_cannot_be_scored(self) -> None:
        with pytest.raises(ValueError, match="steps/words"):
            under_reading(OF, "steps", "words")


class TestFacts:
    def test_that_only_an_alternative_reads_are_read_by_nobody(self) -> None:
        other = Alternative(id="other", text="x", point=(ItemRules(id="met", rule=(needs("late"),)),))
        with pytest.raises(SupervisionRulesError) as refused:
            lower(scheme(facts=[condition_fact("late")], readings=[reading(other)]))
        assert refused.value.codes == ("fact-not-read",)

    def test_that_only_the_chosen_rule_reads_may_stay_unread_under_another(self) -> None:
        always = evolve(HALF, point=(ItemRules(id="a", rule=(needs("0 == 0"),)),))
        of = scheme([point(needs("plan"), id="a")], [condition_fact("plan")], readings=[reading(always)])
        assert assess(under_reading(of, "steps", "half"), case()).total == Fraction(10)
