"""What anybody sees of a lowered scheme, as lines of text: what is wrong with it, or what its clauses come to."""

from __future__ import annotations

from collections.abc import Iterable

from builders import bonus, point, scheme

from supervision_rules import SupervisionRulesError
from supervision_rules.expression import Node, describe
from supervision_rules.lowering import Clause, lower
from supervision_rules.messages import Problem, catalogue
from supervision_rules.scheme import Fact, Form, Scheme


def line(problem: Problem, below: int = 0) -> str:
    """A problem: `code at/its/place: argument = value`; `below` steps of the place are left out."""
    words = catalogue()
    assert all(words.say(said) for said in (problem.cause, problem.mend))
    arguments = ", ".join(f"{name} = {words.say(value)}" for name, value in sorted(problem.arguments.items()))
    place = "/".join(str(step) for step in problem.path[below:])
    return " ".join([problem.code, *([place] if place else [])]) + (f": {arguments}" if arguments else "")


def lines(error: SupervisionRulesError, below: int = 0) -> list[str]:
    """All problems of an error."""
    return [line(problem, below) for problem in error.problems]


def mistakes(of: Scheme, below: int = 0) -> list[str]:
    """Everything that is wrong with a scheme; nothing where it is sound."""
    try:
        lower(of)
    except SupervisionRulesError as error:
        return lines(error, below)
    return []


def mistakes_of_rule(rule: Form, facts: Iterable[Fact], *, bonuses: bool = False, **sections: object) -> list[str]:
    """What is wrong with a rule under a point, or under a bonus; places count from the rule."""
    made = scheme(facts=facts, bonuses=[bonus(rule)], **sections) if bonuses else scheme([point(rule)], facts, **sections)  # type: ignore[arg-type]
    return mistakes(made, below=4)


def clauses_of(rule: Form, facts: Iterable[Fact], *, bonuses: bool = False, **sections: object) -> tuple[Clause, ...]:
    """The clauses of a rule under a point, or under a bonus."""
    made = scheme(facts=facts, bonuses=[bonus(rule)], **sections) if bonuses else scheme([point(rule)], facts, **sections)  # type: ignore[arg-type]
    lowered = lower(made)
    (item,) = lowered.bonuses if bonuses else lowered.points
    (part,) = item.parts
    return part.clauses


def said(node: Node | None) -> str:
    """A node in words, with the ids of facts as their labels."""
    return "" if node is None else str(describe(node, {}))


def told(rule: Form, facts: Iterable[Fact], *, bonuses: bool = False, **sections: object) -> list[tuple[str, str, str | None]]:
    """Of each clause of a rule: its sentence, what should have held, and the name along which it changes."""
    return [(str(one.wording), said(one.requirement), one.axis) for one in clauses_of(rule, facts, bonuses=bonuses, **sections)]


def exact(rule: Form, facts: Iterable[Fact], *, bonuses: bool = False, **sections: object) -> list[tuple[str, str]]:
    """Of each clause of a rule: when it applies, and what it then deducts or awards."""
    return [(said(one.when), said(one.amount)) for one in clauses_of(rule, facts, bonuses=bonuses, **sections)]
