"""The pytest plugin: schemes and cases of a project as tests, where the project asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from builders import condition_fact, expression, grade, number_fact, point, scheme
from engines.exact.rules import below

from supervision_rules import load_case, load_scheme, regression, write_scheme
from supervision_rules.regression import accept
from supervision_rules.scheme import Scheme
from supervision_rules.scoring import AllOrNothing
from supervision_rules.testing import collecting
from supervision_rules.testing.lawbook import laws_tried

HEAD = '[case]\nscheme = "test"\nsubject = "某区"\nyear = 2020\n'
PLAN = '[[fact]]\nid = "plan"\nvalue = true\n'
SOUND = scheme(
    [point(AllOrNothing(requires=expression("plan")), id="plan-made")], [condition_fact("plan")], grades=[grade("好", "total >= 9"), grade("差")]
)
TURNED = scheme([point(below("5次", "hearings", "1次", 1), id="hearing")], [number_fact("hearings", "次", (0, 30), better="less")])
ASKED = "[pytest]\nsupervision_rules = true\nsupervision_rules_examples = 2\n"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a scheme `test` that asks for tests of it."""
    write_scheme(SOUND, pytester.path)
    pytester.makefile(".ini", pytest=ASKED)
    return pytester


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


class TestWhatIsCollected:
    def test_nothing_where_nobody_asks(self, project: pytest.Pytester) -> None:
        project.makefile(".ini", pytest="[pytest]\n")
        assert run(project).ret == pytest.ExitCode.NO_TESTS_COLLECTED

    def test_a_scheme_by_its_laws_with_an_option_too(self, project: pytest.Pytester) -> None:
        project.makefile(".ini", pytest="[pytest]\n")
        collected = run(project, "--supervision-rules", "--collect-only", "-q").outlines
        assert "test/scheme.toml::check" in collected
        assert "test/scheme.toml::monotone" in collected

    def test_cases_as_files_and_as_directories(self, project: pytest.Pytester) -> None:
        put(project.path / "test" / "cases" / "a.toml", HEAD + PLAN)
        put(project.path / "test" / "cases" / "b" / "case.toml", HEAD + PLAN)
        collected = run(project, "--collect-only", "-q").outlines
        assert [line for line in collected if line.endswith("::assess")] == ["test/cases/a.toml::assess", "test/cases/b/case.toml::assess"]

    def test_cases_apart_from_their_scheme(self, project: pytest.Pytester) -> None:
        put(project.path / "cases" / "a.toml", HEAD + PLAN)
        project.makefile(".ini", pytest=ASKED + "supervision_rules_policies = .\n")
        run(project, "cases").assert_outcomes(passed=1)

    def test_no_other_file(self, project: pytest.Pytester) -> None:
        put(project.path / "cases" / "a.toml", "x = 1\n")
        put(project.path / "other" / "case.toml", HEAD)
        assert run(project, "cases", "other").ret == pytest.ExitCode.NO_TESTS_COLLECTED

    def test_they_can_be_left_out_by_their_mark(self, project: pytest.Pytester) -> None:
        put(project.path / "test" / "cases" / "a.toml", HEAD + PLAN)
        assert run(project, "-m", "not supervision_rules", "--strict-markers").ret == pytest.ExitCode.NO_TESTS_COLLECTED


class TestScheme:
    def test_a_sound_one_passes_every_law(self, project: pytest.Pytester) -> None:
        laws = laws_tried(load_scheme(project.path / "test"))
        run(project, "test/scheme.toml").assert_outcomes(passed=len(laws) + 1)

    def test_its_laws_are_tried_on_as_many_cases_as_its_id_says(self, project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        tried: dict[str, int | None] = {}

        def law_test(law: object, of: Scheme, examples: int | None) -> Callable[[None], None]:
            tried[of.id] = examples
            return lambda _: None

        monkeypatch.setattr(collecting, "law_test", law_test)
        write_scheme(evolve(SOUND, id="draft"), project.path)
        project.makefile(".ini", pytest="[pytest]\nsupervision_rules = true\nsupervision_rules_examples =\n  2\n  draft: 7\n")
        run(project)
        assert tried == {"test": 2, "draft": 7}
        project.makefile(".ini", pytest="[pytest]\nsupervision_rules = true\nsupervision_rules_examples = draft: 7\n")
        run(project)
        assert tried == {"test": None, "draft": 7}

    def test_one_that_does_not_load_says_everything_that_is_wrong(self, project: pytest.Pytester) -> None:
        put(project.path / "test" / "broken.toml", '[[fact]]\nid = "Plan"\n')
        put(project.path / "test" / "cases" / "a.toml", HEAD + PLAN)
        result = run(project)
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["*broken.toml:*key-missing*"])

    def test_and_its_cases_only_point_to_it(self, project: pytest.Pytester) -> None:
        put(project.path / "test" / "broken.toml", '[[fact]]\nid = "Plan"\n')
        result = run(project, str(put(project.path / "test" / "cases" / "a.toml", HEAD + PLAN)))
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["方案“test”有错，不能评分；错在哪里见该方案"])

    def test_a_law_that_is_broken_is_said_in_words(self, project: pytest.Pytester) -> None:
        write_scheme(TURNED, project.path)
        result = run(project, "test/scheme.toml", "-k", "monotone")
        result.assert_outcomes(failed=1, deselected=20)
        result.stdout.fnmatch_lines(["*hearing——越好不减分", "*hearings *次时*", "*每低1次扣1分*"])
        result.stdout.no_fnmatch_line("*Traceback*")


