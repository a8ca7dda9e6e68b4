"""The page of every form: its example loads, and reads as the page says."""

import re
from pathlib import Path

import pytest

from supervision_rules.loading import read_scheme
from supervision_rules.lowering import lower
from supervision_rules.scoring import FORMS

PAGES = Path(__file__).parents[2] / "docs" / "forms"
AROUND = """
[scheme]
title = "示例"
issuer = "示例"
year = 2021
evaluated_year = 2020
period = {{ from = 2020-01-01, to = 2020-12-31 }}
measure = "points"
base = {base}
basis = "reconstructed"

[[ladder.grade]]
id = "合格"
otherwise = true
basis = "reconstructed"
"""
A_POINT = """
[[point]]
id = "other"
number = "1"
title = "其他"
worth = 1
standard = "其他"
basis = "reconstructed"
[[point.rule]]
form = "all-or-nothing"
requires = "0 == 0"
"""


def blocks(form, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", (PAGES / f"{form}.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("form", FORMS)
def test_the_example_of_a_form_reads_as_its_page_says(form, tmp_path):
    example, (said,) = blocks(form, "toml")[0], blocks(form, "text")
    point = "" if "[[point]]" in example else A_POINT
    base = re.search(r"worth = (\S+)", point + example)[1]
    (tmp_path / "scheme.toml").write_text(AROUND.format(base=base) + point + example, "utf-8")
    lowered = lower(read_scheme(tmp_path))
    clauses = [clause for item in (*lowered.points, *lowered.bonuses) if item.id != "other" for part in item.parts for clause in part.clauses]
    assert {part.form for item in (*lowered.points, *lowered.bonuses) if item.id != "other" for part in item.parts} == {form}
    assert [str(clause.wording) for clause in clauses] == said.splitlines()


def test_every_form_has_a_page():
    assert {page.stem for page in PAGES.glob("*.md")} == FORMS.keys()
