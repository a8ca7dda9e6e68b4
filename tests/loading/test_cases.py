"""A case: one TOML file, or a directory of it with a CSV file a table; what several share is included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from error_pages import lay_out

from supervision_rules import Case, Scheme, SupervisionRulesError, assess, load_case, load_scheme
from supervision_rules.scheme import Expectation, Given, Row

HEAD = '[case]\nscheme = "demo"\nsubject = "某区"\nyear = 2020\n'
PEERS = """
[[fact]]
id = "pupils"
value = "900 人"

[[table]]
id = "school"
rows = [{ id = "东小", pupils = "400 人" }, { id = "西小", pupils = "500 人" }]
"""
TOTAL = """
[[quantity]]
id = "counted"
label = "各校学生数之和"
value = "sum(school.pupils)"
unit = "人"
domain = [0, 5000]
better = "neither"
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    return tmp_path / "demo"


@pytest.fixture
def scheme(demo: Path) -> Scheme:
    put(demo / "total.toml", TOTAL)
    return load_scheme(demo)


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refused(load: Callable[[], object]) -> list[str]:
    with pytest.raises(SupervisionRulesError) as error:
        load()
    return [f"{Path(one.place.file).name}:{one.place.line} {one.code}" for one in error.value.problems if one.place]


class TestFile:
    def test_its_name_is_its_id(self, demo: Path, scheme: Scheme) -> None:
        file = put(demo / "cases" / "xinbei-2020.toml", HEAD + 'source = "自评报告"\nnote = "初稿"\n')
        case = load_case(file, scheme)
        assert (case.id, case.scheme, case.subject, case.year) == ("xinbei-2020", "demo", "某区", 2020)
        assert (case.source, case.note, case.facts, case.tables) == ("自评报告", "初稿", (), ())

    def test_a_fact_keeps_what_is_said_of_it(self, demo: Path, scheme: Scheme) -> None:
        said = Given(id="funding", value="770 元/人", clause="二（二）3", assumed="", plausible=("650 元/人", "850 元/人"), note="约数")
        text = '[[fact]]\nid = "funding"\nvalue = "770 元/人"\nclause = "二（二）3"\nplausible = ["650 元/人", "850 元/人"]\nnote = "约数"\n'
        assert load_case(put(demo / "x.toml", HEAD + text), scheme).facts == (said,)

    @pytest.mark.parametrize(
        ("written", "value"), [("true", True), ("1998-09-01", date(1998, 9, 1)), ('"城市"', "城市")], ids=["a condition", "a day", "a choice"]
    )
    def test_a_value_is_what_stands_there(self, demo: Path, scheme: Scheme, written: str, value: object) -> None:
        id = {bool: "plan", date: "opened", str: "area"}[type(value)]
        case = load_case(put(demo / "x.toml", f'{HEAD}[[fact]]\nid = "{id}"\nvalue = {written}\n'), scheme)
        assert case.facts[0].value == value

    def test_a_row_keeps_what_it_says_of_itself(self, demo: Path, scheme: Scheme) -> None:
        text = '[[table]]\nid = "school"\nrows = [{ id = "东小", pupils = "400 人", clause = "表一", assumed = "未印出", note = "含分校" }]\n'
        (table,) = load_case(put(demo / "x.toml", HEAD + text), scheme).tables
        assert table.rows == (Row(cells={"id": "东小", "pupils": "400 人"}, clause="表一", assumed="未印出", note="含分校"),)

    def test_a_row_keeps_its_moment_and_refuses_a_day_for_it(self, demo: Path) -> None:
        bell = '[[table]]\nid = "bell"\nlabel = "铃"\nkey = ["rung"]\n[[table.column]]\nid = "rung"\nlabel = "打铃时刻"\nkind = "moment"\n'
        put(demo / "bell.toml", bell)
        scheme, text = load_scheme(demo), HEAD + '[[table]]\nid = "bell"\nrows = [{ rung = %s }]\n'
        (table,) = load_case(put(demo / "cases" / "x.toml", text % "2020-03-05T14:30:00"), scheme).tables
        assert [row.cells["rung"] for row in table.rows] == [datetime(2020, 3, 5, 14, 30)]
        assert refused(lambda: load_case(put(demo / "cases" / "y.toml", text % "2020-03-05"), scheme)) == ["y.toml:7 wrong-kind"]

    def test_no_table_is_not_an_empty_one(self, demo: Path, scheme: Scheme) -> None:
        without = load_case(put(demo / "x.toml", HEAD), scheme)
        empty = load_case(put(demo / "y.toml", HEAD + '[[table]]\nid = "school"\nrows = []\n'), scheme)
        assert (without.tables, [table.rows for table in empty.tables]) == ((), [()])


