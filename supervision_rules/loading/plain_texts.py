"""Values that a file holds by kind → the text that a CSV would have for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

MIDNIGHT = time()


def plain_text(value: object) -> str | None:
    """The text of a value, exactly; a day of no hour is a day. None for what is no single value (a list)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == MIDNIGHT:
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else None


def plain_number(value: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
