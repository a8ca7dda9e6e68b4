"""`test` holds every case of a scheme against what was accepted, and accepts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from supervision_rules.cli import main
from supervision_rules.loading import registry


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    """The scheme of Changzhou in a directory of one's own, with nothing accepted."""
    for name in ("changzhou-2021", "targets"):
        shutil.copytree(registry.built_in() / name, tmp_path / name, ignore=shutil.ignore_patterns("accepted"))
    return tmp_path / "changzhou-2021"


def run(scheme: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["test", str(scheme), *arguments])
    return int(ended.value.code or 0)


def stricter(scheme: Path) -> None:
    file = scheme / "points" / "2-guarantee.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('above = "5%"', 'above = "3%"', 1), encoding="utf-8")


def no_expectation(scheme: Path) -> None:
    file = scheme / "cases" / "xinbei-2020.toml"
    head, _, rest = file.read_text(encoding="utf-8").partition("[expect]")
    file.write_text(head + "[[fact]]" + rest.partition("[[fact]]")[2], encoding="utf-8")


def test_what_was_never_accepted_fails_and_is_accepted(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(scheme) == 1
    captured = capsys.readouterr()
    assert "尚未认可过" in captured.out
    assert f"supervision-rules test {scheme} --accept" in captured.err
    assert run(scheme, "--accept") == 0
    assert f"已认可，写入 {scheme / 'accepted'}" in capsys.readouterr().err
    assert run(scheme) == 0
    assert capsys.readouterr().out.splitlines() == ["changzhou-2021：规则与认可的相同", "✓ xinbei-2020　104.2　优秀", "1份材料，0份不符"]


def test_a_rule_that_changed_fails_with_its_comparison(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    no_expectation(scheme)
    run(scheme, "--accept")
    stricter(scheme)
    capsys.readouterr()
    assert run(scheme) == 1
    out = capsys.readouterr().out
    assert "规则与认可的不同" in out
    assert "界线由5%改为3%" in out
    assert "    -total: 104.2\n    +total: 104\n" in out
    assert run(scheme, "--accept") == 0
    assert "界线由5%改为3%" in (scheme / "accepted" / "comparison.md").read_text(encoding="utf-8")
    assert run(scheme) == 0


def test_what_contradicts_its_own_case_is_not_accepted(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(scheme, "--accept")
    stricter(scheme)
    assert run(scheme) == 1
    assert "[expect]" in capsys.readouterr().err
    assert run(scheme, "--accept") == 1
    assert "不能认可：xinbei-2020" in capsys.readouterr().err
    assert not (scheme / "accepted" / "comparison.md").exists()


def test_as_data(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(scheme, "--accept")
    capsys.readouterr()
    assert run(scheme, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["passed"], document["rules"], document["changes"], document["gone"]) == (True, "same", [], [])
    assert document["cases"] == [{"case": "xinbei-2020", "passed": True, "as_expected": True, "accepted": True, "difference": []}]
    stricter(scheme)
    assert run(scheme, "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["changes"] == ["clause-changed:class-and-school-size.1.1"]
    assert document["cases"][0]["difference"][:2] == ["-total: 104.2", "+total: 104"]


def test_in_english(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(scheme, "--lang", "en") == 1
    assert "nothing is accepted yet" in capsys.readouterr().out


def test_the_built_in_schemes_are_as_accepted() -> None:
    for directory in registry.scheme_directories().values():
        assert run(directory) == 0, directory.name
