"""Last year's scheme carried over to a new table: what stays, what is marked, what is left to somebody."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from builders import condition_fact, expression, point, scheme

from supervision_rules import Scheme, SupervisionRulesError, load_scheme, write_scheme
from supervision_rules.comparison import Said, compare
from supervision_rules.issuing import Became, IssuedPoint, IssuedTable, Renewal, Why, read_table, renew, table_of, write_renewal, write_table
from supervision_rules.scheme import Basis
from supervision_rules.scoring import AllOrNothing
from supervision_rules.verification import check

OLD = load_scheme("changzhou-2021")
SOURCE = "常教督委〔2022〕1号"


def confirm_targets(place: Path) -> None:
    for file in (place / "targets").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("confirmed_for = [2020", "confirmed_for = [2021, 2020"), encoding="utf-8")


def changed(**points: IssuedPoint | None) -> IssuedTable:
    """The table of last year with some points changed (by number, as p7) or left out."""
    table = table_of(OLD)
    return evolve(table, points=tuple(one for point in table.points if (one := points.get(f"p{point.number}", point)) is not None))


def issued(number: int) -> IssuedPoint:
    return table_of(OLD).points[number - 1]


def of(renewal: Renewal, number: int) -> tuple[str, Became]:
    point = renewal.points[number - 1]
    return point.id, point.became


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> tuple[Renewal, Path, Scheme]:
    """The scheme by its own table, written, its targets confirmed, and loaded."""
    place = tmp_path_factory.mktemp("policies")
    renewal = renew(OLD, table_of(OLD), 2022)
    directory = write_renewal(renewal, place)
    confirm_targets(place)
    return renewal, directory, load_scheme(directory)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_the_table_of_a_scheme_carries_every_rule(suffix: str, tmp_path: Path, same: tuple[Renewal, Path, Scheme]) -> None:
    renewal = renew(OLD, evolve(read_table(write_table(table_of(OLD), tmp_path / f"table{suffix}", OLD.header.title)), file=OLD.id), 2022)
    assert {point.match.why for point in renewal.points} == {Why.SAME}
    assert renewal.files == same[0].files


def test_every_point_is_as_it_was(same: tuple[Renewal, Path, Scheme]) -> None:
    renewal, _, new = same
    assert len(renewal.that(Became.CARRIED)) == 50
    assert [point.id for point in renewal.that(Became.DATED)] == ["funding-growth"]
    assert [evolve(point, review="") for point in new.points] == list(OLD.points)
    for part in ("indicators", "bonuses", "vetoes", "ladder", "facts", "quantities", "tables", "constraints", "alerts", "units"):
        assert getattr(new, part) == getattr(OLD, part), part


def test_once_targets_are_confirmed_no_score_changes(same: tuple[Renewal, Path, Scheme]) -> None:
    assert [change.id for change in compare(OLD, same[2], ()).changes if change.scores] == []


def test_until_then_every_target_is_an_error(tmp_path: Path) -> None:
    renewal = renew(OLD, table_of(OLD), 2022)
    with pytest.raises(SupervisionRulesError) as raised:
        load_scheme(write_renewal(renewal, tmp_path))
    assert set(raised.value.codes) == {"target-not-confirmed"}
    assert {str(problem.arguments["id"]) for problem in raised.value.problems} == set(renewal.targets)


def test_the_header_says_nothing_that_only_last_year_said(same: tuple[Renewal, Path, Scheme]) -> None:
    header, old = same[2].header, OLD.header
    assert (header.year, header.evaluated_year, str(header.period.from_), str(header.period.to)) == (2022, 2021, "2021-01-01", "2021-12-31")
    assert header.title == old.title.replace("2021", "2022")
    assert (header.document, header.basis, header.provenance, header.reference_case, header.as_of) == ("", Basis.RECONSTRUCTED, (), None, ())
    assert (header.base, header.bonus_cap, header.rounding, header.issuer) == (old.base, old.bonus_cap, old.rounding, old.issuer)
    assert "待按新文件核对" in header.note
    assert {alternative.effect for reading in same[2].readings for alternative in reading.alternative} == {""}


def test_remarks_stay_but_those_on_last_years_files_as_a_whole(same: tuple[Renewal, Path, Scheme]) -> None:
    directory = same[1]
    for name in ("bonuses.toml", "constraints.toml", "facts/city.toml", "ladder.toml", "quantities.toml"):
        assert (directory / name).read_bytes() == (Path(str(OLD.directory)) / name).read_bytes()
    assert not (directory / "cases").exists()
    first = (directory / "points" / "1-leadership.toml").read_text(encoding="utf-8")
    assert "重构，见 scheme.toml" not in first
    assert first.count("系统党建\n") == 1


def test_rules_that_name_a_year_are_marked(same: tuple[Renewal, Path, Scheme]) -> None:
    (line,) = [line for line in check(same[2]) if line.results[0].law == "reviewed"]
    assert line.subject.id == "funding-growth"
    assert "from 2018 to 2020" in str(line.results[0].finding)
    assert {one.file for one in same[0].years} == {"quantities.toml", "readings.toml", "vetoes.toml"}


TABLE = changed(
    p1=evolve(issued(1), standard="党委教育工作领导小组未正常运行扣2分。", worth=Fraction(3)),
    p2=evolve(issued(2), worth=Fraction(2)),
    p3=None,
    p5=evolve(issued(5), title="分管领导履职尽责", number="5"),
    p51=evolve(issued(51), title="教育数字化", standard="未建成智慧教育平台的不得分。"),
)


@pytest.fixture(scope="module")
def renewal() -> Renewal:
    return renew(OLD, TABLE, 2022)


@pytest.fixture(scope="module")
def directory(renewal: Renewal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("changed")
    directory = write_renewal(renewal, place)
    confirm_targets(place)
    return directory


class TestChanges:
    def test_each_is_told(self, renewal: Renewal) -> None:
        assert of(renewal, 1) == ("party-leadership", Became.REWORDED)
        assert of(renewal, 2) == ("ideology-and-political-education", Became.WORTH)
        assert of(renewal, 4) == ("leader-in-charge", Became.REWORDED)
        assert of(renewal, 50) == ("new-point-51", Became.NEW)
        assert renewal.points[3].match.why is Why.ALIKE
        assert [point.id for point in renewal.removed] == ["party-building-brand", "satisfaction-survey"]
        assert renewal.idle == ("city.satisfaction_rate", "party.provincial_brand_projects", "party.school_brands", "party.system_brands")

    def test_other_words_stand_beside_the_old_ones_and_the_old_rule(self, directory: Path) -> None:
        (point,) = [
            one for one in tomllib.loads((directory / "points/1-leadership.toml").read_text("utf-8"))["point"] if one["id"] == "party-leadership"
        ]
        old = OLD.points[0]
        assert (point["worth"], point["standard"]) == (3, "党委教育工作领导小组未正常运行扣2分。")
        assert point["review"] == f"规则沿用changzhou-2021，须照新的评分表核对。分值由2改为3。原评分标准：{old.standard}"
        assert len(point["rule"][0]["failings"]) == 3

    def test_a_new_point_is_an_error_until_it_is_encoded(self, directory: Path) -> None:
        with pytest.raises(SupervisionRulesError) as raised:
            load_scheme(directory)
        (missing,) = [problem for problem in raised.value.problems if problem.code == "rules-missing"]
        assert missing.place is not None
        assert missing.place.file.endswith("3-development.toml")
        assert str(missing.cause) == "“教育数字化”没有计分规则"
        assert "unknown-item" in raised.value.codes  # of the readings that speak of removed points

    def test_what_was_said_goes_before_everything(self) -> None:
        renewal = renew(OLD, TABLE, 2022, said=[Said(old="satisfaction-survey", new="教育数字化"), Said(new="5")])
        assert of(renewal, 50) == ("satisfaction-survey", Became.REWORDED)
        assert of(renewal, 4) == ("new-point-5", Became.NEW)


class TestSource:
    """A table is the issued one only if somebody says which document it is from."""

    def test_the_document_states_what_the_table_says(self, tmp_path: Path) -> None:
        directory = write_renewal(renew(OLD, table_of(OLD), 2022, source=SOURCE), tmp_path)
        confirm_targets(tmp_path)
        new = load_scheme(directory)
        assert new.header.document == SOURCE
        assert [(line.element, line.source) for line in new.header.provenance] == [("number", SOURCE), ("worth", SOURCE), ("count", SOURCE)]
        assert {(one.basis, one.source) for one in new.indicators} == {(Basis.STATED, SOURCE)}
        for old, one in zip(OLD.points, new.points, strict=True):
            assert one.basis is old.basis
            assert [line.element for line in one.provenance][:2] == ["worth", "standard"]
            assert one.provenance[2:] == old.provenance

    @pytest.mark.parametrize(("source", "basis"), [("", Basis.RECONSTRUCTED), (SOURCE, Basis.STATED)])
    def test_what_last_years_document_stated_is_not_stated_without_it(self, tmp_path: Path, source: str, basis: Basis) -> None:
        old = load_scheme(stated_scheme(tmp_path / "old"))
        (point, *_) = load_scheme(written(renew(old, table_of(old), 2025, source=source), tmp_path)).points
        assert (point.basis, point.source) == (basis, source)
        assert ("某教督〔2024〕1号" in point.note) == (not source)


STATED = """# 某市方案。
[scheme]
title = "某市2024年评价方案"
issuer = "某市教育督导委员会"
document = "某教督〔2024〕1号"
year = 2024
evaluated_year = 2023
period = { from = 2023-01-01, to = 2023-12-31 }
measure = "points"
base = 2
basis = "stated"
trust = "read"
source = "某教督〔2024〕1号"

