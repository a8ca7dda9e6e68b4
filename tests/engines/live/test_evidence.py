"""Which event of a slot stands: against a model that strikes out what was taken back and looks what is left."""

from __future__ import annotations

from engines.live.struck_out import Tellings
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.engines.live.evidence import History
from supervision_rules.engines.live.journal import ChangeKind, Entry

NEW, CORRECTION, RETRACTION = ChangeKind


def entry(id: str, change: ChangeKind = NEW, about: str = "") -> Entry:
    """An event of the one slot that there is."""
    return Entry("某区", id, 0, "fact x", change, about, "{}")


def history(*steps: str) -> History:
    """A history in a few words: `a` tells anew, `b>a` corrects, `c-a` retracts."""
    found = History()
    for step in steps:
        if ">" in step:
            found.add(entry(step.split(">")[0], CORRECTION, step.split(">")[1]))
        elif "-" in step:
            found.add(entry(step.split("-")[0], RETRACTION, step.split("-")[1]))
        else:
            found.add(entry(step))
    return found


class TestStanding:
    def test_nothing_at_first(self) -> None:
        assert history().standing is None

    def test_what_was_told_last(self) -> None:
        assert history("a", "b").standing == "b"

    def test_a_correction_instead_of_what_it_corrects(self) -> None:
        assert history("a", "b>a").standing == "b"

    def test_of_two_corrections_the_later(self) -> None:
        assert history("a", "b>a", "c>a").standing == "c"

    def test_a_correction_of_a_correction(self) -> None:
        assert history("a", "b>a", "c>b").standing == "c"

    def test_what_was_told_anew_even_where_something_earlier_is_corrected_afterwards(self) -> None:
        assert history("a", "b", "c>a").standing == "b"

    def test_what_stood_before_where_a_correction_is_retracted(self) -> None:
        assert history("a", "b>a", "c-b").standing == "a"
        assert history("a", "b>a", "c>b", "d-c").standing == "b"

    def test_a_later_correction_though_an_earlier_one_is_retracted(self) -> None:
        assert history("a", "b>a", "c>b", "d-b").standing == "c"

    def test_nothing_where_the_event_is_retracted_with_its_corrections(self) -> None:
        assert history("a", "b>a", "c-a").standing is None

    def test_what_was_told_before_where_the_last_telling_is_retracted(self) -> None:
        assert history("a", "b", "c>b", "d-b").standing == "a"

    def test_the_last_telling_where_an_earlier_one_is_retracted(self) -> None:
        assert history("a", "b", "c-a").standing == "b"

    def test_what_is_told_after_all_was_retracted(self) -> None:
        assert history("a", "b-a", "c").standing == "c"


class TestCounts:
    def test_what_told_something(self) -> None:
        found = history("a", "b>a", "c")
        assert all(found.counts(id) for id in "abc")

    def test_not_what_never_came(self) -> None:
        assert not history("a").counts("z")
        assert not history("a").counts("")

    def test_not_a_retraction(self) -> None:
        assert not history("a", "b", "c-b").counts("c")

    def test_not_what_was_retracted(self) -> None:
        assert not history("a", "b>a", "c-b").counts("b")

    def test_not_a_correction_of_what_was_retracted(self) -> None:
        assert not history("a", "b>a", "c-a").counts("b")


@given(st.data())
def test_a_history_is_what_is_left_when_the_retracted_is_struck_out(data: st.DataObject) -> None:
    entries: list[Entry] = []
    model = Tellings()
    for number in range(data.draw(st.integers(0, 15))):
        able = [one.id for one in entries if model.counts(one.id)]
        change = data.draw(st.sampled_from(ChangeKind)) if able else NEW
        entries.append(entry(str(number), change, data.draw(st.sampled_from(able)) if change is not NEW else ""))
        model.add(entries[-1].id, about=entries[-1].about, retracts=change is RETRACTION)
        found = History.of(entries)
        assert found.standing == model.standing
        assert [found.counts(one.id) for one in entries] == [model.counts(one.id) for one in entries]
