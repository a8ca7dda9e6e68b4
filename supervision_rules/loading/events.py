"""Lines of JSON ↔ events, one a line; numbers stay exact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError
from typing import Any

from attrs import evolve

from ..expression.amounts import MOST_DIGITS
from ..messages import Place, Problem, SupervisionRulesError
from ..scheme import Event
from .structuring import structure, unstructure

MOST_CHARACTERS = 1_000_000
"""A line that is longer is not looked into."""


class _NotJson(ValueError):
    """JSON that the format does not allow."""


class _NotANumber(ValueError):
    """A number with more digits than any of ours has."""


def read_event(line: str, place: Place | None = None) -> Event:
    """The event of a line.

    Raises SupervisionRulesError with all that is wrong with it, at the place.
    """
    try:
        data = _data(line)
    except _NotJson as error:
        raise SupervisionRulesError([Problem("event-json", {"reason": str(error)}, place=place)]) from None
    except _NotANumber as error:
        raise SupervisionRulesError([Problem("bad-number", {"text": str(error)[:60]}, place=place)]) from None
    event = event_of(data, place)
    if len(written := event_line(event)) > MOST_CHARACTERS:  # a tight line may grow
        raise SupervisionRulesError([Problem("event-json", {"reason": f"{len(written)} > {MOST_CHARACTERS}"}, place=place)])
    return event


def event_of(data: Mapping[str, Any], place: Place | None = None) -> Event:
    """The event of a mapping as a line would hold it; days and moments may be Python's.

    Raises SupervisionRulesError with all that is wrong with it, at the place.
    """
    event, problems = structure({key: value for key, value in data.items() if value is not None}, Event, ())
    if event is not None:
        problems = list(_ill_formed(event))
    if problems:
        raise SupervisionRulesError([evolve(problem, place=place) for problem in problems])
    assert isinstance(event, Event)
    return event


def event_line(event: Event) -> str:
    """An event as one line of JSON; `read_event` reads it to the same."""
    return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(value)}" for key, value in unstructure(event).items()) + "}"


def _data(line: str) -> dict[str, Any]:
    if len(line) > MOST_CHARACTERS:
        raise _NotJson(f"{len(line)} > {MOST_CHARACTERS}")
    try:
        data = json.loads(line, parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_object)
    except RecursionError:
        raise _NotJson("[[[[…") from None
    except JSONDecodeError as error:
        raise _NotJson(str(error)) from None
    if not isinstance(data, dict):
        raise _NotJson(line[:40])
    try:
        (line if "\\u" not in line else json.dumps(data, ensure_ascii=False, default=str)).encode()
    except UnicodeEncodeError as error:
        raise _NotJson(error.reason) from None
    return data


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise _NotANumber(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond all
        raise _NotANumber(text) from None
    if len(text) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS or len(format(number, "f")) > MOST_DIGITS:
        raise _NotANumber(text)
    return number


def _no_constant(text: str) -> Any:
    raise _NotJson(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _NotJson(next(name for name in names if names.count(name) > 1) + " × 2")
    return found


def _ill_formed(event: Event) -> list[Problem]:
    brought = [name for name in ("fact", "table", "retracts") if getattr(event, name)]
    if len(brought) != 1:
        return [Problem("event-not-one", {"given": brought or ["—"]})]
    found: list[Problem] = []
    if (event.value is None) == bool(event.fact):
        found.append(Problem("key-missing", {"key": "value"}) if event.fact else Problem("event-needless", {"key": "value", "kind": brought[0]}))
    if event.row is not None and not event.table:
        found.append(Problem("event-needless", {"key": "row", "kind": brought[0]}))
    if event.corrects and (event.retracts or (event.table and event.row is None)):
        found.append(Problem("event-needless", {"key": "corrects", "kind": brought[0]}))
    return found


def _json(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)
