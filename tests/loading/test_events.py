"""Evidence as it arrives: one event a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError
from supervision_rules.loading import event_line, event_of, read_event
from supervision_rules.loading.events import MOST_CHARACTERS
from supervision_rules.messages import Place
from supervision_rules.scheme import Event, EventKind

HEAD: dict[str, Any] = {"id": "1", "district": "某区", "at": "2020-03-05"}


def line(**more: Any) -> str:
    """An event of a district on a day, as a line."""
    return json.dumps({**HEAD, **more}, ensure_ascii=False)


def raw(member: str) -> str:
    """The same with a member of an object as it stands."""
    return json.dumps(HEAD, ensure_ascii=False)[:-1] + f", {member}}}"


def refused(read: Callable[[], object]) -> list[str]:
    with pytest.raises(SupervisionRulesError) as error:
        read()
    return [f"{'/'.join(map(str, problem.path))} {problem.code}".strip() for problem in error.value.problems]


class TestWhatALineSays:
    @pytest.mark.parametrize(
        ("more", "kind"),
        [
            ({"fact": "pupils", "value": "900人"}, EventKind.FACT),
            ({"table": "school", "row": {"id": "东小"}}, EventKind.ROW),
            ({"table": "school"}, EventKind.OPENING),
            ({"retracts": "0"}, EventKind.RETRACTION),
        ],
        ids=str,
    )
    def test_is_one_of_four(self, more: dict[str, Any], kind: EventKind) -> None:
        assert read_event(line(**more)).kind is kind

    def test_a_day(self) -> None:
        assert read_event(line(table="school")).at == date(2020, 3, 5)

    @pytest.mark.parametrize("text", ["2020-03-05T14:30", "2020-03-05 14:30:00"])
    def test_a_moment(self, text: str) -> None:
        assert read_event(line(table="school", at=text)).at == datetime(2020, 3, 5, 14, 30)

    def test_what_is_said_of_it(self) -> None:
        event = read_event(line(fact="pupils", value="900人", corrects="0", clause="表一", assumed="未印出", note="约数"))
        assert (event.corrects, event.clause, event.assumed, event.note) == ("0", "表一", "未印出", "约数")

    @pytest.mark.parametrize(
        ("text", "value"), [("0.1", Decimal("0.1")), ("0.10", Decimal("0.10")), ("3", 3), ("true", True), ('"770 元/人"', "770 元/人")]
    )
    def test_a_value_is_exactly_what_stands_there(self, text: str, value: object) -> None:
        found = read_event(raw(f'"fact": "x", "value": {text}')).value
        assert (found, type(found)) == (value, type(value))

    def test_a_row_is_read_cell_by_cell(self) -> None:
        assert read_event(raw('"table": "school", "row": {"id": "东小", "pupils": 0.5, "good": false}')).row == {
            "id": "东小",
            "pupils": Decimal("0.5"),
            "good": False,
        }

    def test_null_is_as_if_the_key_were_not_there(self) -> None:
        assert read_event(line(table="school", row=None, note=None)) == read_event(line(table="school"))


class TestNotJson:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "  ",
            "fact",
            '{"id": "1"',
            line(table="school") + "x",
            line(table="school") * 2,
            "\ufeff" + line(table="school"),
            "[]",
            '"1"',
            "7",
            "null",
            "1" * 30,
            raw('"id": "2", "table": "school"'),
            raw('"table": "school", "row": {"id": "东小", "id": "西小"}'),
            raw('"fact": "x", "value": NaN'),
            raw('"fact": "x", "value": Infinity'),
            raw('"fact": "x", "value": -Infinity'),
            "[" * 100_000,
            '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
            '{"a": ' * 100_000,
            raw('"table": "school", "note": "\\ud800"'),
            raw('"table": "school", "row": {"id": "\\udfff"}'),
            raw('"table": "school", "note": "\ud800"'),
            raw('"table": "school", "note": "' + "注" * MOST_CHARACTERS + '"'),
        ],
        ids=lambda text: ascii(text[-30:]),
    )
    def test_is_refused(self, text: str) -> None:
        assert refused(lambda: read_event(text)) == ["event-json"]

    def test_a_pair_of_surrogates_is_one_character(self) -> None:
        assert read_event(raw('"table": "school", "note": "\\ud83d\\ude00"')).note == "😀"

    def test_what_would_be_too_long_when_written_again_is_refused(self) -> None:
        tight = '{"id":"1","district":"某区","at":"2020-03-05","table":"school","note":"'
        assert refused(lambda: read_event(tight + "n" * (MOST_CHARACTERS - len(tight) - 2) + '"}')) == ["event-json"]


class TestNumbersOfAbsurdSize:
    @pytest.mark.parametrize(
        "number",
        [
            "9" * 41,
            "-" + "9" * 5000,
            "1" * 5000,
            "0." + "0" * 5000 + "1",
            "1e99999999",
            "1e-99999999",
            "-1.5E+1000",
            "1e9999999999999999999",
            "1e-9999999999999999999",
            "1e40",
            "1e-40",
        ],
        ids=lambda number: number[:24],
    )
    def test_are_refused(self, number: str) -> None:
        assert refused(lambda: read_event(raw(f'"fact": "x", "value": {number}'))) == ["bad-number"]

    @pytest.mark.parametrize("number", ["9" * 40, "1e39", "-0.5e3", "1E-30"])
    def test_those_with_as_many_digits_as_ours_are_not(self, number: str) -> None:
        assert read_event(raw(f'"fact": "x", "value": {number}')).value == Decimal(number)


class TestNotAsAnEventIs:
    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("{}", ["key-missing"] * 3),
            (line(table="school", place="x"), ["place unknown-key"]),
            (line(table="school", id=7), ["id wrong-type"]),
            (line(table="school", id=" "), ["id text-empty"]),
            (line(table="school", district=["某区"]), ["district wrong-type"]),
            (line(table="school", district=""), ["district text-empty"]),
            (line(table="school", note=1), ["note wrong-type"]),
            (line(table="school", row=[]), ["row wrong-type"]),
            (line(table="school", row={"id": None}), ["row/id wrong-type"]),
            (line(table="school", row={"id": ["x"]}), ["row/id wrong-type"]),
            (line(fact="x", value={"a": 1}), ["value wrong-type"]),
            (line(fact="x", value=["a"]), ["value wrong-type"]),
            (line(fact="", value=1), ["fact text-empty"]),
            (line(table="school", at=20200305), ["at wrong-type"]),
            (line(table="school", id=7, note=1), ["id wrong-type", "note wrong-type"]),
        ],
    )
    def test_is_refused_with_all_that_is_wrong(self, text: str, codes: list[str]) -> None:
        assert refused(lambda: read_event(text)) == codes

    @pytest.mark.parametrize(
        "at",
        [
            "2020-02-30",
            "2020-3-5",
            "20200305",
            "2020年3月5日",
            "2020-03-05T25:00",
            "2020-03-05T14:30Z",
            "2020-03-05T14:30+08:00",
            "2020-03-05_14:30",
            "x",
        ],
    )
    def test_neither_day_nor_moment(self, at: str) -> None:
        assert refused(lambda: read_event(line(table="school", at=at))) == ["at bad-when"]

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"value": 1},
            {"row": {"id": "x"}},
            {"fact": "x", "value": 1, "table": "school"},
            {"table": "school", "retracts": "0"},
            {"fact": "x", "value": 1, "retracts": "0"},
            {"fact": "x", "value": 1, "table": "school", "retracts": "0"},
        ],
        ids=str,
    )
    def test_it_brings_one_thing(self, more: dict[str, Any]) -> None:
        assert refused(lambda: read_event(line(**more))) == ["event-not-one"]

    def test_a_fact_needs_a_value(self) -> None:
        assert refused(lambda: read_event(line(fact="x"))) == ["key-missing"]

    @pytest.mark.parametrize("value", [False, 0])
    def test_no_and_nought_are_values(self, value: object) -> None:
        assert read_event(line(fact="x", value=value)).value == value

    @pytest.mark.parametrize(
        "more",
        [
            {"table": "school", "value": 1},
            {"retracts": "0", "value": 1},
            {"fact": "x", "value": 1, "row": {"id": "x"}},
            {"retracts": "0", "row": {"id": "x"}},
            {"retracts": "0", "corrects": "0"},
            {"table": "school", "corrects": "0"},
        ],
        ids=str,
    )
    def test_a_key_that_says_nothing_here_is_needless(self, more: dict[str, Any]) -> None:
        assert refused(lambda: read_event(line(**more))) == ["event-needless"]

    @pytest.mark.parametrize("text", ["{", raw('"fact": "x", "value": 1e99'), line(), line(table="school", id=7)])
    def test_every_problem_is_at_the_place_of_the_line(self, text: str) -> None:
        place = Place("events.jsonl", 7)
        with pytest.raises(SupervisionRulesError) as error:
            read_event(text, place)
        assert {problem.place for problem in error.value.problems} == {place}


class TestMapping:
    def test_it_may_have_days_of_python(self) -> None:
        assert event_of({**HEAD, "at": date(2020, 3, 5), "fact": "opened", "value": date(1998, 9, 1)}).value == date(1998, 9, 1)

    def test_a_moment_with_a_time_zone_is_none_of_ours(self) -> None:
        aware = datetime.fromisoformat("2020-03-05T14:30+08:00")
        assert refused(lambda: event_of({**HEAD, "at": aware, "table": "school"})) == ["at wrong-type"]

    def test_a_float_is_no_number_of_ours(self) -> None:
        assert refused(lambda: event_of({**HEAD, "fact": "x", "value": 0.1})) == ["value wrong-type"]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
numbers = st.integers(-(10**20), 10**20) | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)
values = st.text(st.characters(exclude_categories=["Cs"])) | st.booleans() | numbers
whens = st.dates() | st.datetimes()


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Events of every kind; whether their names mean anything to a scheme is not asked here."""
    said = {name: draw(texts) for name in draw(st.sets(st.sampled_from(["clause", "assumed", "note"])))}
    head = {"id": draw(texts), "district": draw(texts), "at": draw(whens), **said}
    kind = draw(st.sampled_from(EventKind))
    if kind is EventKind.RETRACTION:
        return Event(**head, retracts=draw(texts))
    if kind is EventKind.OPENING:
        return Event(**head, table=draw(texts))
    corrects = draw(st.just("") | texts)
    if kind is EventKind.FACT:
        return Event(**head, fact=draw(texts), value=draw(values), corrects=corrects)
    return Event(**head, table=draw(texts), row=draw(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values)), corrects=corrects)


@given(events())
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    assert read_event(event_line(event)) == event


@given(events())
def test_an_event_is_one_line(event: Event) -> None:
    assert "\n" not in event_line(event)


def taken(text: str) -> Event | None:
    """The event of a line, None where it is refused; anything else that is raised fails the test."""
    try:
        return read_event(text)
    except SupervisionRulesError:
        return None


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,45})(\.[0-9]{1,45})?([eE][-+]?[0-9]{1,3})?", fullmatch=True))
def test_a_number_that_is_read_can_be_written_and_read_again(number: str) -> None:
    event = taken(raw(f'"fact": "x", "value": {number}'))
    assert event is None or read_event(event_line(event)) == event


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)


@given(st.text() | st.dictionaries(st.sampled_from(["id", "district", "at", "fact", "value", "table", "row"]), json_values).map(json.dumps))
def test_whatever_stands_in_a_line_it_is_an_event_or_refused(text: str) -> None:
    event = taken(text)
    assert event is None or read_event(event_line(event)) == event
