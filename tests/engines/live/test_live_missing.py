"""Without durable_rules: said with a code of its own, and no hindrance to whoever does without."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from builders import condition_fact, expression, point, scheme

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.live import Live, LiveEngine
from supervision_rules.scoring import AllOrNothing

SCHEME = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])


@pytest.fixture(autouse=True)
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)


def test_it_is_asked_for_by_default() -> None:
    with pytest.raises(SupervisionRulesError) as error:
        LiveEngine(SCHEME)
    assert error.value.codes == ("live-missing",)


def test_no_journal_is_begun(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError):
        LiveEngine(SCHEME, tmp_path / "x.journal")
    assert list(tmp_path.iterdir()) == []


def test_the_exact_engine_alone_needs_none() -> None:
    with Live(SCHEME, "某区", engine="exact") as live:
        change = live.post({"id": "1", "at": "2020-03-05", "fact": "plan", "value": True})
        assert (change.after.total, live.assessment.total) == (Fraction(10), Fraction(10))
