"""What the page on comparing shows is what is written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from supervision_rules import load_case, load_scheme
from supervision_rules.comparison import compare
from supervision_rules.reporting.blocks import terminal
from supervision_rules.reporting.comparison import ComparisonReport

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "compare.md").read_text(encoding="utf-8")


def test_the_report_of_the_example_is_written(tmp_path: Path) -> None:
    newer, older, *_ = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    points = (tmp_path / "policies" / "changzhou-2021" / "points").glob("*.toml")
    file = next(one for one in points if "class-and-school-size" in one.read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8").replace(older, newer)
    text = text.replace('"compulsory.large_schools", each = 0.1 }]\nat_most = 0.5', '"compulsory.large_schools", each = 0.2 }]\nat_most = 1')
    file.write_text(text, encoding="utf-8")
    old, new = load_scheme("changzhou-2021"), load_scheme(tmp_path / "policies" / "changzhou-2021")
    shown, possible = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    cases = [load_case("xinbei-2020", old)]
    written = list(terminal(ComparisonReport().of(compare(old, new, cases))))
    proved = list(terminal(ComparisonReport().of(compare(old, new, cases, prove=True))))
    for lines, report in [*((part.splitlines(), written) for part in shown.split("…\n")), (possible.splitlines(), proved)]:
        start = report.index(lines[0])
        assert report[start : start + len(lines)] == lines
