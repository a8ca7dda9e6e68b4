"""What the loader refuses: one mistake is one error, at its place; and what it takes although it looks odd."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from error_pages import lay_out

from supervision_rules import SupervisionRulesError, assess, load_case, load_scheme

DEMO = Path(__file__).parents[1] / "docs" / "demo"
POINTS = (DEMO / "points.toml").read_text(encoding="utf-8")
FACTS = (DEMO / "facts.toml").read_text(encoding="utf-8")
TABLES = (DEMO / "tables.toml").read_text(encoding="utf-8")
LADDER = (DEMO / "ladder.toml").read_text(encoding="utf-8")
CASE = (DEMO / "cases" / "a" / "case.toml").read_text(encoding="utf-8")
CSV = "cases/a/school.csv"

Files = dict[str, str | bytes]
Load = Callable[[Files], list[str]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads and scores the small scheme with some files put in: every problem as «place code», nothing where all is well."""
    lay_out(tmp_path)

    def loading(files: Files) -> list[str]:
        for name, content in files.items():
            file = tmp_path / "demo" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            scheme = load_scheme(tmp_path / "demo")
            assess(scheme, load_case("a", scheme))
        except SupervisionRulesError as error:
            said = str(error)
            return [f"{one.place} {one.code}".replace(f"{tmp_path}/demo/", "") for one in error.problems if one.code in said]
        return []

    return loading


def constraint(requires: str) -> Files:
    return {"extra.toml": f"[[constraint]]\nid = 'c'\nrequires = '''{requires}'''\n"}


def worth(number: str) -> Files:
    return {"points.toml": POINTS.replace("worth = 10", f"worth = {number}")}


def pupils(value: str) -> Files:
    return {"cases/a/case.toml": CASE.replace('"1200 人"', value)}


# numbers


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "1e-400", "1e99999999999999999999", "9" * 60, "0." + "9" * 60])
def test_a_number_in_toml_is_finite_and_short(load: Load, number: str) -> None:
    assert load(worth(number)) == ["points.toml:6:1 bad-number"]


def test_a_number_too_long_for_python_is_placed(load: Load) -> None:
    assert load(worth("9" * 5000)) == ["points.toml:6 bad-number"]


@pytest.mark.parametrize(
    "text", ["７７０ 人", "1,200 人", "1，200 人", "1'200 人", "1e3 人", "1.2.3 人", "+5 人", "NaN 人", "inf 人", "人", "", "9" * 60 + " 人"]
)
def test_a_number_in_a_case_is_half_width_digits_and_a_point(load: Load, text: str) -> None:
    assert load(pupils(f'"{text}"')) == ["cases/a/case.toml:8:1 bad-number"]


@pytest.mark.parametrize("number", ["nan", "inf", "1e400", "9" * 60])
def test_a_bare_number_in_a_case_is_finite_and_short(load: Load, number: str) -> None:
    assert load(pupils(number)) == ["cases/a/case.toml:8:1 bad-number"]


@pytest.mark.parametrize(("number", "code"), [("7７0", "21 syntax"), ("1,000", "21 syntax"), ("1e3", "21 syntax"), ("9" * 60, "20 bad-number")])
def test_a_number_in_an_expression_too(load: Load, number: str, code: str) -> None:
    assert load(constraint(f"1人 < {number}人")) == [f"extra.toml:3:{code}"]


def test_a_bare_number_may_not_hide_decimal_places(load: Load) -> None:
    table = TABLES.replace('unit = "人"\n', "")
    assert load(
        {"tables.toml": table, "cases/a/case.toml": CASE + '[[table]]\nid = "school"\nrows = [{ id = "1", pupils = 1.' + "0" * 30 + "1 }]\n"}
    ) == ["cases/a/case.toml:37:21 too-many-places"]


@pytest.mark.parametrize("places", ["-1", "13", "1000000000"])
def test_decimal_places_are_few(load: Load, places: str) -> None:
    assert load({"facts.toml": FACTS.replace("places = 2", f"places = {places}")}) == ["facts.toml:20:1 wrong-places"]