# 规划是重点。
[[point]]
id = "plan"
number = "1"
title = "规划"   # 照文件
standard = "有规划得满分。"
worth = 2
basis = "stated"
trust = "read"
source = "某教督〔2024〕1号"
# 一票否决另列。
[[point.rule]]
form = "all-or-nothing"
requires = "plan"

# 等次。
[[ladder.grade]]
id = "合格"
otherwise = true
basis = "reconstructed"

[[fact]]
id = "plan"
label = "有规划"
kind = "condition"
better = "more"
"""


def stated_scheme(place: Path) -> Path:
    """A scheme in one file, by a document that is at hand."""
    directory = place / "some-city"
    directory.mkdir(parents=True)
    (directory / "scheme.toml").write_text(STATED, encoding="utf-8")
    return directory


def written(renewal: Renewal, place: Path) -> Path:
    return write_renewal(renewal, place / "new")


def test_a_scheme_in_one_file_is_taken_apart_with_its_remarks(tmp_path: Path) -> None:
    old = load_scheme(stated_scheme(tmp_path))
    files = renew(old, table_of(old), 2025).files
    assert sorted(files) == ["points/points.toml", "scheme.toml"]
    assert re.findall(r"^#.*", files["scheme.toml"], re.MULTILINE) == [
        "# 由 some-city 按评分表 some-city 转来（supervision-rules new-year）。",
        "# 等次。",
    ]
    assert "# 规划是重点。\n[[point]]" in files["points/points.toml"]
    assert 'title = "规划"   # 照文件' in files["points/points.toml"]
    assert "# 一票否决另列。" in files["points/points.toml"]


def test_lists_in_braces_are_taken_over_too(tmp_path: Path) -> None:
    directory = stated_scheme(tmp_path)
    text = (directory / "scheme.toml").read_text("utf-8")
    head, point, rest = re.split(r"(# 规划是重点。.*?requires = \"plan\"\n)", text, flags=re.DOTALL)
    fields = ", ".join(line.partition("   #")[0] for line in point.splitlines() if " = " in line and not line.startswith(("form", "requires")))
    listed = f'point = [{{ {fields}, rule = [{{ form = "all-or-nothing", requires = "plan" }}] }}]\n'
    (directory / "scheme.toml").write_text(listed + head + rest, "utf-8")
    old = load_scheme(directory)
    (one,) = load_scheme(written(renew(old, table_of(old), 2025), tmp_path)).points
    assert one.rule == old.points[0].rule


def test_a_scheme_that_the_library_wrote_is_taken_over(tmp_path: Path) -> None:
    targets = tuple(evolve(one, confirmed_for=(2020, 2021)) for one in OLD.targets)
    alone = evolve(OLD, targets=targets, header=evolve(OLD.header, reference_case=None))
    old = load_scheme(write_scheme(alone, tmp_path))
    renewal = renew(old, table_of(old), 2022)
    new = load_scheme(write_renewal(renewal, tmp_path))
    assert [evolve(point, review="") for point in new.points] == list(old.points)
    assert (new.indicators, new.bonuses, new.targets) == (old.indicators, old.bonuses, old.targets)
    assert [reading.id for reading in new.readings] == [reading.id for reading in old.readings]
    assert {alternative.effect for reading in new.readings for alternative in reading.alternative} == {""}


def test_a_scheme_without_points_has_a_table_without_worths(tmp_path: Path) -> None:
    rule = AllOrNothing(requires=expression("plan"))
    made = scheme([point(rule, number="1", title="规划", worth=None)], [condition_fact("plan")], measure="criteria")
    old = load_scheme(write_scheme(made, tmp_path))
    table = read_table(write_table(table_of(old), tmp_path / "table.docx", "认定表"), worths=False)
    assert table == table_of(old)
    assert load_scheme(write_renewal(renew(old, table, 2030), tmp_path)).points == old.points


class TestWriting:
    def test_what_is_there_stays(self, tmp_path: Path) -> None:
        (tmp_path / "changzhou-2022").mkdir()
        with pytest.raises(FileExistsError):
            write_renewal(renew(OLD, table_of(OLD), 2022), tmp_path)
        assert [one.name for one in tmp_path.iterdir()] == ["changzhou-2022"]

    def test_targets_that_are_there_stay(self, tmp_path: Path) -> None:
        (tmp_path / "targets").mkdir()
        write_renewal(renew(OLD, table_of(OLD), 2022), tmp_path)
        assert list((tmp_path / "targets").iterdir()) == []

    def test_nothing_is_left_where_it_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")
        with pytest.raises(OSError, match="file"):
            write_renewal(renew(OLD, table_of(OLD), 2022), tmp_path / "file")
        assert [one.name for one in tmp_path.iterdir()] == ["file"]

    @pytest.mark.parametrize("id", ["../x", "常州", "A"])
    def test_an_id_is_a_slug(self, id: str) -> None:
        with pytest.raises(SupervisionRulesError, match="bad-slug"):
            renew(OLD, table_of(OLD), 2022, id=id)


def test_new_indicators_have_provisional_ids_and_old_ones_keep_theirs(tmp_path: Path) -> None:
    table = table_of(OLD)
    first = table.points[0]
    renamed = evolve(first, headings=(first.headings[0], evolve(first.headings[1], title="党的建设", number="1.0")))
    renewal = renew(OLD, evolve(table, points=(renamed, *table.points[1:])), 2022)
    assert [one.id for one in renewal.indicators.values()][:3] == ["leadership", "leadership-1", "party-building"]
    assert "# id 是暂定的" in renewal.files["indicators.toml"]
