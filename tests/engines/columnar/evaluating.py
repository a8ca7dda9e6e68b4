"""Programs worked out by hand, one row at a time, and the same answers of the exact engine."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from supervision_rules import Assessment, Case, Scheme, assess
from supervision_rules.engines.columnar.clauses.program import Figure, Program, Words
from supervision_rules.engines.columnar.clauses.terms import Term, Test
from supervision_rules.engines.columnar.clauses.translating import whole_reach
from supervision_rules.engines.columnar.clauses.values import Truth
from supervision_rules.engines.exact import prepare
from supervision_rules.engines.exact.assess import engine_of
from supervision_rules.expression import Kind
from supervision_rules.lowering import LoweredScheme, Value, lower

Row = dict[str, Any]
SIGNS: dict[str, Any] = {">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b}


def row_of(lowered: LoweredScheme, values: Mapping[str, Value]) -> Row:
    """Facts in the whole numbers of their last places; none where the scheme would need more places."""
    row: Row = {}
    for name, made in lowered.inputs.items():
        value = values[name]
        if made.kind is Kind.NUMBER and value is not None:
            assert not isinstance(value, str)
            whole = Fraction(value) / whole_reach(made)[2]
            assert whole.denominator == 1, name
            value = int(whole)
        row[name] = value
    return row


def answered(program: Program, row: Row) -> dict[str, Any]:
    """Every answer of a program on a row; checks that what it claims of its columns holds."""
    row = dict(row)
    for stage in program.stages:
        fresh = {name: holds(made, row) if isinstance(made, Test) else number(made, row) for name, made in stage.items()}
        for name, made in stage.items():
            if isinstance(made, Term):
                assert fresh[name] is not None or made.lacks, name
                assert fresh[name] is None or made.low <= fresh[name] <= made.high, name
        row |= fresh
    found = {name: _answer(answer, row) for name, answer in program.answers.items()}
    for name in [name for name in found if f"{name}_of" in found]:
        under = found.pop(f"{name}_of")
        found[name] = None if found[name] is None else found[name] / under
    return found


def _answer(answer: Any, row: Row) -> Any:
    match answer:
        case Figure():
            over = row[answer.column] if answer.column else 1
            assert over is None or over * answer.times <= answer.most
            return None if over is None else over * answer.times * answer.unit
        case Truth():
            sure, possible = holds(answer.sure, row), holds(answer.possible, row)
            return sure if sure == possible else None
        case Words(rank=Term()):
            found = [answer.words[number(answer.rank, row)]]
        case Words():
            found = [word for word, test in zip(answer.words, answer.tests, strict=True) if holds(test, row)]
    return tuple(found) if answer.joined else found[0] if len(found) == 1 else None


def number(term: Term, row: Row) -> int | None:
    """What a term is on a row."""
    match term.op:
        case "number":
            return int(term.args[0])
        case "nothing":
            return None
        case "column":
            return row[term.args[0]]
        case "pick":
            test, then, otherwise = term.args
            return number(then if holds(test, row) else otherwise, row)
        case "tally":
            return sum(holds(test, row) for test in term.args)
        case "sum":
            parts = [(number(part, row), times) for part, times in term.args[0]]
            return None if any(part is None for part, _ in parts) else term.args[1] + sum(part * times for part, times in parts)
    found = [number(part, row) for part in term.args]
    if None in found:
        return None
    match term.op:
        case "product":
            result = 1
            for one in found:
                result *= one
            return result
        case "quotient":
            over, under = found
            return over // under if under > 0 else None
        case "least":
            return min(found)
        case "greatest":
            return max(found)
        case "within":
            assert term.low <= found[0] <= term.high, (term, found)
            return found[0]
    raise AssertionError(term)


def holds(test: Test, row: Row) -> bool:
    """Whether a test holds on a row."""
    match test.op:
        case "true" | "false":
            return test.op == "true"
        case "flag":
            name, wanted, if_lacking = test.args
            return if_lacking if row[name] is None else row[name] is wanted
        case "word":
            name, words, _, if_lacking = test.args
            return if_lacking if row[name] is None else row[name] in words
        case "compare":
            term, sign, value, if_lacking = test.args
            found = number(term, row)
            return if_lacking if found is None else SIGNS[sign](found, value)
        case "lacks":
            return (row[test.args[0]] is None) is test.args[1]
        case "count":
            return sum(holds(one, row) for one in test.args[1]) >= test.args[0]
        case "and":
            return all(holds(one, row) for one in test.args)
    return any(holds(one, row) for one in test.args)


def expected(scheme: Scheme, case: Case) -> dict[str, Any]:
    """The same answers of the exact engine."""
    assessment: Assessment = assess(scheme, case)
    engine = engine_of(scheme)
    prepared = engine.prepared(case)
    found: dict[str, Any] = {"grade": assessment.grade, "grades": assessment.grades}
    for one in (*assessment.points, *assessment.bonuses):
        decided = one.range.decided and one.applies is not None
        found[f"score_{one.id}"] = one.range.lowest if decided or one.range.decided else None
        found[f"least_{one.id}"], found[f"most_{one.id}"] = one.range.lowest, one.range.highest
        if engine.lowered.levels and one in assessment.points:
            found[f"level_{one.id}"] = one.level
        found |= {f"clause_{state.clause}": state.applies for state in engine.plan(one.id).states(prepared)}
    found |= {f"veto_{veto.id}": veto.applies for veto in assessment.vetoes}
    overall = assessment.overall
    if overall is not None:
        found |= {"base_score": overall.base_score, "bonus": overall.bonus, "total": overall.total}
        found |= {"total_least": overall.range and overall.range.lowest, "total_most": overall.range and overall.range.highest}
    return found


def values_of(scheme: Scheme, case: Case) -> Row:
    """The row of a case."""
    return row_of(lower(scheme), prepare(scheme, case))