@pytest.mark.parametrize("value", ['"2020"', "2020.5", "true"])
def test_a_whole_number_is_one(load: Load, value: str) -> None:
    assert load({"cases/a/case.toml": CASE.replace("year = 2020", f"year = {value}")}) == ["cases/a/case.toml:4:1 wrong-type"]


@pytest.mark.parametrize(("key", "value"), [("title", "1"), ("number", "1"), ("worth", '"10"'), ("rule", '"x"'), ("applies_when", "true")])
def test_nothing_is_converted_by_the_way(load: Load, key: str, value: str) -> None:
    lines = [f"{key} = {value}" if line.startswith(f"{key} =") else line for line in POINTS.splitlines()]
    entry = "\n".join(lines if key not in ("rule", "applies_when") else [lines[0], f"{key} = {value}", *lines[1 : 8 if key == "rule" else None]])
    (problem,) = load({"points.toml": entry})
    assert problem.endswith("wrong-type")


def test_yes_and_no_are_not_texts(load: Load) -> None:
    assert load({"facts.toml": FACTS + '\n[[fact]]\nid = "x"\nlabel = "x"\nkind = "date"\ncontext = "no"\n'}) == ["facts.toml:52:1 wrong-type"]


# bytes


def test_gbk_is_refused_with_its_line(load: Load) -> None:
    assert load({"facts.toml": FACTS.encode("gbk")}) == ["facts.toml:3 wrong-encoding"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf_16_and_its_like_are_refused(load: Load, encoding: str) -> None:
    (problem,) = load({"facts.toml": FACTS.encode(encoding)})
    assert problem.startswith("facts.toml:")


def test_a_byte_order_mark_is_accepted(load: Load) -> None:
    assert load({"facts.toml": FACTS.encode("utf-8-sig"), "cases/a/case.toml": CASE.encode("utf-8-sig")}) == []


def test_lines_may_end_as_on_windows(load: Load) -> None:
    assert load({"facts.toml": FACTS.replace("\n", "\r\n"), "points.toml": POINTS.replace("\n", "\r\n")}) == []


def test_places_count_the_same_there(load: Load) -> None:
    assert load({"points.toml": b"\xef\xbb\xbf" + POINTS.replace("worth = 10", "worth = -1").replace("\n", "\r\n").encode()}) == [
        "points.toml:6:1 worth-not-positive"
    ]


@pytest.mark.parametrize(("name", "size"), [("extra.toml", 50_000_000), ("cases/a/case.toml", 50_000_000), (CSV, 300_000_000)])
def test_a_large_file_is_refused_unread(load: Load, tmp_path: Path, name: str, size: int) -> None:
    with (tmp_path / "demo" / name).open("wb") as file:
        file.truncate(size)
    assert load({}) == [f"{name} file-too-large"]


# depth


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 5000 + "]" * 5000, "x = " + "[" * 150 + "]" * 150, "x = " + "{a=" * 150 + "1" + "}" * 150, "x" + ".x" * 2999 + " = 1"]
)
def test_a_file_nests_100_deep_at_most(load: Load, text: str) -> None:
    assert load({"extra.toml": text}) == ["extra.toml nested-too-deeply"]


@pytest.mark.parametrize("requires", ["(" * 41 + "plan" + ")" * 41, "not\t" * 41 + "plan", "not(" * 41 + "plan" + ")" * 41])
def test_an_expression_nests_40_deep_at_most(load: Load, requires: str) -> None:
    (problem,) = load(constraint(requires))
    assert problem.endswith("nested-too-deeply")


@pytest.mark.parametrize("requires", ["-" * 101 + "pupils < 0人", " + ".join(["pupils"] * 102) + " > 0人", "plan" + " " * 2000])
def test_an_expression_is_not_endless(load: Load, requires: str) -> None:
    assert load(constraint(requires)) == ["extra.toml:3:1 expression-too-long"]


@pytest.mark.parametrize(
    "requires",
    [
        "(" * 40 + "not plan" + ")" * 40,
        " + ".join(["pupils"] * 101) + " < 0人",
        "-" * 100 + "pupils < 0人",
        "max(1人, " * 39 + "pupils" + ")" * 39 + " < 0人",
    ],
)
def test_up_to_there_it_is_read_and_said(load: Load, requires: str) -> None:
    assert load(constraint(requires)) == ["cases/a/case.toml:1:2 constraint-broken"]


