"""What is known where a test holds, and terms and tests that say no more than is left open by it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from types import MappingProxyType

from attrs import frozen

from .terms import FALSE, TRUE, Term, Test, absent, added, bounded, both, compared, counted, either, extreme, multiplied, negated, pick, primitive, quotient, tally, within

Reach = tuple[int, int]
NOWHERE: Mapping[Term, Reach] = MappingProxyType({})


@frozen
class Knowledge:
    """Tests that hold, and between which bounds terms lie there if they are not null."""

    held: frozenset[Test] = frozenset()
    reach: Mapping[Term, Reach] = NOWHERE

    def where(self, test: Test) -> Knowledge:
        """What is known if a test holds too."""
        held, reach = set(self.held), dict(self.reach)
        waiting = [test]
        while waiting:
            one = waiting.pop()
            if one.op == "and":
                waiting += one.args
            elif one not in held and one.op != "true":
                held.add(one)
                if one.op == "compare":
                    term, sign, value, if_lacking = one.args
                    low, high = reach.get(term, (term.low, term.high))
                    reach[term] = _narrowed(low, high, sign, value)
                    if term.lacks and not if_lacking:
                        waiting.append(negated(absent(term)))
                elif one.op in ("flag", "word") and not one.args[-1]:
                    waiting.append(Test("lacks", (one.args[0], False)))
        return Knowledge(frozenset(held), reach)

    def test(self, test: Test) -> Test:
        """A test that is the same where all this is known."""
        if not self.held or test.op in ("true", "false"):
            return test
        if test in self.held:
            return TRUE
        if test.op in ("and", "or"):
            return self._joined(test)
        if test.op == "count":
            return counted(test.args[0], [self.test(one) for one in test.args[1]])
        if negated(test) in self.held:
            return FALSE
        if test.op == "compare":
            term, sign, value, if_lacking = test.args
            return compared(self.term(term), sign, value, if_lacking)
        if test.op in ("flag", "word") and Test("lacks", (test.args[0], False)) in self.held:
            return self._present(test)
        return test

    def _present(self, test: Test) -> Test:
        """A test of a column that is known to be there: how it stands to what is held does not hang on what counts where it is not."""
        other = Test(test.op, (*test.args[:-1], not test.args[-1]))
        return TRUE if other in self.held else FALSE if negated(other) in self.held else test

    def _joined(self, test: Test) -> Test:
        """Each of several tests where those before it hold, or do not."""
        every = test.op == "and"
        known, kept = self, []
        for one in test.args:
            left = known.test(one)
            kept.append(left)
            known = known.where(left if every else negated(left))
        return both(*kept) if every else either(*kept)

    def term(self, term: Term) -> Term:
        """A term that is the same where all this is known."""
        if not self.held or term.op in ("number", "nothing"):
            return term
        found = self._term(term)
        low, high = self.ends(found)
        return bounded(found, low, high) if low <= high else found

    def _term(self, term: Term) -> Term:
        match term.op:
            case "sum":
                parts, constant = term.args
                return added([(self.term(part), times) for part, times in parts], constant)
            case "product":
                return multiplied(map(self.term, term.args))
            case "quotient":
                return quotient(self.term(term.args[0]), term.args[1])  # engines divide where this is not known too
            case "least" | "greatest":
                return self._extreme(term)
            case "pick":
                test, then, otherwise = term.args
                left = self.test(test)
                if left.op in ("true", "false"):
                    return self.term(then if left.op == "true" else otherwise)
                return pick(left, self.where(left).term(then), self.where(negated(left)).term(otherwise))
            case "within":
                return within(self.term(term.args[0]), term.low, term.high)
            case "tally":
                return tally([self.test(one) for one in term.args])
            case _:
                return term

    def _extreme(self, term: Term) -> Term:
        """The least or greatest of those that are not known to be outdone by another."""
        items = [self.term(item) for item in term.args]
        out: set[int] = set()
        for one, other in combinations(range(len(items)), 2):
            if out & {one, other} or items[one].lacks or items[other].lacks:
                continue
            low, high = self.ends(added([(items[one], 1), (items[other], -1)]))
            if low >= 0:
                out.add(other if term.op == "greatest" else one)
            elif high <= 0:
                out.add(one if term.op == "greatest" else other)
        return extreme("least" if term.op == "least" else "greatest", [item for index, item in enumerate(items) if index not in out])

    def ends(self, term: Term) -> Reach:
        """Between which bounds a term lies if it is not null."""
        inner, times, constant = primitive(term)
        if inner not in self.reach:
            return term.low, term.high
        ends = [constant + times * end for end in self.reach[inner]]
        return min(ends), max(ends)


def _narrowed(low: int, high: int, sign: str, value: int) -> Reach:
    match sign:
        case ">=":
            return max(low, value), high
        case "<":
            return low, min(high, value - 1)
        case "==":
            return max(low, value), min(high, value)
        case _:
            return (value + 1 if low == value else low), (value - 1 if high == value else high)


NOTHING_KNOWN = Knowledge()
