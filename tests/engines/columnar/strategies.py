"""Drawn terms and tests over two columns of numbers, one of conditions and one of words, any of which may be null."""

from __future__ import annotations

from hypothesis import strategies as st

from supervision_rules.engines.columnar.clauses.arithmetic import added, greatest, least, multiplied, pick, quotient, scaled, tally
from supervision_rules.engines.columnar.clauses.comparing import compared
from supervision_rules.engines.columnar.clauses.conditions import both, counted, either, flag, negated, word
from supervision_rules.engines.columnar.clauses.terms import NOTHING, Term, Test, column, number

WORDS = ("甲", "乙", "丙")
X, Y = column("x", 0, 6, lacks=True), column("y", -3, 3, lacks=True)
rows = st.fixed_dictionaries(
    {
        "x": st.none() | st.integers(0, 6),
        "y": st.none() | st.integers(-3, 3),
        "b": st.none() | st.booleans(),
        "w": st.none() | st.sampled_from(WORDS),
    }
)


small = st.integers(-3, 3)
signs = st.sampled_from([">=", "<", "==", "!="])
LEAF_TERMS = st.sampled_from([X, Y]) | small.map(number)
LEAF_TESTS = st.one_of(
    st.sampled_from(flag("b", lacks=True)),
    st.builds(lambda words, lacking: word("w", words, WORDS, lacking), st.sets(st.sampled_from(WORDS)), st.booleans()),
    st.builds(lambda name, wanted: Test("lacks", (name, wanted)), st.sampled_from(["x", "y", "b", "w"]), st.booleans()),
)


def _divided(over: Term, under: Term) -> Term:
    return quotient(greatest(over, number(0)), number(2) if under.lacks else greatest(under, number(1)))


def _grown_terms(terms: st.SearchStrategy[Term], tests: st.SearchStrategy[Test]) -> st.SearchStrategy[Term]:
    return st.one_of(
        LEAF_TERMS,
        st.builds(lambda a, b, times, constant: added([(a, 1), (b, times)], constant), terms, terms, small, small),
        st.builds(lambda a, b: multiplied([a, b]), terms, terms),
        st.builds(scaled, terms, st.integers(1, 3)),
        st.builds(least, terms, terms),
        st.builds(greatest, terms, terms),
        st.builds(_divided, terms, terms),
        st.builds(pick, tests, terms, terms | st.just(NOTHING)),
        st.builds(lambda a, b: tally([a, b]), tests, tests),
    )


def _grown_tests(terms: st.SearchStrategy[Term], tests: st.SearchStrategy[Test]) -> st.SearchStrategy[Test]:
    return st.one_of(
        LEAF_TESTS,
        st.builds(compared, terms, signs, small, st.booleans()),
        st.builds(negated, tests),
        st.builds(both, tests, tests),
        st.builds(either, tests, tests),
        st.builds(lambda k, a, b, c: counted(k, [a, b, c]), st.integers(0, 3), tests, tests, tests),
    )


terms, tests = LEAF_TERMS, LEAF_TESTS
for _ in range(3):
    terms, tests = _grown_terms(terms, tests), _grown_tests(terms, tests)
