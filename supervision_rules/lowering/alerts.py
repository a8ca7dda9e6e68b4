"""Alerts → plans: names looked up, columns of the right kind, lengths of time in seconds."""

from __future__ import annotations

from typing import Any

from ..expression import Expression, Kind, Node, NotAnAmount, near, parse_amount, references
from ..scheme import DAY, Alert, Count, Deadline, Late
from .alert_plans import AlertPlan, ConditionAlert, CountAlert, DeadlineAlert
from .build import Build
from .classes import spread_condition
from .division import divisors, sign
from .model import TablePlan

TIMES = (Kind.DATE, Kind.MOMENT)
LENGTHS = {"分钟": 60, "小时": 60 * 60, "天": DAY}


def lower_alerts(build: Build) -> tuple[AlertPlan, ...]:
    """The alerts with their conditions, counts and deadlines."""
    plans: list[AlertPlan] = []
    for alert in build.scheme.alerts:
        with build.problems.under("alert", alert.id):
            plan = _lower(build, alert)
            if plan is not None:
                plans.append(plan)
    return tuple(plans)


def _lower(build: Build, alert: Alert) -> AlertPlan | None:
    given = [name for name in ("when", "count", "deadline") if getattr(alert, name) is not None]
    if len(given) != 1:
        build.problems.add("alert-not-one", *given[1:2], id=alert.id, keys=given)
    elif alert.when is not None:
        return _condition(build, alert.id, alert.when)
    elif alert.count is not None:
        with build.problems.under("count"):
            return _count(build, alert.id, alert.count)
    elif alert.deadline is not None:
        with build.problems.under("deadline"):
            return _deadline(build, alert.id, alert.deadline)
    return None


def _condition(build: Build, id: str, when: Expression) -> AlertPlan | None:
    node = build.condition(when, build.scope(), "when")
    if node is None:
        return None
    if any(sign(build, divisor) != "positive" for divisor in divisors(build, node)):
        build.problems.add("division-in-condition", "when")
        return None
    spread = spread_condition(build, node)
    build.read.update(references(spread))
    return ConditionAlert(id=id, when=spread)


def _count(build: Build, id: str, count: Count) -> AlertPlan | None:
    plan = _table(build, count.rows)
    if plan is None:
        return None
    if plan.parent is None:
        build.problems.add("alert-needs-parent", "rows", table=plan.id)
        return None
    if (count.at_least is None) == (count.at_most is None):
        build.problems.add("alert-bound", "at_most" if count.at_most is not None else "rows")
        return None
    for key, low in (("at_least", 1), ("at_most", 0)):
        bound = getattr(count, key)
        if bound is not None and bound < low:
            build.problems.add("alert-number", key, low=str(low), high="—", given=str(bound))
    for index, month in enumerate(count.months):
        if not 1 <= month <= 12:
            build.problems.add("alert-number", "months", index, low="1", high="12", given=str(month))
    column = _column(build, plan, count.column, "column")
    where, whose = _rows(build, plan.id, count.where, "where"), _rows(build, plan.parent, count.whose, "whose")
    if None in (column, where, whose):
        return None
    return CountAlert(
        id=id,
        table=plan.id,
        above=plan.parent,
        column=count.column,
        every=count.every,
        at_least=count.at_least,
        at_most=count.at_most,
        months=frozenset(count.months or range(1, 13)),
        where=where,
        whose=whose,
    )


def _deadline(build: Build, id: str, deadline: Deadline) -> AlertPlan | None:
    plan = _table(build, deadline.rows)
    if plan is None:
        return None
    if (deadline.due is None) == (deadline.start is None) or (deadline.start is None) != (deadline.within is None):
        build.problems.add("alert-due", *(["within"] if deadline.within is not None else []))
        return None
    until = _column(build, plan, deadline.until, "until")
    start = _column(build, plan, deadline.due or deadline.start or "", "due" if deadline.due else "start")
    within = 0 if deadline.within is None else _length(build, deadline.within)
    where = _rows(build, plan.id, deadline.where, "where")
    if None in (until, start, within, where):
        return None
    late_stands = deadline.late is Late.STANDS
    return DeadlineAlert(
        id=id,
        table=plan.id,
        start=deadline.due or str(deadline.start),
        within=within or 0,
        until=deadline.until,
        late_stands=late_stands,
        where=where,
    )


def _table(build: Build, name: str) -> TablePlan | None:
    if name not in build.plans:
        if name not in build.failed and build.tables.get(name, ()) is not None:
            build.problems.add("unknown-table", "rows", name=name, alike=near(name, build.plans))
        return None
    return build.plans[name]


def _column(build: Build, plan: TablePlan, name: str, key: str) -> str | None:
    columns = {column.id: column for column in plan.columns}
    if name not in columns:
        build.problems.add("unknown-column", key, table=plan.id, name=name, alike=near(name, columns))
        return None
    if columns[name].kind not in TIMES or columns[name].node is not None:
        build.problems.add("alert-needs-time", key, name=f"{plan.id}.{name}")
        return None
    return name


def _rows(build: Build, table: str, condition: Expression | None, key: str) -> Any:
    """The condition on a row (True where there is none), which reads given columns of its table and targets only; None after noting what is wrong."""
    if condition is None:
        return True
    node: Node | None = build.condition(condition, build.row_scope(table), key)
    if node is None:
        return None
    for name in references(node):
        if not _at_hand(build, table, name):
            build.problems.add("alert-reads-given", key, name=name)
            return None
    return node


def _at_hand(build: Build, table: str, name: str) -> bool:
    return name in build.constants or any(name == f"{table}.{column.id}" for column in build.plans[table].columns if column.node is None)


def _length(build: Build, text: str) -> int | None:
    """The seconds of a length of time."""
    try:
        number, _, unit = parse_amount(text)
    except NotAnAmount:
        build.problems.add("bad-number", "within", text=text[:60])
        return None
    if unit not in LENGTHS or number <= 0 or (number * LENGTHS[unit]).denominator != 1:
        build.problems.add("alert-length", "within", text=text, units=list(LENGTHS))
        return None
    return int(number * LENGTHS[unit])
