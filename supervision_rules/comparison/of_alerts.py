"""Changes of alerts: what somebody is told, and when. None of them changes a score."""

from __future__ import annotations

from collections.abc import Iterator

from ..lowering import alert_words, lower
from ..messages import Message, message
from .change import Change, Scope, Sides

TEXTS = {"alert-retitled": "title", "alert-reworded": "standard"}


def alert_changes(sides: Sides) -> Iterator[Change]:
    """What changed in alerts: those that only one of the schemes has, and of the others when they are told and what they say."""
    olds, news = ({alert.id: alert for alert in scheme.alerts} for scheme in (sides.old, sides.new))
    before, after = ({plan.id: plan for plan in lower(scheme).alerts} for scheme in (sides.old, sides.new))
    for id in dict.fromkeys([*news, *olds]):
        title = (news.get(id) or olds[id]).title
        if id not in olds:
            yield _change("alert-added", id, title, alert_words(after[id], sides.labels[1]))
        elif id not in news:
            yield _change("alert-removed", id, title, alert_words(before[id], sides.labels[0]))
        else:
            if before[id] != after[id]:
                said = (alert_words(plan, labels) for plan, labels in zip((before[id], after[id]), sides.labels, strict=True))
                yield _change("alert-changed", id, title, message("change.defined", **dict(zip(("old", "new"), said, strict=True))))
            for kind, key in TEXTS.items():
                texts = [getattr(side[id], key) for side in (olds, news)]
                if texts[0] != texts[1]:
                    words = message(f"change.{kind}", title=title, old=texts[0], new=texts[1])
                    yield Change(scope=Scope.ALERTS, id=f"{kind}:{id}", kind=kind, of=id, said=words)


def _change(kind: str, id: str, title: str, detail: Message) -> Change:
    return Change(scope=Scope.ALERTS, id=f"{kind}:{id}", kind=kind, of=id, said=message(f"change.{kind}", title=title), details=(detail,))
