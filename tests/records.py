"""Schools with what is recorded of them as a year goes on: the tables that alerts are tested with."""

from __future__ import annotations

from typing import Any

from builders import OURS, column, table

from supervision_rules.scheme import Alert, Table


def of_school(id: str, *columns: Any) -> Table:
    """A table of records below the schools."""
    return table(id, *(column(name, kind="text") for name in ("school", "id")), *columns, key=("school", "id"), parent="school")


SCHOOL = table("school", column("listed", kind="condition"), column("pupils"), column("opened", kind="date"))
VISIT = of_school("visit", column("day", kind="date"), column("hours"), column("next_day", kind="date"))
INCIDENT = of_school(
    "incident",
    column("level", kind="choice", values=("重大", "一般")),
    column("happened", kind="moment"),
    column("reported", kind="moment"),
    column("severe", value='level == "重大"', kind="condition"),
)
RECTIFICATION = of_school("rectification", *(column(name, kind="date") for name in ("found", "due", "closed")))
RECORDS = (SCHOOL, VISIT, INCIDENT, RECTIFICATION)


def alert(id: str, **more: Any) -> Alert:
    """An alert."""
    entry = {"title": id, "standard": id, **OURS, **more}
    return Alert(id=id, **entry)
