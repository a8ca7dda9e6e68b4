"""The first page of a comparison of many cases."""

from __future__ import annotations

from attrs import evolve
from builders import case
from comparison.pair import OLD, changed_point
from comparison.test_effects import FAILINGS, GOOD
from engines.exact.rules import below

from supervision_rules import Case
from supervision_rules.comparison import Comparison, compare
from supervision_rules.reporting.blocks import Block, Heading, markdown
from supervision_rules.reporting.comparison import ComparisonReport
from supervision_rules.reporting.comparison.summary import ComparisonSummary

MILDER = changed_point("work", rule=(below("12次", "meetings", "1次", "0.3", at_most=3), FAILINGS))


def district(id: str, **facts: object) -> Case:
    return evolve(case({**GOOD, **facts}), id=id, subject=id)  # type: ignore[dict-item]


CASES = [district("a"), district("b", meetings="9 次"), district("c", drill=False, meetings="6 次"), district("d", meetings="11 次")]


def compared(cases: list[Case]) -> Comparison:
    return compare(OLD, MILDER, cases)


def lines(blocks: list[Block]) -> list[str]:
    return list(markdown(blocks))


def summary(cases: list[Case]) -> list[str]:
    return lines(list(ComparisonSummary().of(compared(cases))))


def test_few_cases_need_none() -> None:
    assert summary(CASES[:3]) == []


def test_it_stands_before_the_changes() -> None:
    headings = [block.text for block in ComparisonReport().of(compared(CASES)) if isinstance(block, Heading) and block.level == 2]
    assert headings == ["一览", "规则的变化", "对材料的影响"]


def test_who_gains_and_by_which_change() -> None:
    found = summary(CASES)
    where = found.index("- 总分上升3份，升得最多的：")
    assert found[where + 1] == "  - c（c）　6.5 → 7.7（+1.2），合格"
    assert found[where + 2].startswith("    - +1.2　1 教育工作：")


def test_nobody_who_loses_is_no_line() -> None:
    assert not any(line.startswith("- 总分下降") for line in summary(CASES))


def test_whose_grade_changes_and_without_which_change_it_would_not() -> None:
    found = summary(CASES)
    where = found.index("- 等次变化1份：")
    assert found[where + 1] == "  - b（b）　8.5 → 9.1（+0.6），合格 → 优秀"
    assert found[where + 2] == "    - 下列各项缺一，等次就不变："
    assert found[where + 3].startswith("      - +0.6　1 教育工作：")


def test_which_changes_reach_furthest() -> None:
    found = summary(CASES)
    assert found[found.index("- 作用最大的1处变化（单独看）：") + 1].endswith("3份上升（最多+1.2，合计+2）")


def test_the_mean_counts_every_case() -> None:
    assert summary(CASES)[2] == "- 4份材料：总分上升3份，下降0份，不变1份，未定0份；已定的平均+0.5"


def test_a_total_that_is_open_says_what_it_waits_for() -> None:
    lacking = evolve(district("e"), facts=tuple(fact for fact in district("e").facts if fact.id != "meetings"))
    found = summary([*CASES, lacking])
    where = found.index("- 总分未定1份：")
    assert found[where + 1].startswith("  - e（e）　7–")
    assert found[where + 2] == "    - 未定的观测点和加分项：1 教育工作；honours"
