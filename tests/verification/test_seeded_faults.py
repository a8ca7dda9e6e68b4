"""Seeded faults: each is caught, by the law that names it, with a counterexample that the exact engine bears out; nothing else is refuted."""

from __future__ import annotations

from functools import cache

import pytest
from builders import condition_fact, point, scheme
from verification.faults import FAULTS, Fault, requires, unless

from supervision_rules import SupervisionRulesError
from supervision_rules.scheme import Acceptance, Scheme
from supervision_rules.verification import Report, Result, Verdict, check, law, prove
from supervision_rules.verification.laws import STATIC, Shape

MENDED = [fault for fault in FAULTS if fault.mended is not None]


@cache
def report(id: str) -> Report:
    return prove(next(fault.scheme for fault in FAULTS if fault.id == id))


def refuted(found: Report) -> list[Result]:
    return [result for line in found.lines for result in line.with_verdict(Verdict.REFUTED)]


def broken(result: Result) -> tuple[str, str, str, tuple[str, ...]]:
    return result.law, result.subject.kind.value, result.subject.id, result.about


def first(fault: Fault) -> Result:
    """The result that names the mistake."""
    return next(result for result in refuted(report(fault.id)) if broken(result) == fault.breaks[0])


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.id)
def fault(request: pytest.FixtureRequest) -> Fault:
    found: Fault = request.param
    return found


def test_there_are_many() -> None:
    assert len(FAULTS) >= 40
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)


def test_what_is_wrong_is_refuted_and_nothing_else(fault: Fault) -> None:
    assert {broken(result) for result in refuted(report(fault.id))} == set(fault.breaks)


def test_nothing_stays_undecided(fault: Fault) -> None:
    if fault.id == "a ladder that gives no grade":
        pytest.skip("no case can be shown for a grade that engines without one do not know")
    assert [broken(r) for line in report(fault.id).lines for r in line.with_verdict(Verdict.UNDECIDED)] == []


def test_the_finding_names_what_is_at_fault(fault: Fault) -> None:
    result = first(fault)
    said = [str(result.finding), *(str(one) for one in result.because)]
    assert [words for words in fault.says if not any(words in one for one in said)] == []


def test_a_law_of_two_cases_is_refuted_by_two_one_step_apart(fault: Fault) -> None:
    result = first(fault)
    shown = result.counterexample
    moved = {one.name: {one.before, one.after} for one in shown.moved} if shown else {}
    assert {name: set(values) for name, values in fault.moved.items()}.items() <= moved.items()
    if result.law not in STATIC and law(result.law).shape is Shape.MOVING and fault.moved:
        assert shown is not None
        assert len(shown.cases) == 2


def test_static_checks_see_what_needs_no_proof(fault: Fault) -> None:
    found = {result.law for line in check(fault.scheme) for result in line.with_verdict(Verdict.REFUTED)}
    assert found == set(fault.static)


@pytest.mark.parametrize("fault", MENDED, ids=lambda fault: fault.id)
def test_mended_it_is_proved(fault: Fault) -> None:
    assert fault.mended is not None
    assert prove(fault.mended).verdict is Verdict.PROVED


class TestAcceptance:
    PLAN = condition_fact("plan", better="less")

    def scheme(self, *accepted: Acceptance) -> Scheme:
        return scheme([point(requires("plan"))], [self.PLAN], accepted=accepted)

    def accepting(self, law: str, of: str = "point", moves: tuple[str, ...] = ()) -> Acceptance:
        return Acceptance(id="known", law=law, of=(of,), moves=moves, reason="有意如此")

    def test_of_what_is_refuted_shows_its_reason(self) -> None:
        found = prove(self.scheme(self.accepting("monotone")))
        accepted = [result for line in found.lines for result in line.with_verdict(Verdict.ACCEPTED)]
        assert found.verdict is Verdict.ACCEPTED
        assert [(result.law, result.reason) for result in accepted] == [("monotone", "有意如此")]

    def test_of_one_thing_that_moves_covers_that_alone(self) -> None:
        assert prove(self.scheme(self.accepting("monotone", moves=("plan",)))).verdict is Verdict.ACCEPTED
        two = scheme(
            [point(unless("plan", "drill", deduct=5))],
            [self.PLAN, condition_fact("drill", better="less")],
            accepted=[self.accepting("monotone", moves=("plan",))],
        )
        assert {result.about for result in refuted(prove(two))} == {("drill",)}

    def test_of_a_fact_that_moves_covers_no_other_though_the_point_is_called_like_it(self) -> None:
        two = scheme(
            [point(unless("plan", "drill", deduct=5), id="plan")],
            [self.PLAN, condition_fact("drill", better="less")],
            accepted=[self.accepting("monotone", of="plan", moves=("plan",))],
        )
        assert {result.about for result in refuted(prove(two))} == {("drill",)}

    def test_that_nothing_needs_is_itself_refuted(self) -> None:
        found = prove(self.scheme(self.accepting("monotone"), Acceptance(id="idle", law="bands", of=("point",), reason="多余")))
        assert [one.id for one in found.idle] == ["idle"]
        assert found.verdict is Verdict.REFUTED

    def test_of_a_law_that_there_is_not_is_an_error(self) -> None:
        for look in (prove, check):
            with pytest.raises(SupervisionRulesError) as raised:
                look(self.scheme(self.accepting("monotony")))
            assert raised.value.codes == ("unknown-law",)
