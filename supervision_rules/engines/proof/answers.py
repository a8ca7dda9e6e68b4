"""Questions → answers: a proof that there is no such case, or the case nearest to what one would like to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import z3
from attrs import frozen

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


Wishes = Callable[[Question], Sequence[Any]]


def no_wishes(question: Question) -> Sequence[Any]:  # noqa: ARG001
    """Nothing that one would like better than something else."""
    return ()


def ask(pose: Callable[[bool], Question], wishes: Wishes = no_wishes, milliseconds: int = MILLISECONDS) -> Asked:
    """Whether there are such cases. `pose` writes the question down, for numbers on their grid (True) or anywhere within their bounds (False).

    First the easier question is refuted, if it can be; else a case is looked for that fulfils as many `wishes` as can be, the first of them
    rather than the last. Each look of the solver is limited to so many milliseconds.
    """
    if _solver(pose(False), milliseconds).check() == z3.unsat:
        return Asked(Answer.NONE)
    question = pose(True)
    wanted = list(wishes(question))
    solver = _solver(question, milliseconds)
    marks = [z3.Bool(f"wish {position}") for position in range(len(wanted))]
    solver.add(*(z3.Implies(mark, wish) for mark, wish in zip(marks, wanted, strict=True)))
    kept, model = _kept(solver, marks)
    if model is None:
        return Asked(Answer.NONE if kept is None else Answer.UNKNOWN)
    return Asked(Answer.SOME, question, _fuller(solver, marks, kept or [], model))


def _solver(question: Question, milliseconds: int) -> Any:
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    solver.set("random_seed", 0)
    solver.add(*question.asked(), *(term for _, term in question.given()))
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


def _kept(solver: Any, marks: list[Any]) -> tuple[list[Any] | None, Any]:
    """Wishes that can be fulfilled together, with a model; no model where none was found, no wishes where there is none whatever one wishes."""
    kept = list(marks)
    while True:
        found = solver.check(*kept)
        if found == z3.sat:
            return kept, solver.model()
        core = {str(mark) for mark in solver.unsat_core()} if found == z3.unsat else {str(mark) for mark in kept}
        at_fault = [mark for mark in kept if str(mark) in core]
        if not at_fault:
            return (None if found == z3.unsat else []), None
        kept.remove(at_fault[-1])


def _fuller(solver: Any, marks: list[Any], kept: list[Any], model: Any) -> Any:
    """A model that fulfils wishes which were given up too early, where that can be."""
    for mark in marks:
        if any(mark.eq(other) for other in kept):
            continue
        if solver.check(*kept, mark) == z3.sat:
            kept.append(mark)
            model = solver.model()
    return model
