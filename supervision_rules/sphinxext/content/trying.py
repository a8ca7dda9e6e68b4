"""The what-if: controls for facts, and what the score, the total and the grade become. The page's script works it out; without one it says so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen
from docutils import nodes
from markupsafe import Markup

from ...engines.browser import browser_document
from ...engines.exact import prepare
from ...expression import Kind, describe
from ...lowering import Input, Value
from ...messages import exact, shown
from ..markup import para, section, trial
from ..view import SchemeView
from .overview import awaits_city

MOST_STEPS = 100_000
SAID = ("copied", "broken", "outside", "range", "not-applicable", "unreadable", "vetoed", "otherwise")


@frozen
class Window:
    """From where to where a slider goes, in the smallest steps that a fact can have; `grain` is how large such a step is in its unit."""

    low: int
    high: int
    grain: Fraction


def panel(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    """The what-if of one point or bonus."""
    names = [name for name in view.lowered.read_by(view.item(id)) if name in view.lowered.inputs]
    if not names:
        return
    near = _near(view, id)
    facts = Markup("").join(_fact(view, name, near.get(name, [])) for name in names)
    html = _form(view, facts, Markup("").join([_score(view, id), _total(view)]), item=id)
    yield section("try", view.say("docs.try"), trial("", html=html, scheme=view.scheme.id))


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """The what-if of the whole scheme: every fact that something reads, by the first point that reads it."""
    groups: dict[str, list[str]] = {}
    seen: set[str] = set()
    for item in view.lowered.items:
        for name in view.lowered.read_by(item):
            if name in view.lowered.inputs and name not in seen:
                seen.add(name)
                groups.setdefault(item.id, []).append(name)
    rest = [name for name in view.lowered.behind(*(veto.when for veto in view.lowered.vetoes)) if name in view.lowered.inputs and name not in seen]
    parts = []
    for id, names in groups.items():
        near = _near(view, id)
        facts = Markup("").join(_fact(view, name, near.get(name, [])) for name in names)
        summary = Markup('<summary>{title} <output data-score="{id}"></output></summary>').format(title=view.title(view.entry(id)), id=id)
        parts.append(Markup("<details>{}{}</details>").format(summary, facts))
    if rest:
        facts = Markup("").join(_fact(view, name, []) for name in rest)
        parts.append(Markup("<details><summary>{}</summary>{}</details>").format(view.say("sheet.vetoes"), facts))
    yield para(view.say("docs.try.intro"))
    yield trial("", html=_form(view, Markup("").join(parts), _total(view), item=""), scheme=view.scheme.id)


def data(view: SchemeView) -> str:
    """What the script of a scheme's pages reads: the scheme, its cases, and the words that it says."""
    lowered = view.lowered
    read = {name for item in lowered.items for name in lowered.read_by(item)} | set(lowered.behind(*(veto.when for veto in lowered.vetoes)))
    document = browser_document(lowered)
    document["inputs"] = {name: made for name, made in document["inputs"].items() if name in read | view.constrained}
    cases: dict[str, Any] = {}
    for id, case in view.cases.items():
        values = prepare(view.scheme, case)
        cases[id] = {"subject": case.subject, "values": {name: _told(values[name]) for name in document["inputs"] if values[name] is not None}}
    words = {key: view.words.words(f"docs.try.{key}") for key in SAID}
    constraints = {one.id: view.words.say(describe(one.node, lowered.labels)) for one in lowered.constraints if one.table is None}
    labels = {name: view.label(name) for name in document["inputs"]}
    vetoes = {veto.id: veto.title for veto in view.scheme.vetoes}
    whole = {"document": document, "cases": cases, "words": words, "constraints": constraints, "labels": labels, "vetoes": vetoes}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"(window.supervisionSchemes ??= {{}})[{json.dumps(view.scheme.id)}] = {text};\n"


def _told(value: Value) -> bool | str | None:
    return value if isinstance(value, bool | str) or value is None else exact(Fraction(value))


def _form(view: SchemeView, facts: Markup, results: Markup, item: str) -> str:
    case = view.reference
    return Markup(
        '<form class="sr-try" data-scheme="{scheme}" data-item="{item}" data-case="{case}" autocomplete="off">'
        '<noscript><p>{noscript}</p></noscript><p class="sr-hint">{hint}</p><div class="sr-try-columns"><div class="sr-facts">{facts}</div>'
        '<div class="sr-outcome" aria-live="polite">{results}<ul class="sr-complaints" role="status"></ul><p class="sr-buttons">'
        '<button type="button" data-reset>{reset}</button> <button type="button" data-share>{share}</button></p></div></div></form>'
    ).format(
        scheme=view.scheme.id,
        item=item,
        case=case.id if case else "",
        noscript=view.say("docs.try.noscript"),
        hint=view.say("docs.try.hint", subject=case.subject) if case else view.say("docs.try.hint.alone"),
        facts=facts,
        results=results,
        reset=view.say("docs.try.reset", subject=case.subject) if case else view.say("docs.try.clear"),
        share=view.say("docs.try.share"),
    )


