"""What the script of a scheme's pages is given: what its rules and its constraints on a case read, and nothing of the rows."""

from __future__ import annotations

import json
from pathlib import Path

from supervision_rules.sphinxext.content.trying import data
from supervision_rules.sphinxext.view import make_site

ROWS = Path(__file__).parents[1] / "policies" / "school-standard"


def test_a_constraint_on_rows_stays_out_of_the_page() -> None:
    said = data(make_site([], "zh", proves=False).view(str(ROWS)))
    given = json.loads(said.split("= ", 2)[-1].rstrip().removesuffix(";"))
    assert given["constraints"] == {}
    assert not any(name.startswith(("school.", "class.", "budget.")) for name in given["document"]["inputs"])
