"""Cases that are ranked among the cases beside them: `peers = true`."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from error_pages import lay_out
from loading.test_cases import put, refused

from supervision_rules import Scheme, assess, load_case, load_scheme, write_case, write_scheme
from supervision_rules.assessment import Outcome
from supervision_rules.loading import case_files
from supervision_rules.lowering import lower
from supervision_rules.scheme import CaseTable, Row

RANKED = """
[[table]]
id = "peer"
label = "各校"
key = ["name"]
cohort = true

[[table.column]]
id = "name"
label = "学校"
kind = "text"

[[table.column]]
id = "funding"
fact = "funding"

[[quantity]]
id = "place"
label = "名次"
value = "rank(funding among peer.funding)"
unit = "名"
domain = [1, 50]
better = "less"

[[bonus]]
id = "first"
title = "第一名"
standard = "第一名加2分。"
cap = 2
basis = "reconstructed"

[[bonus.rule]]
form = "all-or-nothing"
requires = "place <= 1名"
"""


def written(subject: str, funding: str | None, more: str = "", head: str = "peers = true\n", year: int = 2020, scheme: str = "demo") -> str:
    fact = "" if funding is None else f'[[fact]]\nid = "funding"\nvalue = "{funding} 元/人"\n'
    return f'[case]\nscheme = "{scheme}"\nsubject = "{subject}"\nyear = {year}\n{head}{fact}{more}'


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The small scheme with three schools."""
    lay_out(tmp_path)
    directory = tmp_path / "demo"
    (directory / "cases" / "a" / "case.toml").unlink()
    put(directory / "ranked.toml", RANKED)
    for name, subject, funding in (("east", "东小", "800"), ("west", "西小", "700.5"), ("north", "北小", "800")):
        put(directory / "cases" / f"{name}.toml", written(subject, funding))
    return directory


@pytest.fixture
def scheme(demo: Path) -> Scheme:
    return load_scheme(demo)


def award(scheme: Scheme, id: str) -> object:
    return assess(scheme, load_case(id, scheme)).item("first").score


def test_the_rows_are_all_cases_of_the_directory_itself_included(scheme: Scheme) -> None:
    case = load_case("west", scheme)
    rows = tuple(
        Row(cells={"name": name, "funding": value}) for name, value in (("东小", "800 元/人"), ("北小", "800 元/人"), ("西小", "700.5 元/人"))
    )
    assert case.tables == (CaseTable(id="peer", rows=rows),)
    assert case.peers


def test_each_is_ranked_among_them(scheme: Scheme) -> None:
    assert [award(scheme, id) for id in ("east", "west", "north")] == [2, 0, 2]


def test_what_a_peer_does_not_give_is_missing_and_the_rank_unknown(demo: Path, scheme: Scheme) -> None:
    put(demo / "cases" / "south.toml", written("南小", None))
    result = assess(scheme, load_case("east", scheme)).item("first")
    assert result.outcome is Outcome.PENDING


def test_what_a_peer_assumes_is_assumed_in_its_row(demo: Path, scheme: Scheme) -> None:
    put(demo / "cases" / "west.toml", written("西小", "700", 'assumed = "估计"\n'))
    (table,) = load_case("east", scheme).tables
    assert [row.assumed for row in table.rows] == ["", "", "估计"]


def test_cases_of_other_years_and_schemes_are_no_peers(demo: Path, scheme: Scheme) -> None:
    put(demo / "cases" / "earlier.toml", written("东小", "5000", year=2019))
    put(demo / "cases" / "other.toml", written("东小", "5000", scheme="other"))
    assert award(scheme, "east") == 2


def test_a_case_in_a_directory_of_its_own_stands_beside_the_others(demo: Path, scheme: Scheme) -> None:
    put(demo / "cases" / "south" / "case.toml", written("南小", "900"))
    assert [award(scheme, id) for id in ("east", "south")] == [0, 2]


def test_a_case_that_does_not_say_so_is_a_peer_of_the_others_and_has_no_rows_itself(demo: Path, scheme: Scheme) -> None:
    put(demo / "cases" / "south.toml", written("南小", "900", head=""))
    assert load_case("south", scheme).tables == ()
    assert award(scheme, "east") == 0


def test_a_file_that_has_changed_is_read_anew(demo: Path, scheme: Scheme) -> None:
    assert award(scheme, "east") == 2
    put(demo / "cases" / "west.toml", written("西小", "900.5"))
    assert award(scheme, "east") == 0


def test_rows_written_by_hand_come_to_the_same(demo: Path, scheme: Scheme, tmp_path: Path) -> None:
    for id in case_files(scheme):
        case = load_case(id, scheme)
        by_hand = load_case(write_case(case, tmp_path / "by-hand" / f"{id}.toml"), scheme)
        assert not by_hand.peers
        assert evolve(by_hand, locate=None) == evolve(case, locate=None)
        assert assess(scheme, by_hand).item("first").score == assess(scheme, case).item("first").score


class TestRefusals:
    def test_a_mistake_in_a_peer_is_shown_in_its_file(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "cases" / "west.toml", written("西小", "-1"))
        assert refused(lambda: load_case("east", scheme)) == ["west.toml:8 outside-domain"]

    def test_a_peer_that_cannot_be_read_is_shown_too(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "cases" / "west.toml", "[case\n")
        assert refused(lambda: load_case("east", scheme)) == ["west.toml:1 toml-syntax"]

    def test_mistakes_of_several_peers_are_shown_together(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "cases" / "west.toml", written("西小", "-1"))
        put(demo / "cases" / "north.toml", written("北小", "-1"))
        assert refused(lambda: load_case("east", scheme)) == ["north.toml:8 outside-domain", "west.toml:8 outside-domain"]

    def test_the_rows_are_not_given_as_well(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "cases" / "west.toml", written("西小", "700", '[[table]]\nid = "peer"\nrows = []\n'))
        assert refused(lambda: load_case("west", scheme)) == ["west.toml:10 cohort-given"]

    def test_a_subject_stands_once(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "cases" / "west.toml", written("东小", "700"))
        assert refused(lambda: load_case("north", scheme)) == ["west.toml:3 subject-twice"]

    def test_a_scheme_without_a_cohort_knows_no_peers(self, demo: Path) -> None:
        (demo / "ranked.toml").unlink()
        scheme = load_scheme(demo)
        assert refused(lambda: load_case("east", scheme)) == ["east.toml:5 peers-without-cohort"]


def test_a_cohort_is_written_as_it_was_read(scheme: Scheme, tmp_path: Path) -> None:
    again = load_scheme(write_scheme(scheme, tmp_path / "again"))
    assert again.tables == scheme.tables
    assert lower(again).hash == lower(scheme).hash
