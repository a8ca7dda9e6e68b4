"""The page on JSON names every key that the commands write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from verification.faults import FAULTS

from supervision_rules import load_case, load_scheme
from supervision_rules.cli import main
from supervision_rules.comparison import compare, impact
from supervision_rules.messages import catalogue
from supervision_rules.reporting.boundaries import boundaries_document
from supervision_rules.reporting.comparison import comparison_document, impact_document
from supervision_rules.reporting.proof_document import proof_document
from supervision_rules.scheme import Acceptance
from supervision_rules.verification import Verdict, prove
from supervision_rules.verification.boundaries import boundaries
from supervision_rules.verification.sweeps import Position
from supervision_rules.verification.turns import Moved
from supervision_rules.verification.verdicts import SubjectKind

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
DATA = {"facts", "alone"}  # their keys are the case's facts, and changes


def part(heading: str) -> set[str]:
    """The names in code under a heading."""
    return set(re.findall(r"`([a-z_-]+)`", text(heading)))


def text(heading: str) -> str:
    (found,) = [part for part in PAGE.split("\n## ") if part.startswith(heading)]
    return found


def excerpt(heading: str) -> Any:
    (shown,) = re.findall(r"```json\n(.*?)```", text(heading), flags=re.DOTALL)
    return json.loads(shown)


def keys(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from () if key in DATA else keys(value)
    elif isinstance(document, list):
        for entry in document:
            yield from keys(entry)


def test_every_key_of_a_proof_stands_there() -> None:
    broken = next(fault.scheme for fault in FAULTS if fault.id == "bands the wrong way round")
    report = prove(evolve(broken, accepted=(Acceptance(id="idle", law="bounds", of=("point",), reason="…"),)))
    assert set(keys(proof_document(report))) <= part("The JSON of a proof")


def test_every_verdict_and_kind_stands_there() -> None:
    assert {verdict.value for verdict in Verdict} <= part("The JSON of a proof")
    assert {kind.value for kind in SubjectKind} <= set(re.findall(r"\w+", text("The JSON of a proof")))


def test_the_excerpt_of_a_proof_is_what_is_written(tmp_path: Path) -> None:
    (written, *_) = re.findall(r"```toml\n(.*?)```", (DOCS / "tutorial.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    for old, new in (('at_least = "4次", value = 4', 'at_least = "4次", value = 2'), ('below = "4次", value = 2', 'below = "4次", value = 4')):
        assert old in written
        written = written.replace(old, new)
    (tmp_path / "my-city-2024").mkdir()
    (tmp_path / "my-city-2024" / "scheme.toml").write_text(written, encoding="utf-8")
    document = proof_document(prove(load_scheme(tmp_path / "my-city-2024")))
    (found,) = [result for line in document["lines"] if line["id"] == "meetings" for result in line["results"] if result["verdict"] == "refuted"]
    assert found == excerpt("The JSON of a proof")


def test_every_key_of_boundaries_stands_there() -> None:
    scheme = load_scheme("changzhou-2021")
    document = boundaries_document(scheme, boundaries(scheme, "8", "15"), catalogue())
    assert set(keys(document)) <= part("The JSON of boundaries")


def test_everything_that_changes_and_every_position_stands_there() -> None:
    assert {one.value for one in (*Moved, *Position)} <= part("The JSON of boundaries")


def test_the_excerpt_of_boundaries_is_what_is_written() -> None:
    shown = excerpt("The JSON of boundaries")
    scheme = load_scheme("changzhou-2021")
    (item,) = boundaries_document(scheme, boundaries(scheme, "21"), catalogue())["items"]
    (found,) = [one for one in item["boundaries"] if one["number"] == shown["number"]]
    assert found | {"cases": found["cases"][:1]} == shown


def test_every_key_of_a_comparison_stands_there() -> None:
    old = load_scheme("changzhou-2021")
    new = evolve(old, id="changzhou-2022", header=evolve(old.header, bonus_cap=old.header.bonus_cap / 2, title="新"))  # type: ignore[operator]
    rules = next(point.rule for point in old.points if point.id == "class-and-school-size")
    looser = (evolve(rules[0], at_most=None), *rules[1:])
    points = tuple(evolve(point, rule=looser) if point.id == "class-and-school-size" else point for point in old.points)
    document = comparison_document(compare(old, evolve(new, points=points), [load_case("xinbei-2020", old)], prove=True))
    assert document["cases"][0]["adjustments"] == {"overall-cap": "-1"}
    assert [change["possible"]["answer"] for change in document["changes"] if change["possible"]] == ["differs", "differs"]
    assert set(keys(document)) <= part("The JSON of a comparison")


def test_every_key_of_an_impact_stands_there() -> None:
    scheme = load_scheme("changzhou-2021")
    found = impact(scheme, "changzhou.funding.primary", [load_case("xinbei-2020", scheme)], "800")
    document = impact_document(found, catalogue())
    assert set(document) <= part("The JSON of an impact")
    assert set(keys(document["cases"])) <= part("The JSON of a comparison")


def test_every_key_of_a_test_stands_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["test", "changzhou-2021", "--json"])
    assert set(keys(json.loads(capsys.readouterr().out))) <= part("The JSON of a test")


def test_every_key_of_ranks_stands_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rank", "xinbei-towns-2020", "--json"])
    document = json.loads(capsys.readouterr().out)
    scores = {id for one in document["ranks"] for id in one["scores"]}
    assert set(keys(document)) - scores <= part("The JSON of ranks")


def test_every_key_of_bulk_stands_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text(
        re.findall(r"```text\n(.*?)```", (DOCS / "how-to" / "bulk.md").read_text(encoding="utf-8"), flags=re.DOTALL)[0], encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        main(["bulk", "xinbei-towns-2020", str(towns), "-o", str(tmp_path / "scores.csv"), "--json"])
    document = json.loads(capsys.readouterr().out)
    counted = {*document["grades"], *document["totals"]["counts"], *document["totals"]["quantiles"]}
    assert set(keys(document)) - counted <= part("The JSON of bulk")


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    """The events of the page on following a district, and one that is refused."""
    shown = re.findall(r"```json\n(.*?)```", (DOCS / "how-to" / "live.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "events.jsonl").write_text("".join(shown), encoding="utf-8")
    return tmp_path / "events.jsonl"


def watched(events: Path, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    with pytest.raises(SystemExit):
        main(["watch", "changzhou-2021", "--events", str(events), "--engine", "exact", "--at", "2020-12-31", "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_key_of_evidence_as_it_arrives_stands_there(arrived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = watched(arrived, capsys)
    assert [list(document)[1] for document in written] == ["district", "district", "district", "refused", "district", "district", "summary"]
    assert {document["schema"] for document in written} == {"urn:supervision-rules:live:1"}
    with pytest.raises(SystemExit):
        main(["replay", "changzhou-2021", str(arrived.with_suffix(".journal")), "--json"])
    written.append(json.loads(capsys.readouterr().out))
    assert set(keys(written)) <= part("The JSON of evidence as it arrives")


def test_the_excerpt_of_evidence_as_it_arrives_is_what_is_written(arrived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = (document for document in watched(arrived, capsys) if document.get("event") == "4")
    (alert,) = found["raised"]
    assert alert["alert"] == "monthly-visit"
    assert found | {"raised": []} == excerpt("The JSON of evidence as it arrives")