# twice, and round in circles


def test_a_key_stands_once(load: Load) -> None:
    assert load({"points.toml": POINTS.replace("worth = 10", "worth = 10\nworth = 20")}) == ["points.toml:7:11 toml-syntax"]


def test_an_id_stands_once_in_all_files_and_both_places_are_named(load: Load, tmp_path: Path) -> None:
    again = {"extra.toml": '[[fact]]\nid = "seats"\nlabel = "座位"\nkind = "date"\n'}
    assert load(again) == ["facts.toml:9:1 duplicate-entry"]
    with pytest.raises(SupervisionRulesError, match=r"extra\.toml:1:3"):
        load_scheme(tmp_path / "demo")


def test_ids_of_several_sections_share_a_namespace(load: Load) -> None:
    assert load({"extra.toml": '[[quantity]]\nid = "seats"\nlabel = "x"\nvalue = "pupils"\n'}) == ["extra.toml:2:1 duplicate-id"]


@pytest.mark.parametrize(
    "text",
    [
        '[[quantity]]\nid = "x"\nlabel = "x"\nvalue = "x + 1"\n',
        '[[quantity]]\nid = "x"\nlabel = "x"\nvalue = "y"\n[[quantity]]\nid = "y"\nlabel = "y"\nvalue = "x"\n',
        '[[unit]]\nid = "元"\nof = "万元"\nfactor = 2\n[[unit]]\nid = "万元"\nof = "元"\nfactor = 2\n',
        '[[indicator]]\nid = "x"\ntitle = "x"\nparent = "x"\nbasis = "reconstructed"\n',
        '[[table]]\nid = "x"\nlabel = "x"\nkey = ["x"]\nparent = "x"\n[[table.column]]\nid = "x"\nlabel = "x"\nkind = "text"\n',
        '[[table]]\nid = "x"\nlabel = "x"\nkey = ["id"]\n[[table.column]]\nid = "id"\nlabel = "id"\nkind = "text"\n'
        '[[table.column]]\nid = "a"\nlabel = "a"\nvalue = "b"\n[[table.column]]\nid = "b"\nlabel = "b"\nvalue = "a"\n',
    ],
)
def test_a_circle_is_one_error(load: Load, text: str) -> None:
    (problem,) = load({"extra.toml": text})
    assert problem.startswith("extra.toml:")
    assert problem.endswith(" cycle")


# how many errors


def test_a_syntax_error_comes_alone(load: Load) -> None:
    assert load({"points.toml": POINTS + "x ="} | {"facts.toml": FACTS.replace("label", "labl")}) == ["points.toml:12:4 toml-syntax"]


def test_but_with_those_of_other_files(load: Load) -> None:
    assert load({"points.toml": "x =", "facts.toml": "[["}) == ["facts.toml:1:3 toml-syntax", "points.toml:1:4 toml-syntax"]


def test_everything_else_comes_at_once(load: Load) -> None:
    files = {"points.toml": POINTS.replace("worth = 10", "worth = 8"), "facts.toml": FACTS.replace("places = 2", "place = 2")}
    assert load(files | constraint("seats2 > 0个")) == ["extra.toml:3:15 unknown-name", "facts.toml:20:1 unknown-key"]
    assert load({"facts.toml": FACTS}) == ["extra.toml:3:15 unknown-name", "scheme.toml:10:1 worths-do-not-add-up"]


