"""What must hold of a scheme: the laws, static checks, proofs with counterexamples, boundary cases."""

from __future__ import annotations

from collections.abc import Callable

from ..messages import require
from ..scheme import Scheme
from .laws import LAWS, Law, law
from .static import check
from .verdicts import Counterexample, Line, Moved, Report, Result, Subject, SubjectKind, Verdict

MILLISECONDS = 4000
Progress = Callable[[Line, int], None]

__all__ = [
    "LAWS",
    "Counterexample",
    "Law",
    "Line",
    "Moved",
    "Report",
    "Result",
    "Subject",
    "SubjectKind",
    "Verdict",
    "check",
    "law",
    "prove",
]


def prove(scheme: Scheme, milliseconds: int = MILLISECONDS, progress: Progress | None = None) -> Report:
    """The verdict on every point, bonus, grade and veto of a scheme, with proof or counterexample; what the scheme accepts is marked so.

    No look of the solver takes more than so many milliseconds. `progress` is told of every line as it is done, and how many there will be at most.
    Raises SupervisionRulesError where the scheme or its reference case is wrong, and `extra-missing` where the extra `proof` is not installed.
    """
    require("z3", "proof")
    from .proving import Prover

    return Prover(scheme, milliseconds).report(progress)
