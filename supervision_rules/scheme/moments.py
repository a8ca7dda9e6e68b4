"""Days and moments: a moment is a number of seconds on the same line as days, a day the seconds from its first to before the next day's first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY = 24 * 60 * 60


def seconds(moment: datetime) -> int:
    """The number of a moment; what is finer than a second is left out."""
    return moment.toordinal() * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second


def moment(number: int) -> datetime:
    """The moment of a number."""
    days, rest = divmod(number, DAY)
    return datetime.fromordinal(days) + timedelta(seconds=rest)


def first(when: date) -> int:
    """The first second of a day or of a moment."""
    return seconds(when) if isinstance(when, datetime) else when.toordinal() * DAY


def last(when: date) -> int:
    """The last second of a day or of a moment."""
    return seconds(when) if isinstance(when, datetime) else (when.toordinal() + 1) * DAY - 1


def parse_when(text: str) -> date:
    """The day (`2020-03-05`) or moment (`2020-03-05T14:30`) of a text. Raises ValueError; a moment with a time zone is none."""
    day, time = text[:10], text[10:]
    found = datetime.fromisoformat(text) if time else date.fromisoformat(text)
    if found.isoformat()[:10] != day or (isinstance(found, datetime) and (found.tzinfo is not None or time[0] not in "T ")):
        raise ValueError(text)
    return found