def test_so_does_everything_of_a_case(load: Load) -> None:
    case = CASE.replace("year = 2020", "year = 2021").replace('"1200 人"', '"1200 生"').replace('clause = "2"', "clause = 2")
    rows = '[[table]]\nid = "school"\nrows = [{ id = "1", pupils = [1] }, { id = "2", pupils = "9999 人" }, 5]\n'
    assert load({"cases/a/case.toml": case + rows}) == [
        "cases/a/case.toml:4:1 case-of-other-year",
        "cases/a/case.toml:8:1 wrong-unit",
        "cases/a/case.toml:19:1 wrong-type",
        "cases/a/case.toml:37:21 wrong-type",
        "cases/a/case.toml:37:49 outside-domain",
        "cases/a/case.toml:37:70 wrong-type",
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"facts.toml": FACTS.replace('unit = "人"', 'unit = "ren"')},
        {"facts.toml": FACTS.replace('unit = "人"', 'unti = "人"')},
        {"facts.toml": FACTS.replace('id = "pupils"', 'Id = "pupils"')},
        {"facts.toml": FACTS.replace("[[fact]]", "[[facts]]", 1)},
        {"points.toml": POINTS.replace("[[point", "[[points")},
        {"points.toml": POINTS.replace("[[point]]", "[point]")},
        {"points.toml": POINTS.replace("standard", "standrad")},
        {"points.toml": POINTS.replace("worth = 10\n", "")},
        {"points.toml": POINTS.replace("requires", "require")},
        {"points.toml": POINTS.replace("standard", "standrad"), "ladder.toml": LADDER.replace("total >= 6", "score('plan') >= 6")},
        {"points.toml": POINTS.replace("[[point]]\n", "")[:60]},
        {"points.toml": POINTS.replace('"all-or-nothing"', '["all-or-nothing"]')},
        {"facts.toml": FACTS.replace('id = "pupils"', 'id = "Pupils"')},
        {"facts.toml": FACTS.replace('id = "pupils"', 'id = ""')},
        {"tables.toml": TABLES.replace("label", "labl", 1) + '[[constraint]]\nid = "c"\ntable = "school"\nrequires = "pupils > 1人"\n'},
        {"ladder.toml": LADDER.replace("otherwise = true\n", "")},
        {"ladder.toml": LADDER.replace("otherwise = true", 'when = "total < 6"')},
        {"ladder.toml": LADDER.replace("otherwise = true", 'otherwise = true\nwhen = "total < 6"')},
        {"scheme.toml": (DEMO / "scheme.toml").read_text(encoding="utf-8").replace("[scheme]\n", "")},
        {CSV: "id,pupils\n1,10\n", "tables.toml": TABLES.replace('kind = "text"', "domain = [2, 9]")},
        {"points.toml": ""},
        {"scheme.toml": ""},
        {"ladder.toml": ""},
        {"cases/a/case.toml": CASE.replace("[case]", "[cases]")},
        {"cases/a/case.toml": CASE.replace("subject", "subjekt")},
        {"cases/a/case.toml": '[[fact]]\nid = "pupils"\nvalue = "1200 人"\n'},
    ],
)
def test_a_mistake_draws_no_others_after_it(load: Load, files: Files) -> None:
    assert len(load(files)) == 1


def test_did_you_mean(load: Load, tmp_path: Path) -> None:
    load(constraint("pupil > 0人"))
    with pytest.raises(SupervisionRulesError, match="是否想写“pupils”"):
        load_scheme(tmp_path / "demo")


# places


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ('"pupil > 1人"', "3:13"),
        ("'pupil > 1人'", "3:13"),
        ('"area == \\"城市\\" and pupil > 1人"', "3:32"),
        ('"\\u0070lan and pupil > 1人"', "3:27"),
        ('"""\n  plan\n  and pupil > 1人"""', "5:7"),
        ("'''\nplan and\npupil > 1人'''", "5:1"),
        ('"""\\\n    plan and \\\n    pupil > 1人"""', "5:5"),
    ],
)
def test_a_name_in_an_expression_has_its_own_place(load: Load, value: str, place: str) -> None:
    assert load({"extra.toml": f"[[constraint]]\nid = 'c'\nrequires = {value}\n"}) == [f"extra.toml:{place} unknown-name"]


def test_a_line_separator_in_a_text_is_no_new_line(load: Load) -> None:
    assert load({"points.toml": POINTS.replace("有发展规划得10分", "有发展规划\u2028得10分").replace("worth = 10", "worth = 0")}) == [
        "points.toml:6:1 worth-not-positive"
    ]


