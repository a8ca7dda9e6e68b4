"""The script of the what-if run for real: V8 works schemes out as a reader's browser does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import builders
from py_mini_racer import MiniRacer

from supervision_rules import Assessment, Case, Scheme, assess
from supervision_rules.engines.browser import browser_document, runtime
from supervision_rules.engines.exact import prepare
from supervision_rules.engines.exact.assess import engine_of
from supervision_rules.lowering import Value, lower
from supervision_rules.messages import exact
from supervision_rules.reporting.document import assessment_document

SCRIPT = MiniRacer()
SCRIPT.eval(runtime())
Given = Mapping[str, bool | str | None]
NOTHING = browser_document(lower(builders.scheme()))
"""A scheme that reads nothing."""


def call(expression: str, *arguments: Any) -> Any:
    """What an expression over `args` comes to."""
    return json.loads(SCRIPT.eval(f"JSON.stringify((args => {expression})({json.dumps(arguments)}))"))


def worked_out(scheme: Scheme, cases: Iterable[Given]) -> list[dict[str, Any]]:
    """What the script makes of cases."""
    found: list[dict[str, Any]] = call(
        "(engine => args[1].map(values => engine.assess(values)))(SupervisionRules.engine(args[0]))", browser_document(lower(scheme)), list(cases)
    )
    return found


def given(scheme: Scheme, case: Case) -> Given:
    """The inputs of a case as the script is told them, what is counted from rows among them."""
    values = prepare(scheme, case)
    return {name: told(values[name]) for name in lower(scheme).inputs}


def told(value: Value) -> bool | str | None:
    return value if isinstance(value, bool | str) or value is None else exact(Fraction(value))


SHARED = ("deductions", "base_score", "bonus", "total", "grade", "grade_before_vetoes", "range", "adjustments")


def clauses_of(scheme: Scheme, case: Case) -> dict[str, Any]:
    """Every clause of every item as the exact engine has it; none of an item that does not apply."""
    engine = engine_of(scheme)
    prepared = engine.prepared(case)
    plans = [engine.plan(item.id) for item in lower(scheme).items]
    applying = {plan.item.id: plan.states(prepared) if plan.score(prepared).applies is not False else () for plan in plans}
    return {
        id: {one.clause: {"applies": one.applies, "amount": None if one.amount is None else exact(one.amount)} for one in states}
        for id, states in applying.items()
    }


def agreed(scheme: Scheme, case: Case) -> dict[str, Any]:
    """What the script makes of a case, which must be what the exact engine makes of it."""
    (found,) = worked_out(scheme, [given(scheme, case)])
    assert by_the_script(found) == by_the_exact_engine(assess(scheme, case))
    assert {id: item["clauses"] for id, item in found["items"].items()} == clauses_of(scheme, case)
    return found


def by_the_script(result: dict[str, Any]) -> dict[str, Any]:
    """What both say, as the script says it."""
    items = {id: {key: value for key, value in item.items() if key != "clauses"} for id, item in result["items"].items()}
    return {key: result[key] for key in SHARED} | {"items": items, "vetoes": result["vetoes"]}


def by_the_exact_engine(assessment: Assessment) -> dict[str, Any]:
    """What both say, as the exact engine says it; of schemes without points scores are levels."""
    document = assessment_document(assessment)
    items = {
        one["id"]: _item(one, result) for key in ("points", "bonuses") for one, result in zip(document[key], getattr(assessment, key), strict=True)
    }
    return {key: document[key] for key in SHARED} | {"items": items, "vetoes": {veto["id"]: veto["applies"] for veto in document["vetoes"]}}


def _item(one: dict[str, Any], result: Any) -> dict[str, Any]:
    return {
        "outcome": one["outcome"],
        "score": None if result.score is None else exact(result.score),
        "level": one["level"],
        "awaits_city": one["awaits_city"],
        "range": {"lowest": exact(result.range.lowest), "highest": exact(result.range.highest)},
        "adjustments": one["adjustments"],
    }
