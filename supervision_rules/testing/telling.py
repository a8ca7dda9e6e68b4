"""A broken law in words: the same lines that the prover writes of a counterexample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..engines.exact import assess, prepare
from ..lowering import LoweredScheme, Value, lower
from ..messages import catalogue
from ..reporting import Sheet
from ..reporting.proofs import ProofSheet
from ..scheme import Case, Scheme
from ..verification import Counterexample, Law, Moved, Report, Result, Subject, SubjectKind, Verdict
from ..verification.realising import Realiser
from .trying import Seen


def broken_lines(law: Law, seen: Seen, scheme: Scheme) -> Iterator[str]:
    """What was seen, and in which cases: how they differ from each other and from the reference case, and what they are assessed at."""
    lowered = lower(scheme)
    shown = _counterexample(seen.cases, scheme) if seen.cases else None
    result = Result(law=law.id, subject=_subject(seen.of[0], lowered), verdict=Verdict.REFUTED, counterexample=shown)
    return ProofSheet(Sheet(catalogue(), labels=lowered.labels)).result(Report(scheme=scheme, lowered=lowered, lines=()), result)


def _counterexample(cases: tuple[Case, ...], scheme: Scheme) -> Counterexample:
    values = [_inputs(scheme, case) for case in cases]
    first, last = values[0], values[-1]
    known = Realiser(scheme).known
    moved = tuple(Moved(name=name, before=first[name], after=last[name]) for name in first if first[name] != last[name])
    still = [name for name in first if first[name] == last[name]]
    return Counterexample(
        cases=cases,
        assessments=tuple(assess(scheme, case) for case in cases),
        moved=moved,
        set={name: first[name] for name in still if first[name] is not None and known.get(name) != first[name]},
        left_out=tuple(name for name in still if first[name] is None and name in known),
        reference=scheme.header.reference_case,
    )


def _inputs(scheme: Scheme, case: Case) -> Mapping[str, Value]:
    values = prepare(scheme, case)
    return {name: values[name] for name in lower(scheme).inputs}


def _subject(id: str, lowered: LoweredScheme) -> Subject:
    kinds = {
        SubjectKind.POINT: [item.id for item in lowered.points],
        SubjectKind.BONUS: [item.id for item in lowered.bonuses],
        SubjectKind.VETO: [veto.id for veto in lowered.vetoes],
        SubjectKind.GRADE: [step.id for step in lowered.ladder],
        SubjectKind.QUANTITY: list(lowered.derived),
    }
    return Subject(next((kind for kind, ids in kinds.items() if id in ids), SubjectKind.SCHEME), id)
