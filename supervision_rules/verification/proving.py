"""A scheme → a verdict on every point, bonus, grade and veto, each with proof or counterexample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from attrs import define, evolve, field

from ..engines.exact import explain
from ..engines.proof import Answer
from ..lowering import LoweredScheme, lower
from ..messages import Argument, message
from ..scheme import CRITERIA_LEVELS, Scheme
from .accepting import mark_accepted, refuse_unknown_laws
from .claims import Claim, Claims
from .deciding import Decider
from .grades import GradeProver
from .laws import Shape, law
from .nearest import nearest
from .observing import holds
from .slope import Slope
from .static import StaticChecks
from .verdicts import Counterexample, Line, Report, Result, Subject, SubjectKind, Verdict, undecided
from .wording import moved_words

OF_BONUSES = ("monotone", "full-marks.most")
OF_LEVELS = ("monotone", "conflict", "full-marks.most")


@define
class Prover:
    """Proves the laws of one scheme."""

    scheme: Scheme
    milliseconds: int
    lowered: LoweredScheme = field(init=False)
    decider: Decider = field(init=False)
    claims: Claims = field(init=False)
    slope: Slope = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lowered = lower(self.scheme)
        self.decider = Decider(self.scheme, self.lowered, self.milliseconds)
        self.slope = Slope(self.decider.realiser)
        self.claims = Claims(self.scheme, self.lowered, self.decider)

    def report(self, progress: Callable[[Line, int], None] | None = None) -> Report:
        """The verdict on the whole scheme."""
        refuse_unknown_laws(self.scheme)
        found: dict[Subject, tuple[Result, ...]] = {}
        for result in StaticChecks(self.scheme, self.lowered).of_declarations():
            found[result.subject] = (*found.get(result.subject, ()), result)
        lines = []
        for line in self.lines():
            lines.append(evolve(line, results=(*found.pop(line.subject, ()), *line.results)))
            if progress is not None:
                progress(line, self.count)
        lines += [Line(subject=subject, results=results) for subject, results in found.items()]
        marked, idle = mark_accepted(lines, self.scheme.accepted)
        return Report(scheme=self.scheme, lowered=self.lowered, lines=marked, idle=idle)

    @property
    def count(self) -> int:
        """How many lines there will be at most."""
        return len(self.lowered.items) + len(self.lowered.ladder) + len(self.lowered.vetoes) + len(self.claims.directed) + 1

    def lines(self) -> Iterator[Line]:
        """A line for every point, bonus, grade, veto and quantity with a good direction, and one for the scheme."""
        for item in self.lowered.items:
            yield self._line(self.claims.subject(item), self.claims.of_item(item))
        grades = GradeProver(self.scheme, self.lowered, self.decider, self.slope)
        for step in self.lowered.ladder:
            yield Line(subject=Subject(SubjectKind.GRADE, step.id), results=tuple(grades.of_grade(step)))
        for veto in self.lowered.vetoes:
            yield Line(subject=Subject(SubjectKind.VETO, veto.id), results=tuple(grades.of_veto(veto)))
        for quantity in self.claims.directed:
            line = self._line(Subject(SubjectKind.QUANTITY, quantity), self.claims.of_quantity(quantity))
            yield from [line] if line.results else []
        yield Line(subject=Subject(SubjectKind.SCHEME, self.scheme.id), results=tuple(grades.of_scheme()))

    def _line(self, subject: Subject, claims: Iterator[Claim]) -> Line:
        return Line(subject=subject, results=tuple(self.judge(claim) for claim in claims))

    def judge(self, claim: Claim) -> Result:
        """What becomes of a claim."""
        result = Result(law=claim.law, subject=claim.subject, verdict=Verdict.PROVED, about=claim.about, clauses=claim.clauses)
        possible = law(claim.law).shape is Shape.POSSIBLE
        if claim.settled() or (possible and any(holds(law(claim.law), claim.look([stop.case])) for stop in self.slope.ends)):
            return result
        decision = self.decider.decide(claim.poses, lambda cases: holds(law(claim.law), claim.look(cases)), claim.moves)
        if decision.answer is Answer.UNKNOWN:
            return evolve(result, verdict=Verdict.UNDECIDED, finding=undecided(claim.law))
        if decision.shown is not None and (decision.holds is True) is not possible:
            return evolve(result, verdict=Verdict.REFUTED, law="engines", finding=message("refuted.engines"), counterexample=decision.shown)
        if (decision.answer is Answer.SOME) is possible:
            return result
        refuted = evolve(result, verdict=Verdict.REFUTED)
        return self._impossible(claim, refuted) if possible else self._broken(claim, refuted, decision.shown)

    def _impossible(self, claim: Claim, result: Result) -> Result:
        """What should be possible and is not: how near one comes to it, or what rules it out."""
        near = nearest(self.decider, claim.height) if claim.height is not None else None
        if near is not None:
            words = {**claim.words, "most": self._standing(near[0])}
            return evolve(result, finding=message(self._key(f"{claim.law}.most", claim.subject), **words), counterexample=near[1])
        idle = self.decider.decide(claim.idle, lambda _: None).shown if claim.idle is not None else None
        if idle is not None:
            return evolve(result, finding=message(f"refuted.{claim.law}.idle", **claim.words), counterexample=idle)
        because = self.decider.why_none(claim.poses) or ((claim.reason,) if claim.reason is not None else ())
        return evolve(result, finding=message(f"refuted.{claim.law}", **claim.words), because=because)

    def _broken(self, claim: Claim, result: Result, shown: Counterexample | None) -> Result:
        """What holds of some cases and should hold of none."""
        assert shown is not None
        seen = claim.look(shown.cases)
        words = {
            **claim.words,
            **{name.replace(".", "_"): self._standing(value) for name, value in seen.items() if isinstance(value, int | Fraction)},
        }
        for moved in shown.moved[:1]:
            words |= moved_words(self.lowered, moved)
        key = self._key(claim.law, claim.subject)
        if claim.law == "bands" and not seen["holding"]:
            key += ".none"
        if claim.law == "amounts" and seen["amount"] < 0:
            key += ".negative"
        clauses = claim.clauses or self._at_fault(claim, shown)
        return evolve(result, finding=message(key, **words), counterexample=shown if claim.shows else None, clauses=clauses)

    def _key(self, law: str, subject: Subject) -> str:
        """The message of a refuted law; of a bonus, or where items have levels and no scores, it may be another."""
        if self.lowered.levels and law in OF_LEVELS:
            return f"refuted.{law}.level"
        return f"refuted.{law}.bonus" if subject.kind is SubjectKind.BONUS and law in OF_BONUSES else f"refuted.{law}"

    def _standing(self, score: int | Fraction) -> Argument:
        """A score, or the level that it stands for."""
        levels = self.lowered.levels
        if not levels or not 0 <= score < len(levels):
            return score
        level = levels[len(levels) - 1 - int(score)]
        return message(f"level.{level}") if level in CRITERIA_LEVELS else level

    def _at_fault(self, claim: Claim, shown: Counterexample) -> tuple[str, ...]:
        """The clauses that come to something else in the one case than in the other."""
        if len(shown.cases) < 2 or claim.subject.kind not in (SubjectKind.POINT, SubjectKind.BONUS):
            return ()
        before, after = (explain(self.scheme, case, claim.subject.id).clauses for case in shown.cases)
        pairs = zip(before, after, strict=True)
        return tuple(one.clause for one, other in pairs if (one.applies, one.amount) != (other.applies, other.amount))
