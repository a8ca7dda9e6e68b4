"""Questions → answers: a proof that there is no such case, or the case nearest to what one would like to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import z3
from attrs import define, field, frozen

from .cases import Question

MILLISECONDS = 4000


class Answer(StrEnum):
    """Whether there are cases such as were asked for."""

    NONE = "none"
    SOME = "some"
    UNKNOWN = "unknown"


@frozen(eq=False)
class Asked:
    """A question with its answer, and a model of the cases where there are some."""

    answer: Answer
    question: Question | None = None
    model: Any = None


@frozen(eq=False)
class Wishes:
    """What one would like to see, each as far as can be and the first of them rather than the last: terms that are `alike`, then whole numbers as
    `near` to each other as can be, then what is `usual`.
    """

    alike: Sequence[Any] = ()
    near: Sequence[tuple[Any, Any]] = ()
    usual: Sequence[Any] = ()


def no_wishes(question: Question) -> Wishes:  # noqa: ARG001
    """Nothing that one would like better than something else."""
    return Wishes()


def ask(pose: Callable[[bool], Question], wishes: Callable[[Question], Wishes] = no_wishes, milliseconds: int = MILLISECONDS) -> Asked:
    """Whether there are such cases. `pose` writes the question down, for numbers on their grid (True) or anywhere within their bounds (False).

    The easier question is refuted, if it can be; else the case is looked for that fulfils the `wishes` best. Each look of the solver is limited to
    so many milliseconds.
    """
    if _refuted(pose(False), milliseconds // 4):
        return Asked(Answer.NONE)
    question = pose(True)
    search = _Search(question, milliseconds)
    if search.model is None:
        none = search.answer is Answer.NONE or _refuted(pose(False), milliseconds)
        return Asked(Answer.NONE if none else Answer.UNKNOWN)
    wanted = wishes(question)
    search.fulfil(wanted.alike)
    for left, right in wanted.near:
        search.bring_near(left, right)
    search.fulfil(wanted.usual)
    return Asked(Answer.SOME, question, search.model.translate(z3.main_ctx()))


def _refuted(question: Question, milliseconds: int) -> bool:
    return bool(_solver(question, milliseconds).check() == z3.unsat)


@define(eq=False)
class _Search:
    """Looks for the case that one would like best, in a context of its own: what was asked before has no influence on what is found."""

    question: Question
    milliseconds: int
    answer: Answer = field(init=False)
    model: Any = field(init=False, default=None)
    _context: Any = field(init=False, factory=z3.Context)
    _solver: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._solver = _solver(self.question, self.milliseconds, self._context)
        found = self._check()
        self.answer = Answer.SOME if found == z3.sat else Answer.NONE if found == z3.unsat else Answer.UNKNOWN

    def fulfil(self, wishes: Sequence[Any]) -> None:
        """Make wishes true, the last given up first."""
        wanted = [self._own(wish) for wish in wishes]
        marks = [z3.FreshBool("wish", self._context) for _ in wanted]
        self._solver.add(*(z3.Implies(mark, wish) for mark, wish in zip(marks, wanted, strict=True)))
        kept = list(marks)
        if not all(z3.is_true(self.model.eval(wish, model_completion=True)) for wish in wanted):
            while (found := self._check(*kept)) != z3.sat and kept:
                core = {str(mark) for mark in (self._solver.unsat_core() if found == z3.unsat else kept)}
                kept.remove([mark for mark in kept if str(mark) in core][-1])
            for mark in marks:
                if not any(mark.eq(other) for other in kept) and self._check(*kept, mark) == z3.sat:
                    kept.append(mark)
        self._solver.add(*kept)

    def bring_near(self, left: Any, right: Any) -> None:
        """Make the difference of two whole numbers the least that it can be, which mostly is very little."""
        gap = self._own(left - right)
        low, high, step = -1, self._size(gap), 1  # too near; near enough
        while high - low > 1:
            middle = min(low + step, (low + high) // 2)
            within = z3.FreshBool("within", self._context)
            self._solver.add(z3.Implies(within, z3.And(gap <= middle, -gap <= middle)))
            if self._check(within) == z3.sat:
                high = self._size(gap)
            else:
                low, step = middle, 2 * step
        self._solver.add(gap <= high, -gap <= high)

    def _check(self, *terms: Any) -> Any:
        found = self._solver.check(*terms)
        if found == z3.sat:
            self.model = self._solver.model()
        return found

    def _size(self, gap: Any) -> int:
        return abs(int(self.model.eval(gap, model_completion=True).as_long()))

    def _own(self, term: Any) -> Any:
        return term.translate(self._context)


def _solver(question: Question, milliseconds: int, context: Any = None) -> Any:
    solver = z3.Solver(ctx=context)
    solver.set("timeout", milliseconds)
    solver.set("random_seed", 0)
    terms = [*question.asked(), *(term for _, term in question.given())]
    solver.add(*(terms if context is None else [term.translate(context) for term in terms]))
    return solver


def blame(question: Question, milliseconds: int = MILLISECONDS) -> tuple[str, ...]:
    """Of a question that has no answer: the inputs whose domains, and the constraints (`#id`) which, rule out every case; few, and none of them
    needless.
    """
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    solver.add(*question.asked())
    names = list(dict.fromkeys(name for name, _ in question.given()))
    marks = {name: z3.Bool(f"given {name}") for name in names}
    solver.add(*(z3.Implies(marks[name], term) for name, term in question.given()))
    kept = names
    for name in reversed(names):  # constraints before domains: a domain alone is the simpler reason
        fewer = [other for other in kept if other != name]
        if solver.check(*(marks[other] for other in fewer)) == z3.unsat:
            kept = fewer
    return tuple(kept)
