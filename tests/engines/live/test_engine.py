"""Events in: what is taken, what is refused and why, what becomes of it when something fails, and what a restart finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from builders import column, condition_fact, expression, number_fact, point, quantity, scheme, table
from engines.live.following import DISTRICT, LATER, whole

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.live import Change, Live, LiveEngine
from supervision_rules.loading import event_line
from supervision_rules.scheme import Constraint, Event, Scheme
from supervision_rules.scoring import AllOrNothing

SCHEME = whole()
DAY = date(2020, 3, 5)
Making = Callable[..., LiveEngine]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Making]:
    made: list[LiveEngine] = []

    def engine(of: Scheme = SCHEME, file: str = "x.journal", **settings: Any) -> LiveEngine:
        made.append(LiveEngine(of, tmp_path / file, **{"engine": "exact", "now": lambda: LATER, **settings}))
        return made[-1]

    yield engine
    for one in made:
        one.close()


@pytest.fixture
def live(make: Making) -> LiveEngine:
    return make()


def post(engine: LiveEngine, id: str, **event: Any) -> Change:
    return engine.post({"id": id, "district": DISTRICT, "at": DAY, **event})


def fact(engine: LiveEngine, id: str, value: Any, name: str = "books", **more: Any) -> Change:
    return post(engine, id, fact=name, value=value, **more)


def school(engine: LiveEngine, id: str, name: str = "东小", **more: Any) -> Change:
    return post(engine, id, table="school", row={"id": name, **more.pop("cells", {})}, **more)


def visit(engine: LiveEngine, id: str, name: str = "v", above: str = "东小", **more: Any) -> Change:
    return post(engine, id, table="visit", row={"id": name, "school": above}, **more)


def refused(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as error:
        act()
    return error.value.codes


def given(engine: LiveEngine, name: str = "books") -> Any:
    found = engine.district(DISTRICT).case.fact(name)
    return found and found.value


def rows(engine: LiveEngine, name: str = "school") -> list[Any] | None:
    """The rows of a table, None where it is not known."""
    return next(([row.cells for row in one.rows] for one in engine.district(DISTRICT).case.tables if one.id == name), None)


def kept(engine: LiveEngine) -> list[str]:
    return [entry.id for entry in engine.journal.entries()]


class TestFacts:
    def test_are_told_anew(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册")
        assert given(live) == "4册"

    def test_keep_what_is_said_of_them(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", clause="表一", assumed="未印出", note="约数")
        found = live.district(DISTRICT).case.fact("books")
        assert found is not None
        assert (found.clause, found.assumed, found.note) == ("表一", "未印出", "约数")

    def test_a_correction_is_corrected_and_retracted(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册", corrects="1")
        fact(live, "3", "5册", corrects="2")
        assert given(live) == "5册"
        post(live, "4", retracts="3")
        assert given(live) == "4册"

    def test_are_gone_with_the_event_that_told_them(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册", corrects="1")
        post(live, "3", retracts="1")
        assert given(live) is None

    def test_one_told_before_comes_back(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册")
        post(live, "3", retracts="2")
        assert given(live) == "3册"

    def test_a_correction_of_what_was_told_anew_since_changes_nothing(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册")
        assert not fact(live, "3", "5册", corrects="1").is_seen
        assert given(live) == "4册"

    def test_of_every_district_are_its_own(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "1", "4册", district="他区")
        assert given(live) == "3册"

    def test_a_day_is_told_as_text_or_as_a_day(self, live: LiveEngine) -> None:
        fact(live, "1", "1998-09-01", "opened")
        assert given(live, "opened") == date(1998, 9, 1)
        fact(live, "2", date(1998, 9, 1), "opened")
        assert given(live, "opened") == date(1998, 9, 1)


class TestTables:
    def test_are_known_when_a_row_came(self, live: LiveEngine) -> None:
        assert rows(live) is None
        school(live, "1")
        assert rows(live) == [{"id": "东小"}]

    def test_are_known_when_they_were_opened(self, live: LiveEngine) -> None:
        post(live, "1", table="school")
        assert rows(live) == []

    def test_without_rows_are_known_no_longer(self, live: LiveEngine) -> None:
        school(live, "1")
        post(live, "2", retracts="1")
        assert rows(live) is None

    def test_opened_stay_known_without_rows(self, live: LiveEngine) -> None:
        post(live, "1", table="school")
        school(live, "2")
        post(live, "3", retracts="2")
        assert rows(live) == []

    def test_a_correction_tells_the_whole_row(self, live: LiveEngine) -> None:
        school(live, "1", cells={"pupils": "3人", "boarding": True})
        school(live, "2", cells={"boarding": False}, corrects="1")
        assert rows(live) == [{"id": "东小", "boarding": False}]

    def test_a_key_that_was_retracted_may_come_again(self, live: LiveEngine) -> None:
        school(live, "1")
        post(live, "2", retracts="1")
        school(live, "3", cells={"boarding": True})
        assert rows(live) == [{"id": "东小", "boarding": True}]

    @pytest.mark.parametrize("key", [Decimal("0.5"), 3], ids=str)
    def test_numbers_may_be_keys(self, make: Making, key: object) -> None:
        counted = quantity("q", "count(band)", (0, 9), "more")
        bands = table("band", column("least", places=1), key=("least",))
        engine = make(scheme([point(AllOrNothing(requires=expression("q > 0")))], quantities=[counted], tables=[bands]))
        post(engine, "1", table="band", row={"least": key})
        assert refused(lambda: post(engine, "2", table="band", row={"least": key})) == ("duplicate-row",)
        post(engine, "3", retracts="1")
        assert rows(engine, "band") is None


class TestRefused:
    def test_an_id_that_told_something_else(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        assert refused(lambda: fact(live, "1", "4册")) == ("event-id-reused",)

    def test_what_is_still_to_come(self, make: Making) -> None:
        engine = make(now=lambda: datetime(2020, 3, 5, 12))
        assert refused(lambda: fact(engine, "1", "3册", at=date(2020, 3, 6))) == ("event-future",)
        assert refused(lambda: fact(engine, "1", "3册", at=datetime(2020, 3, 5, 12, 0, 1))) == ("event-future",)
        fact(engine, "1", "3册", at=DAY)
        fact(engine, "2", "4册", at=datetime(2020, 3, 5, 12))

    def test_what_comes_before_what_came(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", at=datetime(2020, 3, 5, 12))
        for at in (date(2020, 3, 4), datetime(2020, 3, 5, 11, 59, 59)):
            assert refused(lambda at=at: fact(live, "2", "4册", at=at)) == ("event-out-of-order",)

    def test_but_a_day_is_any_time_of_it(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", at=datetime(2020, 3, 5, 12))
        fact(live, "2", "4册", at=DAY)
        assert refused(lambda: fact(live, "3", "5册", at=datetime(2020, 3, 5, 11))) == ("event-out-of-order",)

    def test_each_district_has_its_own_order(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "1", "3册", district="他区", at=date(2020, 1, 1))

    def test_a_row_with_a_key_that_stands(self, live: LiveEngine) -> None:
        school(live, "1")
        assert refused(lambda: school(live, "2", cells={"boarding": True})) == ("duplicate-row",)

    def test_a_row_without_the_row_above(self, live: LiveEngine) -> None:
        assert refused(lambda: visit(live, "1")) == ("parent-row-missing",)
        school(live, "2", "西小")
        assert refused(lambda: visit(live, "3")) == ("parent-row-missing",)

    def test_a_retraction_of_a_row_with_rows_below(self, live: LiveEngine) -> None:
        school(live, "1")
        visit(live, "2")
        assert refused(lambda: post(live, "3", retracts="1")) == ("row-in-use",)
        post(live, "4", retracts="2")
        post(live, "5", retracts="1")

    def test_a_correction_that_puts_a_row_below_one_that_is_not_there(self, live: LiveEngine) -> None:
        school(live, "1")
        visit(live, "2")
        assert refused(lambda: visit(live, "3", above="西小", corrects="2")) == ("parent-row-missing",)

    def test_a_retraction_that_puts_a_row_back_below_one_that_is_gone(self, live: LiveEngine) -> None:
        school(live, "1", "东小")
        school(live, "2", "西小")
        visit(live, "3", above="东小")
        visit(live, "4", above="西小", corrects="3")
        post(live, "5", retracts="1")
        assert refused(lambda: post(live, "6", retracts="4")) == ("parent-row-missing",)

    def test_a_correction_of_something_else(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        school(live, "2")
        assert refused(lambda: fact(live, "3", "4册", "shelves", corrects="1")) == ("event-corrects-other",)
        assert refused(lambda: school(live, "4", "西小", corrects="2")) == ("event-corrects-other",)
        assert refused(lambda: fact(live, "5", "4册", corrects="2")) == ("event-corrects-other",)

    def test_what_takes_up_an_event_that_never_came(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", district="他区")
        assert refused(lambda: fact(live, "2", "4册", corrects="1")) == ("event-unknown",)
        assert refused(lambda: post(live, "2", retracts="1")) == ("event-unknown",)
        assert refused(lambda: post(live, "2", retracts="2")) == ("event-unknown",)

    def test_what_takes_up_an_event_that_was_taken_back(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册", corrects="1")
        post(live, "3", retracts="1")
        for about in ("1", "2", "3"):
            assert refused(lambda about=about: post(live, "4", retracts=about)) == ("event-taken-back",)
            assert refused(lambda about=about: fact(live, "4", "5册", corrects=about)) == ("event-taken-back",)

    @pytest.mark.parametrize(
        ("event", "codes"),
        [
            ({"fact": "bocks", "value": 1}, ("fact-not-declared",)),
            ({"fact": "ratio", "value": 1}, ("fact-is-derived",)),
            ({"fact": "books", "value": 1}, ("wrong-unit",)),
            ({"fact": "books", "value": "1.5册"}, ("too-many-places",)),
            ({"fact": "books", "value": "1001册"}, ("outside-domain",)),
            ({"fact": "plan", "value": "是"}, ("wrong-kind",)),
            ({"fact": "area", "value": "city"}, ("unknown-value",)),
            ({"fact": "opened", "value": "1998-02-30"}, ("wrong-kind",)),
            ({"fact": "opened", "value": "1998-02-03T10:00"}, ("wrong-kind",)),
            ({"table": "scool"}, ("unknown-table",)),
            ({"table": "scool", "row": {"id": "x"}}, ("unknown-table",)),
            ({"table": "school", "row": {"id": "x", "pupil": 1}}, ("unknown-column",)),
            ({"table": "school", "row": {}}, ("key-cell-missing",)),
            ({"table": "school", "row": {"id": "x", "pupils": "1.5人", "boarding": 1}}, ("too-many-places", "wrong-kind")),
            ({"table": "incident", "row": {"id": "x", "happened": "2020-03-05"}}, ("wrong-kind",)),
        ],
        ids=str,
    )
    def test_what_is_not_as_the_scheme_declares(self, live: LiveEngine, event: dict[str, Any], codes: tuple[str, ...]) -> None:
        assert refused(lambda: post(live, "1", **event)) == codes

    def test_with_all_that_is_wrong(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        assert refused(lambda: fact(live, "2", "1.5册", at=date(2020, 1, 1))) == ("event-out-of-order", "too-many-places")
        assert refused(lambda: post(live, "3", retracts="9", at=date(2020, 1, 1))) == ("event-out-of-order", "event-unknown")

    def test_changes_nothing(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        before = live.district(DISTRICT).case
        refused(lambda: fact(live, "2", "4册", "shelfs"))
        assert (live.district(DISTRICT).case, kept(live)) == (before, ["1"])

    def test_is_noted_with_its_line_and_its_codes(self, live: LiveEngine) -> None:
        lines = ["{", '{"id": "1", "district": "某区", "at": "2020-03-05", "fact": "bocks", "value": 1}']
        for line in lines:
            refused(lambda line=line: live.post_line(line))
        assert [(one.line, one.reasons) for one in live.journal.refusals()] == [(lines[0], ("event-json",)), (lines[1], ("fact-not-declared",))]

    def test_what_the_json_could_not_say_is_refused_as_an_event_of_python_too(self, live: LiveEngine) -> None:
        odd = {"id": "1", "district": DISTRICT, "at": DAY}
        for more in (
            {"fact": "books", "value": Decimal("NaN")},
            {"table": "school", "note": "\ud800"},
            {"fact": "books"},
            {"retracts": "1", "fact": "books"},
        ):
            assert refused(lambda more=more: live.post(Event(**odd, **more))) != ()
            assert refused(lambda more=more: live.post({**odd, **more})) != ()
        assert kept(live) == []


class TestRepeated:
    def test_an_event_that_is_known_changes_nothing(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        change = fact(live, "1", "3册")
        assert (change.repeated, change.is_seen, kept(live)) == (True, False, ["1"])

    def test_also_where_something_came_since(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        fact(live, "2", "4册", at=date(2020, 4, 1))
        assert fact(live, "1", "3册").repeated
        assert given(live) == "4册"

    def test_however_its_line_is_written(self, live: LiveEngine) -> None:
        live.post_line('{"id": "1", "district": "某区", "at": "2020-03-05", "fact": "books", "value": "3册"}')
        again = '{"value":"3\\u518c","fact":"books","district":"某区","at":"2020-03-05","id":"1","note":null}'
        assert live.post_line(again).repeated

    def test_an_event_is_the_same_as_a_mapping_and_as_a_line(self, live: LiveEngine) -> None:
        event = Event(id="1", district=DISTRICT, at=DAY, fact="opened", value=date(1998, 9, 1))
        live.post(event)
        assert live.post_line(event_line(event)).repeated
        assert fact(live, "1", "1998-09-01", "opened").repeated


class TestContradictions:
    def test_are_taken_and_shown(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", "shelves")
        change = fact(live, "2", "4册")
        assert [problem.code for problem in change.problems] == ["constraint-broken"]
        assert refused(lambda: live.assess(DISTRICT)) == ("constraint-broken",)

    def test_end_when_the_evidence_agrees(self, live: LiveEngine) -> None:
        fact(live, "1", "3册", "shelves")
        fact(live, "2", "4册")
        assert fact(live, "3", "4册", "shelves").problems == ()
        assert live.assess(DISTRICT).case.fact("books") is not None

    def test_a_total_beside_its_rows(self, live: LiveEngine) -> None:
        fact(live, "1", "2所", "schools")
        school(live, "2")
        assert [problem.code for problem in live.district(DISTRICT).problems] == ["given-contradicts-rows"]

    def test_a_constraint_and_a_total_of_one_name_are_two(self, make: Making) -> None:
        of = scheme(
            [point(AllOrNothing(requires=expression("schools > least")))],
            [number_fact("least")],
            tables=[table("school", column("good", kind="condition"))],
            quantities=[quantity("schools", "count(school)", (0, 9), "more")],
            constraints=[Constraint(id="schools", requires=expression("schools >= least"))],
        )
        engine = make(of)
        fact(engine, "1", 2, "schools")
        school(engine, "2")
        fact(engine, "3", 5, "least")
        assert {problem.code for problem in engine.district(DISTRICT).problems} == {"given-contradicts-rows", "constraint-broken"}
        fact(engine, "4", 0, "least")
        assert [problem.code for problem in engine.district(DISTRICT).problems] == ["given-contradicts-rows"]


class TestChange:
    def test_tells_the_outlook_before_and_after(self, live: LiveEngine) -> None:
        change = fact(live, "1", True, "plan")
        assert change.before.range is not None
        assert change.after.range is not None
        assert change.after.range.lowest == change.before.range.lowest + 3

    def test_tells_findings_that_begin_change_and_cease(self, live: LiveEngine) -> None:
        fact(live, "1", "town", "area")
        fact(live, "2", "100册", "shelves")
        begun = fact(live, "3", "70册")
        assert [(one.item, one.amount) for one in begun.begun] == [("books", Fraction(1))]
        changed = fact(live, "4", "50册")
        assert [(old.amount, new.amount) for old, new in changed.changed] == [(Fraction(1), Fraction(2))]
        ceased = fact(live, "5", "90册")
        assert [(one.item, one.amount) for one in ceased.ceased] == [("books", Fraction(2))]

    def test_tells_what_moved(self, live: LiveEngine) -> None:
        assert [one.item for one in fact(live, "1", True, "plan").moved] == ["planned"]

    def test_tells_a_veto_that_begins_and_ends(self, live: LiveEngine) -> None:
        assert [one.alert for one in fact(live, "1", "0册").raised] == ["no-books"]
        assert [one.alert for one in fact(live, "2", "1册").ended] == ["no-books"]

    def test_an_item_that_does_not_apply_has_no_findings(self, live: LiveEngine) -> None:
        fact(live, "1", "town", "area")
        fact(live, "2", "100册", "shelves")
        fact(live, "3", "70册")
        assert [one.item for one in fact(live, "4", "village", "area").ceased] == ["books"]


class TestClock:
    def test_an_evicted_district_keeps_it(self, make: Making) -> None:
        engine = make(keep=1)
        school(engine, "1", cells={"boarding": True})
        post(engine, "2", table="visit")
        engine.advance(DISTRICT, date(2020, 4, 1))
        before = engine.district(DISTRICT).raised
        engine.district("他区")
        assert before
        assert engine.district(DISTRICT).raised == before

    def test_a_journal_that_another_one_wrote_to_does_not_put_it_back(self, make: Making) -> None:
        engine = make()
        school(engine, "1", cells={"boarding": True})
        post(engine, "2", table="visit")
        engine.advance(DISTRICT, date(2020, 4, 1))
        before = engine.district(DISTRICT).raised
        fact(make(), "1", "3册", district="他区")
        assert engine.district(DISTRICT).raised == before

    def test_it_says_nothing_of_the_order_of_events(self, make: Making) -> None:
        for keep in (1, 9):
            engine = make(keep=keep, file=f"{keep}.journal")
            fact(engine, "1", "3册")
            engine.advance(DISTRICT, date(2020, 6, 1))
            engine.district("他区")
            fact(engine, "2", "4册", at=date(2020, 4, 1))
            assert given(engine) == "4册"


class TestBatch:
    def test_is_kept_as_a_whole(self, live: LiveEngine) -> None:
        with live.batch():
            fact(live, "1", "3册")
            school(live, "2")
        assert kept(live) == ["1", "2"]

    def test_that_breaks_off_leaves_everything_as_before(self, live: LiveEngine) -> None:
        fact(live, "0", "1册")

        def breaks_off() -> None:
            with live.batch():
                fact(live, "1", "3册")
                raise KeyError

        with pytest.raises(KeyError):
            breaks_off()
        assert (given(live), kept(live)) == ("1册", ["0"])
        fact(live, "1", "4册")
        assert given(live) == "4册"

    def test_goes_on_after_an_event_that_is_refused(self, live: LiveEngine) -> None:
        with live.batch():
            fact(live, "1", "3册")
            assert refused(lambda: fact(live, "2", "3册", "bocks")) == ("fact-not-declared",)
            fact(live, "3", "4册", "shelves")
        assert kept(live) == ["1", "3"]
        assert len(live.journal.refusals()) == 1


class TestFailure:
    def test_a_disk_that_is_full_leaves_the_district_as_before(self, live: LiveEngine) -> None:
        fact(live, "1", "3册")
        pages = live.journal._base.execute("PRAGMA page_count").fetchone()[0]
        live.journal._base.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OSError, match="full"):
            fact(live, "2", "4册", note="长" * 100_000)
        assert (given(live), kept(live)) == ("3册", ["1"])
        live.journal._base.execute("PRAGMA max_page_count = 100000")
        fact(live, "2", "4册")
        assert given(live) == "4册"

    def test_where_the_engines_differ_nothing_is_kept(self, make: Making, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
        engine = make(engine="durable")
        fact(engine, "1", False, "plan")
        monkeypatch.setattr("supervision_rules.engines.live.sessions.Engine.fired", lambda *_: frozenset())
        assert refused(lambda: fact(engine, "2", "0册")) == ("engines-differ",)
        monkeypatch.undo()
        assert (given(engine), kept(engine), engine.journal.refusals()) == (None, ["1"], [])
        fact(engine, "2", "0册")
        assert given(engine) == "0册"


class TestRestart:
    def test_finds_everything_as_it_was(self, make: Making) -> None:
        first = make()
        fact(first, "1", "3册")
        fact(first, "2", "4册", corrects="1")
        school(first, "3", cells={"pupils": "30人"})
        visit(first, "4")
        found = first.district(DISTRICT)
        first.close()
        again = make().district(DISTRICT)
        assert (again.case, again.outlook, again.findings, again.raised) == (found.case, found.outlook, found.findings, found.raised)

    def test_finds_rows_below_whichever_came_first(self, make: Making) -> None:
        first = make()
        school(first, "1", "东小")
        for day in ("2020-01-01", "2020-01-02"):
            post(first, day, table="visit", row={"id": day, "school": "东小", "day": day})
        school(first, "2", "西小")
        for day in ("2020-01-01", "2020-01-02"):
            post(first, f"{day}x", corrects=day, table="visit", row={"id": day, "school": "西小", "day": day})
        found = {(one.alert, one.key) for one in first.district(DISTRICT).raised}
        first.close()
        assert found == {("many-visits", ("西小",))}
        assert {(one.alert, one.key) for one in make().district(DISTRICT).raised} == found

    def test_what_another_one_wrote_is_seen(self, make: Making) -> None:
        mine, other = make(), make()
        fact(mine, "1", "3册")
        fact(other, "2", "4册")
        assert given(mine) == "4册"
        assert fact(mine, "2", "4册").repeated

    def test_a_journal_of_another_scheme_is_refused(self, make: Making) -> None:
        make()
        other = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])
        object.__setattr__(other, "id", "other")
        assert refused(lambda: make(other)) == ("journal-of-other-scheme",)


class TestOneDistrict:
    def test_need_not_be_named(self) -> None:
        with Live(SCHEME, DISTRICT, engine="exact", now=lambda: LATER) as live:
            live.post({"id": "1", "at": DAY, "fact": "plan", "value": True})
            assert (live.case.subject, [one.id for one in live.case.facts]) == (DISTRICT, ["plan"])

    def test_takes_nothing_of_another(self) -> None:
        with Live(SCHEME, DISTRICT, engine="exact", now=lambda: LATER) as live:
            with pytest.raises(ValueError, match="他区"):
                live.post({"id": "1", "district": "他区", "at": DAY, "fact": "plan", "value": True})
            with pytest.raises(ValueError, match="他区"):
                live.post(Event(id="1", district="他区", at=DAY, fact="plan", value=True))