def test_a_reading_is_checked_before_anyone_chooses_it(load: Load) -> None:
    reading = '[[reading]]\nid = "r"\nquestion = "?"\nchoice = "!"\nconfirm = "x"\n[[reading.alternative]]\nid = "a"\ntext = "t"\n'
    rule = '[[reading.alternative.point]]\nid = "plan"\n[[reading.alternative.point.rule]]\nform = "all-or-nothing"\nrequires = "plam"\n'
    assert load({"extra.toml": reading + rule}) == ["extra.toml:13:13 unknown-name"]


@pytest.mark.parametrize("value", ["from = 2030-01-01", 'from = 2020-01-01\nwhere = { city = "大" }'])
def test_a_target_that_nothing_mentions_is_not_this_schemes_affair(load: Load, value: str) -> None:
    target = f'[[target]]\nid = "t"\nlabel = "t"\n[[target.value]]\n{value}\nvalue = 1\nbasis = "reconstructed"\n'
    assert load({"../targets/others.toml": target}) == []


# CSV


@pytest.mark.parametrize(
    "text",
    ["id,学生数,level\n1,10,一般\n", "编号,pupils,等级,备注\n1,10,一般,x\n", "id,pupils\n\n1,\n", 'id,pupils\n"1","10"\n', "id,pupils\n1,10 人\n"],
)
def test_a_csv_names_its_columns_by_id_or_label(load: Load, text: str) -> None:
    assert load({CSV: text}) == []
    assert load({CSV: text.replace("\n", "\r\n").encode("utf-8-sig")}) == []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("id,学生,levl\n1,10,一般\n2,x,y\n", ["1:4 unknown-column", "1:7 unknown-column"]),
        ("id,学生数,pupils\n1,10,10\n", ["1:8 duplicate-id"]),
        ("学生数\n10\n20\n", ["1 key-cell-missing"]),
        ("", ["1 no-header"]),
        ("\nid\n1\n2\n", ["1 no-header"]),
        ("id,level\n1\n2,一般,\n3,一般\n", ["2 csv-shape", "3 csv-shape"]),
        ('id,level\n1,"一般\n2,一般\n', ["3 csv-syntax"]),
        (
            'id,level,pupils\n1,"一般",x\n\n"2",很好,5\n,一般,5\n1,一般,99999\n',
            ["2:8 bad-number", "4:5 unknown-value", "5 key-cell-missing", "6 duplicate-row", "6:6 outside-domain"],
        ),
    ],
)
def test_a_csv_is_refused_by_line_and_cell(load: Load, text: str, problems: list[str]) -> None:
    assert load({CSV: text}) == [f"{CSV}:{problem}" for problem in problems]


def test_a_csv_in_gbk_is_refused(load: Load) -> None:
    assert load({CSV: "id,学生数\n1,10\n".encode("gbk")}) == [f"{CSV}:1 wrong-encoding"]


def test_a_csv_is_named_by_its_table(load: Load) -> None:
    assert load({"cases/a/scool.csv": "id\n1\n"}) == ["cases/a/scool.csv:1 unknown-table"]


def test_a_table_is_given_once(load: Load) -> None:
    assert load({CSV: "id\n1\n", "cases/a/case.toml": CASE + '[[table]]\nid = "school"\nrows = []\n'}) == [f"{CSV}:1 duplicate-entry"]


def test_conditions_and_dates_in_a_csv(load: Load) -> None:
    columns = '[[table.column]]\nid = "good"\nlabel = "好"\nkind = "condition"\n[[table.column]]\nid = "since"\nlabel = "起"\nkind = "date"\n'
    assert load({"tables.toml": TABLES + columns, CSV: "id,good,since\n1,是,2020-02-29\n2,FALSE,\n"}) == []
    assert load({CSV: "id,good,since\n1,有,2020-02-30\n"}) == [f"{CSV}:2:3 unknown-value", f"{CSV}:2:5 wrong-kind"]


def test_a_derived_column_is_not_given(load: Load) -> None:
    column = '[[table.column]]\nid = "big"\nlabel = "大"\nvalue = "pupils > 1000人"\n'
    assert load({"tables.toml": TABLES + column, CSV: "id,big\n1,是\n2,是\n"}) == [f"{CSV}:1:4 fact-is-derived"]
