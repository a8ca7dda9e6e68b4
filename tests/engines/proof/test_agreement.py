"""The proof engine against the exact engine: the same digits on every complete case, and every node by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.assessment import Assessment
from supervision_rules.engines.exact import compile_node, prepare
from supervision_rules.engines.proof import CannotSay, Quotient, Translator, Truth, Word, evaluate
from supervision_rules.expression import CONDITION, Expression, Kind, Scope, Type, resolve
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case, Scheme
from supervision_rules.testing import cases, schemes

DATA = st.data()
CHANGZHOU = load_scheme("changzhou-2021")
NUMBER = Type(Kind.NUMBER)
WORDS = Type(Kind.CHOICE, values=("low", "middle", "high"))
SCOPE = Scope(names={"x": NUMBER, "y": NUMBER, "a": CONDITION, "b": CONDITION, "word": WORDS}, items=frozenset())


def agree(scheme: Scheme, case: Case) -> None:
    """Both engines come to the same on a case."""
    found = assess(scheme, case)
    terms = evaluate(lower(scheme), prepare(scheme, case))
    order = [grade.id for grade in scheme.ladder.grade]
    for item in (*found.points, *found.bonuses):
        start = item.limit if item in found.points else Fraction(0)
        assert terms.scores[item.id] == (start if item.applies is False else item.score)
    assert terms.total == _total(found)
    assert order[terms.before_vetoes] == found.before_vetoes
    assert order[terms.rank] == found.grade


def _total(found: Assessment) -> Fraction | None:
    return found.total if found.overall else None


class TestWholeCases:
    @given(DATA)
    def test_of_drawn_schemes(self, data: st.DataObject) -> None:
        scheme = data.draw(schemes())
        agree(scheme, data.draw(cases(scheme, complete=True)))

    @given(DATA)
    @settings(max_examples=15)
    def test_of_changzhou(self, data: st.DataObject) -> None:
        agree(CHANGZHOU, data.draw(cases(CHANGZHOU, complete=True)))

    def test_a_fact_outside_its_domain_is_refused(self) -> None:
        scheme = load_scheme("changzhou-2021")
        values = dict.fromkeys(lower(scheme).inputs, 0) | dict(prepare(scheme, load_case("xinbei-2020", scheme)))
        outside = {name: 10**9 if value is None or name == "city.satisfaction_rate" else value for name, value in values.items()}
        with pytest.raises(ValueError, match="contradict"):
            evaluate(lower(scheme), outside)


TEXTS = (
    "x + y * 2 - 1",
    "x / y",
    "(x - y) / (x + 1) + y / 3",
    "min(x, y, 2)",
    "max(x / y, y / 2)",
    "round(x / 3, 1)",
    "round(x / y, 0)",
    "a and (b or not a)",
    "at_least(2, a, b, x > y)",
    "x / y >= 2 or b",
    "x != y and x <= 3",
    'word == "high" or word != "low"',
    "x / y > 1 and a",
)


@pytest.mark.parametrize("text", TEXTS)
@given(x=st.integers(-4, 9), y=st.integers(0, 4), a=st.booleans(), b=st.booleans(), word=st.sampled_from(WORDS.values))
@settings(max_examples=40)
def test_every_node_comes_to_the_same(text: str, x: int, y: int, a: bool, b: bool, word: str) -> None:
    node, _ = resolve(Expression.parse(text), SCOPE)
    exact = compile_node(node)({"x": x, "y": y, "a": a, "b": b, "word": word})
    truths = {name: Truth.of(z3.BoolVal(value)) for name, value in (("a", a), ("b", b))}
    known: dict[str, Any] = {"x": Quotient.of(x), "y": Quotient.of(y), "word": Word(z3.IntVal(WORDS.values.index(word)), WORDS.values), **truths}
    translator = Translator(known.__getitem__, signed=True)
    assert _said(translator, translator.symbol(node)) == exact


def _said(translator: Translator, symbol: Any) -> Any:
    solver = z3.Solver()
    solver.add(*translator.definitions)
    assert solver.check() == z3.sat
    model = solver.model()

    def value(term: Any) -> Any:
        return model.eval(term, model_completion=True)

    if isinstance(symbol, Truth):
        return True if z3.is_true(value(symbol.true)) else False if z3.is_true(value(symbol.false)) else None
    if not z3.is_true(value(symbol.known)):
        return None
    return Fraction(value(symbol.numerator).as_fraction()) / Fraction(value(symbol.over).as_fraction())


def test_rows_have_no_term() -> None:
    from supervision_rules.expression import Aggregate

    with pytest.raises(CannotSay):
        Translator({}.__getitem__).symbol(Aggregate("count", "school"))