class TestCase:
    def test_one_that_is_as_expected_passes(self, project: pytest.Pytester) -> None:
        file = put(project.path / "test" / "cases" / "a.toml", HEAD + "[expect]\ntotal = 10\n" + PLAN)
        run(project, str(file)).assert_outcomes(passed=1)

    def test_one_that_is_not_shows_a_diff_of_the_sheet(self, project: pytest.Pytester) -> None:
        expected = "[expect]\ntotal = 9.5\nscores = { plan-made = 9.5 }\n"
        result = run(project, str(put(project.path / "test" / "cases" / "a.toml", HEAD + expected + PLAN)))
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "材料“a”的评分与预期不符（− 预期，+ 实际）：",
                "- 1 *（plan-made）*得分 9.5",
                "+ 1 *（plan-made）*得分 10",
                "- 总分  9.5",
                "+ 总分  10",
                "FAILED test/cases/a.toml::assess - 材料“a”的评分与预期不符*",
            ]
        )

    def test_the_lines_of_the_diff_have_colours(self, project: pytest.Pytester) -> None:
        result = run(project, "--color=yes", str(put(project.path / "test" / "cases" / "a.toml", HEAD + "[expect]\ntotal = 1\n" + PLAN)))
        assert any("\x1b[31m- 总分  1" in line for line in result.outlines)
        assert any("\x1b[32m+ 总分  10" in line for line in result.outlines)

    def test_one_that_is_wrong_says_where(self, project: pytest.Pytester) -> None:
        result = run(project, str(put(project.path / "test" / "cases" / "a.toml", HEAD + '[[fact]]\nid = "plam"\nvalue = true\n')))
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*a.toml:6:*fact-not-declared*"])

    def test_one_of_a_scheme_that_there_is_not_says_so(self, project: pytest.Pytester) -> None:
        result = run(project, str(put(project.path / "cases" / "a.toml", '[case]\nscheme = "other"\n')))
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*unknown-scheme*"])

    def test_the_report_can_be_read_as_xml(self, project: pytest.Pytester) -> None:
        run(project, "--junitxml=report.xml", str(put(project.path / "test" / "cases" / "a.toml", HEAD + "[expect]\ntotal = 1\n" + PLAN)))
        assert "+ 总分  10" in (project.path / "report.xml").read_text(encoding="utf-8")


class TestWhatWasAccepted:
    @pytest.fixture
    def accepted(self, project: pytest.Pytester) -> pytest.Pytester:
        put(project.path / "test" / "cases" / "east.toml", HEAD + PLAN)
        scheme = load_scheme(project.path / "test")
        accept(regression.run(scheme, [load_case("east", scheme)]))
        return project

    def test_it_is_held_to(self, accepted: pytest.Pytester) -> None:
        found = run(accepted, "-q", "-rA")
        assert found.ret == pytest.ExitCode.OK
        found.stdout.fnmatch_lines(["PASSED test/scheme.toml::accepted*"])

    def test_it_is_not_collected_itself(self, accepted: pytest.Pytester) -> None:
        assert not any("accepted/" in line for line in run(accepted, "--collect-only", "-q").outlines)

    def test_another_score_fails_line_by_line(self, accepted: pytest.Pytester) -> None:
        put(accepted.path / "test" / "cases" / "east.toml", HEAD + PLAN.replace("true", "false"))
        found = run(accepted, "test/cases")
        found.assert_outcomes(failed=1)
        found.stdout.fnmatch_lines(["*材料“east”的评分与认可的不符*", "-total: 10", "+total: 0"])

    def test_a_case_without_a_sheet_fails(self, accepted: pytest.Pytester) -> None:
        put(accepted.path / "test" / "cases" / "west.toml", HEAD + PLAN)
        found = run(accepted, "test/cases/west.toml")
        found.assert_outcomes(failed=1)
        found.stdout.fnmatch_lines(["*材料“west”没有认可的评分表*"])

    def test_another_rule_fails_with_its_comparison(self, accepted: pytest.Pytester) -> None:
        file = accepted.path / "test" / "scheme.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("total >= 9", "total >= 10"), encoding="utf-8")
        found = run(accepted, "test/scheme.toml", "-k", "accepted")
        found.assert_outcomes(failed=1, deselected=found.parseoutcomes()["deselected"])
        found.stdout.fnmatch_lines(["*规则与认可的不同*", "*等次“好”的条件由“总分不低于9分”改为“总分不低于10分”*"])

    def test_a_report_of_another_change_fails(self, accepted: pytest.Pytester) -> None:
        put(accepted.path / "test" / "accepted" / "comparison.md", "<!-- another -->")
        found = run(accepted, "test/scheme.toml", "-k", "accepted")
        assert found.parseoutcomes()["failed"] == 1
        found.stdout.fnmatch_lines(["*不是这次变化的比较报告*"])

    def test_a_sheet_whose_case_is_gone_fails(self, accepted: pytest.Pytester) -> None:
        (accepted.path / "test" / "cases" / "east.toml").unlink()
        found = run(accepted, "test/scheme.toml", "-k", "accepted")
        assert found.parseoutcomes()["failed"] == 1
        found.stdout.fnmatch_lines(["*east*有认可的评分表，没有材料*"])
