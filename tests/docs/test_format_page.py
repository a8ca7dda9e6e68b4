"""What the page on the format shows of alerts, acceptances and expectations loads as it says."""

from __future__ import annotations

import re
import shutil
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from attrs import evolve, fields
from builders import bonus, condition_fact, expression, number_fact, point, scheme

from supervision_rules import assess, load_case, load_scheme, write_scheme
from supervision_rules.assessment import deviations
from supervision_rules.loading import registry, structure
from supervision_rules.lowering import lower
from supervision_rules.scheme import Acceptance, Alert, Count, Deadline, Expectation, Sourced
from supervision_rules.scoring import AllOrNothing
from supervision_rules.verification import Verdict, prove

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "format.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level = len(heading.partition(" ")[0])
    (text,) = re.findall(rf"^{re.escape(heading)}\n(.*?)(?=^#{{2,{level}}} |\Z)", PAGE, flags=re.DOTALL | re.MULTILINE)
    return str(text)


def block(heading: str) -> str:
    """The first TOML block under a heading."""
    return str(re.findall(r"```toml\n(.*?)```", section(heading), flags=re.DOTALL)[0])


def keys(heading: str) -> set[str]:
    """The keys that the table under a heading lists."""
    firsts = [line.split("|")[1] for line in section(heading).splitlines() if line.startswith("| `")]
    return {key for first in firsts for key in re.findall(r"`(\w+)`", first)}


def test_every_key_of_an_acceptance_and_of_an_expectation_is_listed() -> None:
    assert keys("## `[[accepted]]`") == {attribute.name for attribute in fields(Acceptance)}
    assert keys("### `[expect]`") == {attribute.name for attribute in fields(Expectation)}


def test_every_key_of_an_alert_is_listed() -> None:
    own = {attribute.name for attribute in fields(Alert)} - {attribute.name for attribute in fields(Sourced)}
    parts = {kind: {attribute.name for attribute in fields(kind)} for kind in (Count, Deadline)}
    assert keys("### `[alert.count]`") == parts[Count]
    assert keys("### `[alert.deadline]`") == parts[Deadline]
    assert keys("## `[[alert]]`") >= own | parts[Count] | parts[Deadline]


def test_the_alerts_that_are_shown_load_in_the_scheme_that_they_are_of(tmp_path: Path) -> None:
    copied = tmp_path / "changzhou-2021"
    shutil.copytree(registry.built_in() / "changzhou-2021", copied)
    shutil.copytree(registry.built_in() / "targets", tmp_path / "targets")
    (copied / "alerts.toml").write_text(block("## `[[alert]]`"), encoding="utf-8")
    assert [alert.id for alert in lower(load_scheme(copied)).alerts] == ["funding-below-floor", "monthly-visit", "incident-report-late"]


def test_the_acceptance_that_is_shown_accepts_what_is_refuted_without_it(tmp_path: Path) -> None:
    def award(condition: str) -> AllOrNothing:
        return AllOrNothing(requires=expression(condition))

    made = scheme(
        [point(award("plan"))],
        [condition_fact("plan"), evolve(number_fact("meetings", "次", (0, 30)), better="neither")],
        bonuses=[bonus(award("meetings >= 10次"), id="enough", cap=1), bonus(award("meetings < 10次"), id="few", cap=1)],
    )
    directory = write_scheme(made, tmp_path)
    before = prove(load_scheme(directory))
    (directory / "accepted.toml").write_text(block("## `[[accepted]]`"), encoding="utf-8")
    after = prove(load_scheme(directory))
    assert [result.law for line in before.lines for result in line.with_verdict(Verdict.REFUTED)] == ["conflict"]
    assert [result.law for line in after.lines for result in line.with_verdict(Verdict.ACCEPTED)] == ["conflict"]
    assert after.verdict is Verdict.ACCEPTED


def test_what_a_case_expects_is_what_the_scheme_makes_of_it() -> None:
    written = tomllib.loads(block("## Cases"), parse_float=Decimal)
    shown, problems = structure(written["expect"], Expectation, ("expect",))
    assert problems == []
    assert shown.total == Fraction("104.2")
    scheme = load_scheme("changzhou-2021")
    case = load_case("xinbei-2020", scheme)
    assert case.expect is not None
    assert shown.scores.items() <= case.expect.scores.items()
    assert deviations(assess(scheme, evolve(case, expect=shown))) == ()