class TestDirectory:
    @staticmethod
    def made(demo: Path, csv: str = "id,学生数\n东小,400\n西小,500 人\n", text: str = HEAD) -> Path:
        put(demo / "cases" / "b" / "school.csv", csv)
        return put(demo / "cases" / "b" / "case.toml", text).parent

    def test_its_name_is_its_id_and_its_tables_are_beside_it(self, demo: Path, scheme: Scheme) -> None:
        case = load_case(self.made(demo), scheme)
        assert case.id == "b"
        assert [table.id for table in case.tables] == ["school"]
        assert [row.cells for row in case.tables[0].rows] == [{"id": "东小", "pupils": "400 人"}, {"id": "西小", "pupils": "500 人"}]

    def test_it_is_the_same_however_it_is_named(self, demo: Path, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        directory = self.made(demo)
        first = load_case(directory, scheme)
        found: list[Case] = [load_case("b", scheme), load_case(str(directory), scheme), load_case(directory / "case.toml", scheme)]
        monkeypatch.chdir(directory)
        found += [load_case(".", scheme), load_case("case.toml", scheme)]
        assert found == [first] * 5

    def test_a_table_without_a_csv_may_stand_in_the_toml(self, demo: Path, scheme: Scheme) -> None:
        directory = put(demo / "cases" / "b" / "case.toml", HEAD + PEERS).parent
        assert [len(table.rows) for table in load_case(directory, scheme).tables] == [2]

    def test_a_csv_with_its_header_only_is_an_empty_table(self, demo: Path, scheme: Scheme) -> None:
        case = load_case(self.made(demo, "id,pupils\n"), scheme)
        assert [table.rows for table in case.tables] == [()]

    def test_problems_of_toml_and_csv_come_together(self, demo: Path, scheme: Scheme) -> None:
        directory = self.made(demo, "id,pupils\n东小,9999\n", HEAD.replace("2020", "2021"))
        assert refused(lambda: load_case(directory, scheme)) == ["case.toml:4 case-of-other-year", "school.csv:2 outside-domain"]


class TestGivenAndCounted:
    FACT = '[[fact]]\nid = "counted"\nvalue = "{value} 人"\n'

    def total(self, demo: Path, scheme: Scheme, value: int) -> object:
        text = HEAD + self.FACT.format(value=value)
        return assess(scheme, load_case(TestDirectory.made(demo, text=text), scheme))

    def test_agree(self, demo: Path, scheme: Scheme) -> None:
        self.total(demo, scheme, 900)

    def test_or_the_case_is_refused_where_the_figure_stands(self, demo: Path, scheme: Scheme) -> None:
        assert refused(lambda: self.total(demo, scheme, 901)) == ["case.toml:7 given-contradicts-rows"]


class TestInclude:
    def test_what_is_included_counts_as_written_here(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "shared" / "peers.toml", PEERS)
        included = load_case(put(demo / "cases" / "b.toml", HEAD + 'include = ["../shared/peers.toml"]\n'), scheme)
        written = load_case(put(demo / "cases" / "c.toml", HEAD + PEERS), scheme)
        assert (included.facts, included.tables) == (written.facts, written.tables)

    def test_it_is_found_from_the_file_that_names_it(self, demo: Path, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        put(demo / "cases" / "b" / "peers.toml", PEERS)
        file = put(demo / "cases" / "b" / "case.toml", HEAD + 'include = ["peers.toml"]\n')
        monkeypatch.chdir(demo.parent)
        assert [fact.id for fact in load_case(file.parent, scheme).facts] == ["pupils"]

    def test_a_fact_stands_once_in_all(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "peers.toml", PEERS)
        file = put(demo / "b.toml", HEAD + 'include = ["peers.toml"]\n[[fact]]\nid = "pupils"\nvalue = "1 人"\n')
        assert refused(lambda: load_case(file, scheme)) == ["peers.toml:3 duplicate-entry"]

    def test_a_mistake_in_it_has_its_place_there(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "peers.toml", PEERS.replace("900 人", "900 元"))
        file = put(demo / "b.toml", HEAD + 'include = ["peers.toml"]\n')
        assert refused(lambda: load_case(file, scheme)) == ["peers.toml:4 wrong-unit"]

    def test_one_that_is_missing_is_named_where_it_is_included(self, demo: Path, scheme: Scheme) -> None:
        file = put(demo / "b.toml", HEAD + 'include = [\n  "peers.toml",\n]\n')
        assert refused(lambda: load_case(file, scheme)) == ["b.toml:6 file-missing"]

    @pytest.mark.parametrize("text", [HEAD, "[scheme]\n", '[[point]]\nid = "a"\n'])
    def test_only_facts_and_tables_are_included(self, demo: Path, scheme: Scheme, text: str) -> None:
        put(demo / "peers.toml", text)
        file = put(demo / "b.toml", HEAD + 'include = ["peers.toml"]\n')
        assert refused(lambda: load_case(file, scheme)) == ["peers.toml:1 unknown-section"]


class TestExpectation:
    def test_what_is_expected_is_read_exactly(self, demo: Path, scheme: Scheme) -> None:
        text = '[expect]\ntotal = 99.9\nbonus = "pending"\ngrade = "合格"\nscores = { plan = 0.3 }\n'
        expected = Expectation(total=Fraction("99.9"), bonus="pending", grade="合格", scores={"plan": Fraction("0.3")})
        assert load_case(put(demo / "x.toml", HEAD + text), scheme).expect == expected

    def test_without_the_section_nothing_is_expected(self, demo: Path, scheme: Scheme) -> None:
        assert load_case(put(demo / "x.toml", HEAD), scheme).expect is None

    @pytest.mark.parametrize(
        ("text", "refusals"),
        [
            ("scores = { plam = 1 }", ["x.toml:6 unknown-item"]),
            ("\n[expect.scores]\nplan = true", ["x.toml:8 wrong-type"]),
            ('grade = "最好"', ["x.toml:6 unknown-grade"]),
            ('total = "full"', ["x.toml:6 unknown-value"]),
            ("score = { plan = 1 }", ["x.toml:6 unknown-key"]),
        ],
        ids=["an item that there is not", "a score that is none", "a grade that there is not", "a word that says nothing", "a key"],
    )
    def test_a_mistake_in_it_is_shown_where_it_stands(self, demo: Path, scheme: Scheme, text: str, refusals: list[str]) -> None:
        file = put(demo / "x.toml", f"{HEAD}[expect]\n{text}\n")
        assert refused(lambda: load_case(file, scheme)) == refusals

    def test_it_stands_in_the_case_itself_not_in_what_is_included(self, demo: Path, scheme: Scheme) -> None:
        put(demo / "more.toml", "[expect]\ntotal = 1\n")
        file = put(demo / "x.toml", HEAD + 'include = ["more.toml"]\n')
        assert refused(lambda: load_case(file, scheme)) == ["more.toml:1 unknown-section"]
