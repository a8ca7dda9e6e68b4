"""What the pages on `test` and `impact` show is what is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supervision_rules.cli import main

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
TUTORIAL = (HOW_TO.parent / "tutorial.md").read_text(encoding="utf-8")


def shown(page: str) -> list[str]:
    return re.findall(r"```text\n(.*?)```", (HOW_TO / page).read_text(encoding="utf-8"), flags=re.DOTALL)


def written(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(arguments)
    return capsys.readouterr().out


def holds(excerpt: str, whole: str) -> bool:
    """Whether an excerpt is the whole but for what is left out at each `…`, and after its end."""
    parts = excerpt.split("…\n")
    places = [whole.find(part) for part in parts]
    return places[0] == 0 and -1 not in places and places == sorted(places)


def test_the_page_on_what_was_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, case, _ = re.findall(r"```toml\n(.*?)```", TUTORIAL, flags=re.DOTALL)
    (tmp_path / "my-city-2024" / "cases").mkdir(parents=True)
    (tmp_path / "my-city-2024" / "scheme.toml").write_text(scheme, encoding="utf-8")
    (tmp_path / "my-city-2024" / "cases" / "east.toml").write_text(case, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    written(capsys, "test", "./my-city-2024", "--accept")
    same, changed = shown("hold-to-what-was-accepted.md")
    assert written(capsys, "test", "./my-city-2024") == same
    (tmp_path / "my-city-2024" / "scheme.toml").write_text(scheme.replace("deduct = 0.5", "deduct = 1"), encoding="utf-8")
    assert holds(changed, written(capsys, "test", "./my-city-2024"))


def test_the_page_on_impact(capsys: pytest.CaptureFixture[str]) -> None:
    (excerpt,) = shown("impact.md")
    assert holds(excerpt, written(capsys, "impact", "changzhou-2021", "changzhou.funding.primary", "--to", "800元/生·年"))
