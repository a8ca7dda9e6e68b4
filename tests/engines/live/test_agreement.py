"""Whatever arrives, in whatever order, through whichever engine: a district is what its events say, and the exact engine agrees with all of it."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from engines.live.following import DISORDER, LATER, recounted, shown, whole
from engines.live.oracle import Event, Oracle, earliest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from supervision_rules import Case, SupervisionRulesError, assess, load_scheme
from supervision_rules.assessment import Assessment
from supervision_rules.engines.exact import prepare
from supervision_rules.engines.live import Change, District, LiveEngine, Outlook
from supervision_rules.loading import read_event
from supervision_rules.scheme import Scheme
from supervision_rules.testing import cases, schemes

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

SCHEME = whole()
CHANGZHOU = load_scheme("changzhou-2021")
DISTRICTS = ("甲区", "乙区")
AT: tuple[date, ...] = (
    date(2020, 1, 1),
    datetime(2020, 1, 1, 12),
    date(2020, 1, 31),
    date(2020, 2, 1),
    datetime(2020, 3, 6, 8),
    datetime(2020, 3, 6, 8, 0, 1),
    date(2020, 3, 9),
    date(2020, 12, 31),
    date(2021, 1, 4),
)
VALUES: dict[str, list[Any]] = {
    "plan": [True, False],
    "area": ["village", "town"],
    "opened": [date(1999, 12, 31), date(2000, 1, 1)],
    "books": ["0册", "50册", "79册", "80册", "1000册"],
    "shelves": ["1册", "100册", "1000册"],
    "meetings": ["0次", "3次", "50次"],
    "heads": ["19人", "50人"],
    "schools": ["1所", "2所", "4所"],
    "poor_share": ["50%", "95%"],
}
WRONG = [
    ({"fact": "books", "value": "1001册"}, "outside-domain"),
    ({"fact": "bocks", "value": "1册"}, "fact-not-declared"),
    ({"fact": "ratio", "value": 1}, "fact-is-derived"),
    ({"table": "scool"}, "unknown-table"),
    ({"table": "school", "row": {"id": "a", "pupil": 1}}, "unknown-column"),
    ({"table": "school", "row": {"id": "a", "pupils": "3册"}}, "wrong-unit"),
]
ROWS = {
    "school": st.fixed_dictionaries(
        {"id": st.sampled_from("ab")},
        optional={"pupils": st.sampled_from(["0人", "10人", "45人"]), "poor": st.sampled_from(["0人", "11人"]), "boarding": st.booleans()},
    ),
    "visit": st.fixed_dictionaries(
        {"id": st.sampled_from("123")},
        optional={
            "school": st.sampled_from("ab"),
            "day": st.sampled_from([date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 31), date(2020, 3, 9), date(2021, 1, 3)]),
            "kind": st.sampled_from(["drill", "talk"]),
        },
    ),
    "incident": st.fixed_dictionaries(
        {"id": st.sampled_from("12")},
        optional={
            "happened": st.just(datetime(2020, 3, 5, 8)),
            "reported": st.sampled_from([datetime(2020, 3, 6, 8), datetime(2020, 3, 6, 8, 0, 1)]),
            "due": st.sampled_from([date(2020, 1, 31), date(2020, 3, 9)]),
            "closed": st.just(date(2020, 2, 1)),
            "grave": st.booleans(),
        },
    ),
}


@st.composite
def brought(draw: st.DrawFn) -> dict[str, Any]:
    """What an event tells: a fact, a row, that there is a table."""
    kind = draw(st.sampled_from(["fact", "fact", "row", "row", "row", "opening"]))
    if kind == "fact":
        name = draw(st.sampled_from(sorted(VALUES)))
        return {"fact": name, "value": draw(st.sampled_from(VALUES[name]))}
    table = draw(st.sampled_from(sorted(ROWS)))
    return {"table": table} if kind == "opening" else {"table": table, "row": draw(ROWS[table])}


@st.composite
def begun(draw: st.DrawFn) -> dict[str, Any]:
    """A visit or an incident with most of its cells."""
    table = draw(st.sampled_from(["visit", "visit", "incident"]))
    day = draw(st.sampled_from([date(2020, 1, 1), date(2020, 1, 2), date(2020, 3, 9)]))
    cells = {"school": "a", "day": day, "kind": "drill"} if table == "visit" else {"happened": datetime(2020, 3, 5, 8), "due": day, "grave": True}
    return {
        "table": table,
        "row": {"id": draw(st.sampled_from("123")), **cells, **draw(st.just({}) | ROWS[table].map(lambda row: {**row, "id": "3"}))},
    }


def assessed(scheme: Scheme, case: Case) -> tuple[Assessment | None, set[tuple[str, str]]]:
    """What the exact engine makes of a case, or why it refuses it."""
    try:
        return assess(scheme, case), set()
    except SupervisionRulesError as error:
        return None, {(problem.code, str(problem.arguments["id"])) for problem in error.problems}


def posted(engine: LiveEngine, event: Event) -> tuple[Change | None, set[str]]:
    """What an event changed, or with which codes it was refused."""
    try:
        return engine.post(event), set()
    except SupervisionRulesError as error:
        return None, set(error.codes)


def agrees(scheme: Scheme, found: District) -> None:
    """A district is what the exact engine makes of its case."""
    exact, problems = assessed(scheme, found.case)
    assert {(problem.code, str(problem.arguments["id"])) for problem in found.problems} == problems
    if exact is None:
        return
    total, span = (None, None) if exact.overall is None else (exact.overall.total, exact.overall.range)
    assert found.outlook == Outlook(total, span, exact.grade, exact.grades)
    decided = {(one.item, one.clause, one.amount) for one in found.findings if one.amount is not None}
    assert decided == {(item.id, one.clause, one.amount) for item in (*exact.points, *exact.bonuses) for one in item.findings}
    assert [one.alert for one in found.raised if one.is_veto] == [veto.id for veto in exact.vetoes if veto.applies]
    values = prepare(scheme, found.case)
    assert {name: value for name, value in found._ongoing.values.items() if not name.startswith("#")} == {
        name: value for name, value in values.items() if not name.startswith("#")
    }


def disorder(found: District) -> bool:
    """The alert on a condition, from the facts and rows of a case."""
    case = found.case
    given_heads = case.fact("heads")
    plan = case.fact("plan")
    heads = None if given_heads is None else int(str(given_heads.value).removesuffix("人"))
    for table in case.tables:
        if table.id == "school":
            cells = [row.cells.get("pupils") for row in table.rows]
            heads = heads if None in cells else sum(int(str(cell).removesuffix("人")) for cell in cells)
    return (plan is not None and plan.value is False) or (heads is not None and heads < 20)


class Arrivals(RuleBasedStateMachine):
    """Two districts, two engines on one journal: the first asks durable_rules and holds one district at hand, the second does not."""

    @initialize(begun=st.lists(begun(), max_size=8), district=st.sampled_from(DISTRICTS))
    def open(self, begun: list[dict[str, Any]], district: str) -> None:
        """Begin with two schools and some rows, so that there is something to take up."""
        self.directory = tempfile.TemporaryDirectory()
        self.oracles = {district: Oracle() for district in DISTRICTS}
        self.engines = [self._opened(0), self._opened(1)]
        self.clocks: list[dict[str, datetime]] = [{}, {}]
        self.touched = set(DISTRICTS)
        self.number = 0
        self.step = 0
        with self.engines[0].batch():
            for told in [*({"table": "school", "row": {"id": id, "boarding": True}} for id in "ab"), {"table": "visit"}, *begun]:
                self._post(0, {**self._event(district, 0), **told})

    def _opened(self, which: int) -> LiveEngine:
        file = Path(self.directory.name) / "x.journal"
        return LiveEngine(SCHEME, file, engine=("durable", "exact")[which], keep=(1, 1024)[which], now=lambda: LATER)

    def teardown(self) -> None:
        if hasattr(self, "engines"):
            for engine in self.engines:
                engine.close()
            self.directory.cleanup()

    def _event(self, district: str, off: int, id: str | None = None) -> dict[str, Any]:
        self.number += 1
        self.step = max(self.step, min(self.step + off, len(AT) - 1))
        at = AT[max(0, min(self.step + off, len(AT) - 1))] if off < 0 else AT[self.step]
        return {"id": id or str(self.number), "district": district, "at": at}

    def _post(self, which: int, event: Event, wrong: set[str] | None = None) -> None:
        """Post an event and compare with what must become of it."""
        self.touched.add(event["district"])
        oracle = self.oracles[event["district"]]
        expected = oracle.refusals(event) if wrong is None else wrong
        engine = self.engines[which]
        before = self._seen(engine, event["district"])
        change, codes = posted(engine, event)
        assert codes == expected
        after = self._seen(engine, event["district"])
        if change is None:
            assert after == before
            return
        assert change.repeated is (event["id"] in oracle.events)
        oracle.events[event["id"]] = event
        self._is_told(change, before, after)

    @staticmethod
    def _seen(engine: LiveEngine, district: str) -> tuple[Any, ...]:
        found = engine.district(district)
        return found.outlook, set(found.findings), set(found.raised), found.case

    @staticmethod
    def _is_told(change: Change, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
        assert (change.before, change.after) == (before[0], after[0])
        olds, news = ({pair[side] for pair in change.changed} for side in (0, 1))
        assert after[1] - before[1] == set(change.begun) | news
        assert before[1] - after[1] == set(change.ceased) | olds
        assert (set(change.raised), set(change.ended)) == (after[2] - before[2], before[2] - after[2])
        if change.repeated:
            assert before == after

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), off=st.integers(-1, 1), told=brought())
    def tell(self, which: int, district: str, off: int, told: dict[str, Any]) -> None:
        self._post(which, {**self._event(district, off), **told})

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), told=brought(), data=st.data())
    def correct(self, which: int, district: str, told: dict[str, Any], data: st.DataObject) -> None:
        about = data.draw(st.sampled_from([*self.oracles[district].events, "0"]))
        self._post(
            which,
            {**self._event(district, 0), **told, "corrects": about} if "value" in told or "row" in told else {**self._event(district, 0), **told},
        )

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), data=st.data())
    def correct_the_same(self, which: int, district: str, data: st.DataObject) -> None:
        """A correction that fits: of a fact that was told, or of a row by its key."""
        events = self.oracles[district].events
        able = [id for id, event in events.items() if "value" in event or "row" in event]
        if not able:
            return
        about = data.draw(st.sampled_from(able))
        of = events[about]
        if "fact" in of:
            told: dict[str, Any] = {"fact": of["fact"], "value": data.draw(st.sampled_from(VALUES[of["fact"]]))}
        else:
            told = {"table": of["table"], "row": {**data.draw(ROWS[of["table"]]), "id": of["row"]["id"]}}
        self._post(which, {**self._event(district, 0), **told, "corrects": about})

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), data=st.data())
    def retract(self, which: int, district: str, data: st.DataObject) -> None:
        about = data.draw(st.sampled_from([*self.oracles[district].events, "0"]))
        self._post(which, {**self._event(district, 0), "retracts": about})

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), told=brought(), data=st.data())
    def repeat(self, which: int, district: str, told: dict[str, Any], data: st.DataObject) -> None:
        """An event once more, or another one under its id."""
        events = self.oracles[district].events
        if events:
            again = data.draw(st.sampled_from([*events.values()]))
            self._post(which, data.draw(st.sampled_from([again, {**self._event(district, 0, again["id"]), **told}])))

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), wrong=st.sampled_from(WRONG))
    def tell_what_is_wrong(self, which: int, district: str, wrong: tuple[dict[str, Any], str]) -> None:
        self._post(which, {**self._event(district, 0), **wrong[0]}, {wrong[1]})

    @rule(which=st.integers(0, 1), some=st.lists(st.tuples(st.sampled_from(DISTRICTS), brought()), max_size=4), breaks=st.booleans())
    def tell_together(self, which: int, some: list[tuple[str, dict[str, Any]]], breaks: bool) -> None:
        """Several events at once, all of which are kept or none."""
        before = {district: dict(oracle.events) for district, oracle in self.oracles.items()}
        with suppress(KeyError), self.engines[which].batch():
            for district, told in some:
                self._post(which, {**self._event(district, 0), **told})
            if breaks:
                raise KeyError
        if breaks:
            for district, events in before.items():
                self.oracles[district].events = events

    @rule(which=st.integers(0, 1), district=st.sampled_from(DISTRICTS), when=st.sampled_from(AT))
    def time_goes_on(self, which: int, district: str, when: date) -> None:
        self.touched.add(district)
        before = self._seen(self.engines[which], district)
        change = self.engines[which].advance(district, when)
        self.clocks[which][district] = max(earliest(when), self.clocks[which].get(district, datetime.min))
        self._is_told(change, before, self._seen(self.engines[which], district))

    @rule(which=st.integers(0, 1))
    def restart(self, which: int) -> None:
        self.engines[which].close()
        self.engines[which] = self._opened(which)
        self.clocks[which] = {}
        self.touched = set(DISTRICTS)

    @invariant()
    def the_journal_has_every_event_once(self) -> None:
        if hasattr(self, "engines"):
            found = [(entry.district, entry.id) for entry in self.engines[1].journal.entries()]
            assert len(found) == len(set(found))
            for district, oracle in self.oracles.items():
                assert [id for of, id in found if of == district] == [*oracle.events]

    @invariant()
    def every_district_is_what_its_events_say(self) -> None:
        for district in sorted(getattr(self, "touched", ())):
            for which, engine in enumerate(self.engines):
                oracle = self.oracles[district]
                self._is_as(engine.district(district), oracle, max(oracle.last, self.clocks[which].get(district, datetime.min)))
        self.touched = set()

    @staticmethod
    def _is_as(found: District, oracle: Oracle, now: datetime) -> None:
        case = found.case
        assert {fact.id: fact.value for fact in case.facts} == oracle.facts
        assert {table.id: {row.cells["id"]: row.cells for row in table.rows} for table in case.tables} == oracle.tables
        agrees(SCHEME, found)
        conditions = {one for one in shown(found.raised) if one[0] == DISORDER}
        assert shown(found.raised) - conditions == recounted(case, now)
        if not found.problems:
            assert bool(conditions) is disorder(found)


Arrivals.TestCase.settings = settings(settings.default, stateful_step_count=25)
TestArrivals = Arrivals.TestCase


def events_of(scheme: Scheme, case: Case) -> list[dict[str, Any]]:
    """The facts and rows of a case, those above before those below; without tables below one that it lacks, which no event can tell."""
    tables = {table.id: table for table in case.tables}
    above = {table.id: table.parent for table in scheme.tables}

    def ancestry(table: str) -> list[str]:
        parent = above[table]
        return [table] if parent is None else [*ancestry(parent), table]

    facts = [{"fact": fact.id, "value": fact.value} for fact in case.facts]
    told = sorted((name for name in tables if tables.keys() >= set(ancestry(name))), key=lambda name: len(ancestry(name)))
    rows = [one for name in told for one in [{"table": name}, *({"table": name, "row": dict(row.cells)} for row in tables[name].rows)]]
    return facts + rows


@given(st.data())
def test_a_district_of_any_scheme_is_what_the_exact_engine_says_while_its_evidence_comes_and_goes(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    told = events_of(scheme, data.draw(cases(scheme)))
    head = {"district": "某区", "at": date(2020, 1, 1)}
    with LiveEngine(scheme, now=lambda: LATER) as engine:
        agrees(scheme, engine.district("某区"))
        for number, one in enumerate(told):
            engine.post({"id": str(number), **head, **one})
            if data.draw(st.integers(0, 3)) == 0:
                agrees(scheme, engine.district("某区"))
        agrees(scheme, engine.district("某区"))
        for number in reversed(range(len(told))):
            if data.draw(st.booleans()):
                posted(engine, {"id": f"{number}x", **head, "retracts": str(number)})
        agrees(scheme, engine.district("某区"))


@settings(settings.default, max_examples=5)
@given(cases(CHANGZHOU), cases(CHANGZHOU))
def test_a_district_of_changzhou_is_at_every_step_what_the_exact_engine_says(first: Case, then: Case) -> None:
    known = {fact.id: fact.value for fact in first.facts}
    changed = [{"fact": fact.id, "value": fact.value} for fact in then.facts if known.get(fact.id) != fact.value]
    with LiveEngine(CHANGZHOU, now=lambda: LATER) as engine:
        with engine.batch():
            for number, told in enumerate(events_of(CHANGZHOU, first)):
                engine.post({"id": f"a{number}", "district": "新北区", "at": date(2020, 1, 1), **told})
        agrees(CHANGZHOU, engine.district("新北区"))
        for number, told in enumerate(changed[:10]):
            engine.post({"id": f"b{number}", "district": "新北区", "at": date(2020, 2, 1), **told})
            agrees(CHANGZHOU, engine.district("新北区"))


def test_an_event_of_the_journal_is_read_as_it_was_told() -> None:
    with LiveEngine(SCHEME, now=lambda: LATER) as engine:
        engine.post({"id": "1", "district": "甲区", "at": datetime(2020, 3, 5, 8), "fact": "opened", "value": date(1998, 9, 1)})
        (entry,) = engine.journal.entries()
        assert (read_event(entry.body).at, read_event(entry.body).value) == (datetime(2020, 3, 5, 8), "1998-09-01")
