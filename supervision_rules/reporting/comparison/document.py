"""A comparison as plain data for JSON: numbers as exact strings, words in one language."""

from __future__ import annotations

from typing import Any

from ...comparison import CaseEffect, Change, Comparison, Difference, ItemEffect, Pair
from ...engines.exact import Count
from ...expression import value_message
from ...lowering import lower
from ...messages import Catalogue, catalogue, exact
from ...scheme import Scheme
from ..document import number

SCHEMA = "urn:supervision-rules:comparison:1"


def comparison_document(comparison: Comparison, words: Catalogue | None = None) -> dict[str, Any]:
    """The whole comparison as data. `words`: the language of wordings, Chinese by default."""
    words = words or catalogue()
    return {
        "schema": SCHEMA,
        "old": _scheme(comparison.old),
        "new": _scheme(comparison.new),
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "changes": [_change(comparison, change, words) for change in comparison.changes],
        "cases": [effect_document(effect, words) for effect in comparison.effects],
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {"id": scheme.id, "title": scheme.header.title, "hash": lower(scheme).hash}


def _pair(pair: Pair) -> dict[str, Any]:
    return {"key": pair.key, "bonus": pair.bonus, "old": pair.old, "new": pair.new, "why": pair.why.value, "likeness": pair.likeness}


def _change(comparison: Comparison, change: Change, words: Catalogue) -> dict[str, Any]:
    possible = next((_difference(comparison, one, words) for one in comparison.differences if one.change == change.id), None)
    return {
        "id": change.id,
        "scope": change.scope.value,
        "kind": change.kind,
        "of": change.of,
        "scores": change.scores,
        "said": words.say(change.said),
        "details": [words.say(detail) for detail in change.details],
        "possible": possible,
    }


def _difference(comparison: Comparison, difference: Difference, words: Catalogue) -> dict[str, Any]:
    labels = comparison.labels
    return {
        "answer": difference.possible.value,
        "item": difference.item or None,
        "before": number(difference.before),
        "after": number(difference.after),
        "grades": list(difference.grades) if difference.grades else None,
        "facts": {name: words.say(value_message(value, labels[name].unit)) for name, value in difference.set.items()},
    }


def effect_document(effect: CaseEffect, words: Catalogue) -> dict[str, Any]:
    """What becomes of a case, as data."""
    return {
        "case": effect.case,
        "subject": effect.subject,
        "before": _count(effect.before),
        "after": _count(effect.after),
        "difference": number(effect.difference),
        "items": [_item(item) for item in effect.items],
        "adjustments": {cause.value: exact(amount) for cause, amount in effect.adjustments.items()},
        "decisive": list(effect.decisive),
        "lacking": list(effect.lacking),
        "left_out": list(effect.left_out),
        "problems": ["\n".join(problem.lines(words)) for problem in effect.problems],
    }


def _count(count: Count | None) -> dict[str, Any] | None:
    if count is None:
        return None
    overall = count.overall
    span = overall.range if overall is not None else None
    return {
        "total": None if overall is None else number(overall.total),
        "grade": count.grade,
        "range": {
            "lowest": None if span is None else exact(span.lowest),
            "highest": None if span is None else exact(span.highest),
            "grades": list(count.grades),
        },
    }


def _item(item: ItemEffect) -> dict[str, Any]:
    return {
        "item": item.item,
        "before": number(item.before),
        "after": number(item.after),
        "difference": number(item.difference),
        "alone": {id: exact(amount) for id, amount in item.alone.items()},
        "interaction": exact(item.interaction),
    }