def _score(view: SchemeView, id: str) -> Markup:
    limit = "" if view.lowered.levels else f" / {shown(view.item(id).limit)}"
    title = view.say("docs.column.level") if view.lowered.levels else view.say("docs.column.score" if view.sign(id) < 0 else "docs.column.awarded")
    return Markup('<p class="sr-big"><span>{title}</span> <output data-score="{id}">—</output><small>{limit}</small></p>').format(
        title=title, id=id, limit=limit
    )


def _total(view: SchemeView) -> Markup:
    rows = [] if view.lowered.levels else ["deductions", "bonus", "total"]
    cells = [
        Markup('<p class="sr-big"><span>{title}</span> <output data-overall="{key}">—</output> <small data-change="{key}"></small></p>').format(
            title=view.say(f"sheet.{key}"), key=key
        )
        for key in [*rows, "grade"]
    ]
    waiting = [id for id in (item.id for item in view.lowered.points) if awaits_city(view, id)]
    note = Markup('<p class="sr-hint">{}</p>').format(view.say("docs.try.city")) if waiting and rows else ""
    return Markup('{}<p class="sr-vetoes" data-vetoes></p>{}').format(Markup("").join(cells), note)


def _fact(view: SchemeView, name: str, near: Iterable[Fraction]) -> Markup:
    made = view.lowered.inputs[name]
    control = {Kind.CONDITION: _condition, Kind.CHOICE: _choice}.get(made.kind)
    id = f"try-{name}"
    inner = control(view, made, id) if control else _number(view, made, id, near)
    return Markup('<div class="sr-fact"><label for="{id}">{label}</label>{inner}</div>').format(id=id, label=view.label(name), inner=inner)


def _condition(view: SchemeView, made: Input, id: str) -> Markup:
    options = [("true", view.say("value.yes")), ("false", view.say("value.no")), ("", view.say("value.missing"))]
    return _select(made, id, options)


def _choice(view: SchemeView, made: Input, id: str) -> Markup:
    return _select(made, id, [*((value, value) for value in made.values), ("", view.say("value.missing"))])


def _select(made: Input, id: str, options: list[tuple[str, str]]) -> Markup:
    inner = Markup("").join(Markup('<option value="{}">{}</option>').format(value, said) for value, said in options)
    return Markup('<select id="{id}" data-fact="{name}">{inner}</select>').format(id=id, name=made.id, inner=inner)


def _number(view: SchemeView, made: Input, id: str, near: Iterable[Fraction]) -> Markup:
    unit = Markup("") if made.kind is Kind.DATE else Markup(' <span class="sr-unit">{}</span>').format(made.unit.text)
    kind = Markup('type="date"') if made.kind is Kind.DATE else Markup('type="text" inputmode="decimal" size="9"')
    box = Markup('<span class="sr-box"><input {kind} id="{id}" data-fact="{name}">{unit}</span>').format(kind=kind, id=id, name=made.id, unit=unit)
    window = None if made.kind is Kind.DATE else slider_window(made, [*near, *_of_case(view, made.id)])
    if window is None:
        return box
    return box + Markup(
        '<input type="range" data-slider="{name}" data-grain="{grain}" min="{low}" max="{high}" step="1" aria-label="{label}">'
    ).format(name=made.id, grain=exact(window.grain), low=window.low, high=window.high, label=view.say("docs.try.slider", name=view.label(made.id)))


def _of_case(view: SchemeView, name: str) -> list[Fraction]:
    if view.reference is None:
        return []
    value = prepare(view.scheme, view.reference)[name]
    return [] if value is None or isinstance(value, str) else [Fraction(value)]


def _near(view: SchemeView, id: str) -> dict[str, list[Fraction]]:
    """The places at which something changes, by fact."""
    found: dict[str, list[Fraction]] = {}
    for boundary in view.boundaries(id):
        if boundary.threshold is not None:
            found.setdefault(boundary.fact, []).extend(boundary.threshold.values)
    return found


def slider_window(made: Input, values: list[Fraction]) -> Window | None:
    """The part of a fact's domain in which something happens: around the values given, half as far again on both sides."""
    if made.low is None or made.high is None:
        return None
    grain = Fraction(1, 10**made.places)
    factor = made.unit.factor
    low, high = made.low, made.high
    if values:
        least, most = min(values), max(values)
        margin = max((most - least) / 2, most / 4, 10 * grain * factor)
        low, high = max(low, least - margin), min(high, most + margin)
    ends = [int(-(-low / factor // grain)), int(high / factor // grain)]
    while ends[1] - ends[0] > MOST_STEPS:
        grain *= 10
        ends = [int(-(-low / factor // grain)), int(high / factor // grain)]
    return Window(ends[0], ends[1], grain) if ends[1] > ends[0] else None
