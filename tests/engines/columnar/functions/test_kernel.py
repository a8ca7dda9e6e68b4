"""A scheme as machine code over arrays: it comes to the same as the exact engine, and refuses arrays that are not as declared."""

from __future__ import annotations

from typing import Any

import pytest
from engines.columnar.of_all_kinds import DISTRICTS, FACTS, SCHEME, by_the_exact_engine

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.columnar import Kernel

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

COMPLETE = [district for district in DISTRICTS if None not in district.values()] * 2
KERNEL = Kernel(SCHEME)


def arrays(**changed: Any) -> dict[str, Any]:
    """The districts that lack nothing, as arrays."""
    types = {"plan.open": np.bool_, "level": np.str_, "opened": "datetime64[D]", "rate": np.int32}
    told = {"rate": lambda value: round(100 * float(value))}
    return {
        fact.id: np.array([told.get(fact.id, lambda value: value)(district[fact.id]) for district in COMPLETE], types.get(fact.id, np.int32))
        for fact in FACTS
    } | changed


def refused(columns: dict[str, Any]) -> tuple[str, ...]:
    """The codes of what is wrong with arrays."""
    with pytest.raises(SupervisionRulesError) as caught:
        KERNEL.assess(columns)
    return caught.value.codes


def told(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers as exact numbers and words, row by row."""

    def one(name: str, value: Any) -> Any:
        if value is np.ma.masked:
            return None
        if name in KERNEL.words:
            return KERNEL.words[name][value]
        return int(value) * KERNEL.units[name] if name in KERNEL.units else bool(value)

    return [{name: one(name, column[row]) for name, column in found.items()} for row in range(len(COMPLETE))]


class TestAnswers:
    def test_are_those_of_the_exact_engine(self) -> None:
        wanted = [{name: row[name] for name in KERNEL.assess(arrays())} for row in by_the_exact_engine(COMPLETE)]
        assert told(KERNEL.assess(arrays())) == wanted

    def test_without_points_are_total_and_grade(self) -> None:
        found = KERNEL.assess(arrays(), points=False)
        assert list(found) == ["total", "grade"]
        assert told(found) == [{"total": row["total"], "grade": row["grade"]} for row in by_the_exact_engine(COMPLETE)]

    def test_are_the_same_of_many_rows_on_several_threads(self) -> None:
        few, many = KERNEL.assess(arrays()), KERNEL.assess({name: np.tile(column, 5001) for name, column in arrays().items()})
        assert all((many[name] == np.tile(column, 5001)).all() for name, column in few.items())

    def test_of_no_rows_are_none(self) -> None:
        assert {len(column) for column in KERNEL.assess({name: column[:0] for name, column in arrays().items()}).values()} == {0}


class TestArrays:
    def test_may_be_of_any_width_and_have_the_name_of_a_fact_without_its_dot(self) -> None:
        wide = arrays(pupils=arrays()["pupils"].astype(np.int64), plan_open=arrays()["plan.open"])
        assert KERNEL.assess(wide)["total"].tolist() == KERNEL.assess(arrays())["total"].tolist()

    def test_may_say_words_by_their_positions(self) -> None:
        values = next(fact.values for fact in FACTS if fact.id == "level")
        positions = np.array([values.index(word) for word in arrays()["level"]])
        assert KERNEL.assess(arrays(level=positions))["total"].tolist() == KERNEL.assess(arrays())["total"].tolist()

    def test_that_are_not_there_are_named(self) -> None:
        assert refused({name: column for name, column in arrays().items() if name not in ("rate", "plan.open")}) == ("fact-without-column",) * 2

    def test_of_another_type_are_refused(self) -> None:
        assert refused(arrays(rate=arrays()["rate"] / 100, level=arrays()["plan.open"])) == ("column-of-other-type",) * 2

    def test_of_other_lengths_are_refused(self) -> None:
        assert refused(arrays(rate=arrays()["rate"][1:])) == ("columns-uneven",)

    def test_with_a_cell_missing_are_refused(self) -> None:
        masked = np.ma.masked_array(arrays()["pupils"], [False, True] * (len(COMPLETE) // 2))
        late = arrays()["opened"].copy()
        late[1] = np.datetime64("NaT")
        assert refused(arrays(pupils=masked, opened=late)) == ("row-lacks-fact",) * 2

    @pytest.mark.parametrize("type", ["int32", "int64"])
    def test_with_a_cell_that_is_not_as_declared_are_refused(self, type: str) -> None:
        rates = arrays()["rate"].astype(type)
        rates[-1] = 10001
        assert refused(arrays(rate=rates, level=np.array(["优"] * len(COMPLETE)))) == ("cell-outside-domain", "cell-of-other-words")

    def test_are_taken_as_they_are_where_nothing_is_checked(self) -> None:
        assert len(KERNEL.assess(arrays(rate=arrays()["rate"] * 0 + 10001), check=False)["total"]) == len(COMPLETE)
