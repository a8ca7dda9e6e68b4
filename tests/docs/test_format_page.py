"""What the page on the format shows of acceptances and expectations loads as it says."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.assessment import deviations
from supervision_rules.loading import structure
from supervision_rules.scheme import Acceptance, Expectation

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "format.md").read_text(encoding="utf-8")


def block(heading: str) -> dict[str, object]:
    """The first TOML block under a heading."""
    (text,) = [part for part in PAGE.split("\n## ") if part.startswith(heading)]
    (toml, *_) = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    return tomllib.loads(toml, parse_float=Decimal)


def test_an_acceptance_is_read_as_it_is_shown() -> None:
    (written,) = block("`[[accepted]]`")["accepted"]  # type: ignore[misc]
    made, problems = structure(written, Acceptance, ("accepted", 0))
    assert problems == []
    assert (made.law, made.of, made.moves) == ("conflict", ("enough", "few"), ("meetings",))


def test_what_a_case_expects_is_what_the_scheme_makes_of_it() -> None:
    shown, problems = structure(block("Cases")["expect"], Expectation, ("expect",))
    assert problems == []
    assert shown.total == Fraction("104.2")
    scheme = load_scheme("changzhou-2021")
    case = load_case("xinbei-2020", scheme)
    assert shown.scores.items() <= case.expect.scores.items()  # type: ignore[union-attr]
    assert deviations(assess(scheme, case)) == ()
