"""What is known where a test holds, and terms and tests that say no more than is left open by it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from types import MappingProxyType

from attrs import frozen

from .arithmetic import added, corners, extreme, multiplied, pick, primitive, quotient, tally, within
from .comparing import always, compared, decided
from .conditions import absent, both, counted, either, negated
from .terms import FALSE, TRUE, Term, Test, number

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
                    if term.op == "sum" and not (term.lacks and if_lacking):
                        reach |= _parts_reach(term, *reach[term], reach)
                    if term.lacks and not if_lacking:
                        waiting.append(negated(absent(term)))
                elif one.op in ("flag", "word") and not one.args[-1]:
                    waiting.append(Test("lacks", (one.args[0], False)))
        return Knowledge(frozenset(held), reach)

    def test(self, test: Test) -> Test:
        """A test that is the same where all this is known."""
        if test.op in ("true", "false"):
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
            left = self.term(term)
            outcome = decided(*self.ends(left), sign, value)
            found = compared(left, sign, value, if_lacking) if outcome is None else always(left, outcome, if_lacking)
            return found if found.op == "compare" else self.test(found)
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
        for one in sorted(test.args, key=_asks_much):
            left = known.test(one)
            kept.append(left)
            known = known.where(left if every else negated(left))
        if every and len(kept) > 1:
            kept = self._needful(kept)
        return both(*kept) if every else either(*kept)

    def _needful(self, tests: list[Test]) -> list[Test]:
        """Those of several tests that do not hold already where the others do."""
        for test in list(tests):
            others = [one for one in tests if one is not test]
            if others and test.op == "compare" and self.where(both(*others)).test(test) == TRUE:
                tests = others
        return tests

    def term(self, term: Term) -> Term:
        """A term that is the same where all this is known."""
        if not self.held or term.op in ("number", "nothing"):
            return term
        found = self._term(term)
        low, high = self.ends(found)
        return number(low) if low == high and (not found.lacks or self.test(absent(found)) == FALSE) else found

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
        low, high = self._found_ends(term)
        inner, times, constant = primitive(term)
        if inner in self.reach:
            known = sorted(constant + times * end for end in self.reach[inner])
            low, high = max(low, known[0]), min(high, known[1])
        return low, high

    def _found_ends(self, term: Term) -> Reach:
        match term.op:
            case "sum":
                parts, constant = term.args
                ends = [sorted(times * end for end in self.ends(part)) for part, times in parts]
                return constant + sum(low for low, _ in ends), constant + sum(high for _, high in ends)
            case "product":
                return corners(map(self.ends, term.args))
            case "quotient":
                over, under = map(self.ends, term.args)
                return max(over[0], 0) // max(under[1], 1), over[1] // max(under[0], 1)
            case "least" | "greatest":
                best = min if term.op == "least" else max
                found = [self.ends(part) for part in term.args]
                return best(low for low, _ in found), best(high for _, high in found)
            case "pick":
                found = [self.ends(part) for part in term.args[1:] if part.op != "nothing"]
                return min(low for low, _ in found), max(high for _, high in found)
            case "within":
                low, high = self.ends(term.args[0])
                return max(low, term.low), min(high, term.high)
        return term.low, term.high


def _parts_reach(term: Term, low: int, high: int, reach: Mapping[Term, Reach]) -> dict[Term, Reach]:
    """Between which bounds the parts of a sum lie, it lying between two."""
    parts, constant = term.args
    ends = {part: sorted(times * end for end in reach.get(part, (part.low, part.high))) for part, times in parts}
    least, most = constant + sum(one for one, _ in ends.values()), constant + sum(one for _, one in ends.values())
    found = {}
    for part, times in parts:
        own_low, own_high = ends[part]
        start, end = max(own_low, low - (most - own_high)), min(own_high, high - (least - own_low))
        start, end = (start, end) if times > 0 else (-end, -start)
        found[part] = -(-start // abs(times)), end // abs(times)
    return found


def _asks_much(test: Test) -> bool:
    """Whether a test is not of a single column: those that are say what others can go by."""
    return test.op in ("and", "or", "count") or (test.op == "compare" and test.args[0].op != "column")


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
