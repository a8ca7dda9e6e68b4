"""What tutorial, README and how-to pages show works as they show it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from supervision_rules import SupervisionRulesError, assess, load_case, load_scheme

ROOT = Path(__file__).parents[2]


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.fixture
def tutorial(tmp_path: Path) -> Path:
    scheme, case, more = blocks("docs/tutorial.md", "toml")
    place = tmp_path / "my-city-2024"
    (place / "cases").mkdir(parents=True)
    (place / "scheme.toml").write_text(scheme, encoding="utf-8")
    (place / "cases" / "east.toml").write_text(case, encoding="utf-8")
    (place / "cases" / "whole.toml").write_text(case + more, encoding="utf-8")
    return place


def test_eighteen_of_three_hundred_is_one_step_and_the_meetings_are_missing(tutorial: Path) -> None:
    scheme = load_scheme(tutorial)
    result = assess(scheme, load_case("east", scheme))
    assert result.item("class-size").score == Fraction("5.5")
    assert result.total is None
    assert result.awaiting.facts == ("meetings",)


def test_with_the_meetings_the_total_is_seven_and_a_half(tutorial: Path) -> None:
    scheme = load_scheme(tutorial)
    result = assess(scheme, load_case("whole", scheme))
    assert (result.total, result.grade) == (Fraction("7.5"), "合格")


def test_the_mistake_of_the_tutorial_is_one_error_with_its_line(tutorial: Path) -> None:
    file = tutorial / "scheme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('step = "1%"', 'step = "1次"'), encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as caught:
        load_scheme(tutorial)
    assert caught.value.codes == ("units-differ",)
    (problem,) = caught.value.problems
    assert problem.place is not None
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    assert f"scheme.toml:{problem.place.line}:{problem.place.column}" in page


def test_the_rule_in_the_readme_is_the_rule_of_the_scheme() -> None:
    (rule,) = (re.sub(r" +#.*", "", block).strip() for block in blocks("README.md", "toml"))
    assert rule in (ROOT / "policies/changzhou-2021/points/3-development.toml").read_text(encoding="utf-8")


def test_the_score_line_in_the_readme_is_printed() -> None:
    from supervision_rules import score_sheet

    scheme = load_scheme("changzhou-2021")
    sheet = score_sheet(assess(scheme, load_case("xinbei-2020", scheme)))
    (shown,) = (block for block in blocks("README.md", "text") if "32 " in block)
    assert shown.strip() in sheet


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = blocks("README.md", "python")
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("521/5 优秀\n")
