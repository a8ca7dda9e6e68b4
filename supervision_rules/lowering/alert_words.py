"""An alert in words: when somebody is told, of which rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..expression import Label, Labels, Node, describe
from ..messages import Message, message
from ..scheme import DAY
from .alert_plans import AlertPlan, ConditionAlert, CountAlert, DeadlineAlert

ALL_YEAR = frozenset(range(1, 13))


def alert_words(plan: AlertPlan, labels: Labels) -> Message:
    """When an alert is told."""
    match plan:
        case ConditionAlert():
            return message("alert.condition", condition=describe(plan.when, labels))
        case CountAlert():
            return _count(plan, labels)
        case DeadlineAlert():
            return _deadline(plan, labels)


def _count(plan: CountAlert, labels: Labels) -> Message:
    few, number = ("few", plan.at_least) if plan.at_least is not None else ("many", plan.at_most)
    said = message(
        f"alert.{few}",
        above=_rows(plan.above, plan.whose, labels),
        rows=_rows(plan.table, plan.where, labels),
        column=_label(f"{plan.table}.{plan.column}", labels),
        every=message(f"alert.every.{plan.every.value}"),
        number=str(number),
    )
    if plan.months == ALL_YEAR:
        return said
    return message("alert.in-months", said=said, months=list(_runs(plan.months)))


def _deadline(plan: DeadlineAlert, labels: Labels) -> Message:
    rows = _rows(plan.table, plan.where, labels)
    start, until = (_label(f"{plan.table}.{column}", labels) for column in (plan.start, plan.until))
    late = message("alert.late.stands" if plan.late_stands else "alert.late.ends")
    if not plan.within:
        return message("alert.due", rows=rows, due=start, until=until, late=late)
    return message("alert.within", rows=rows, start=start, within=length_words(plan.within), until=until, late=late)


def length_words(seconds: int) -> Message:
    """A length of time in the greatest unit of which it is a whole number; a single day is 24 hours, since it does not end with the day."""
    units = (("days", DAY), ("hours", 60 * 60), ("minutes", 60))
    unit, size = next(((unit, size) for unit, size in units if seconds % size == 0 and (seconds, size) != (DAY, DAY)), ("seconds", 1))
    return message(f"alert.length.{unit}", number=str(seconds // size))


def _runs(months: frozenset[int]) -> Iterator[str]:
    """Months, those that follow each other as the first and last of them."""
    firsts = [month for month in sorted(months) if month - 1 not in months]
    for first in firsts:
        last = next(month for month in range(first, 13) if month + 1 not in months)
        yield str(first) if first == last else f"{first}–{last}"


def _rows(table: str, condition: Node | Literal[True], labels: Labels) -> Message:
    said = _label(table, labels)
    return message("rows.all", table=said) if condition is True else message("rows.where", table=said, where=describe(condition, labels))


def _label(name: str, labels: Labels) -> str:
    return labels.get(name, Label(name)).text
