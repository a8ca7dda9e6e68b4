"""Every program and every command that the documentation shows runs as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from attrs import evolve

from supervision_rules import load_case, load_scheme, write_case
from supervision_rules.cli import main, make_cli
from supervision_rules.engines.live import LiveEngine
from supervision_rules.issuing import IssuedTable, table_of, write_table
from supervision_rules.messages import catalogue
from supervision_rules.regression import accept, run

ROOT = Path(__file__).parents[2]
ERRORS = ROOT / "docs" / "reference" / "errors"  # they have a test of their own
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if page.parent != ERRORS
}
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^ *(?:\$ |python .* && )?(supervision-rules .*?)(?: +#.*)?$", re.MULTILINE)
INLINE = re.compile(r"`(supervision-rules [^`A-Z…]*)`")
SHELLS = {"shell", "console"}


def blocks(languages: set[str]) -> list[tuple[str, str]]:
    """Every block of the documentation in one of the languages, with the page and the line where it begins."""
    return [
        (f"{page}:{text[: match.start()].count(chr(10)) + 1}", match[2])
        for page, text in PAGES.items()
        for match in BLOCK.finditer(text)
        if match[1] in languages
    ]


PROGRAMS = dict(blocks({"python"}))
COMMANDS = sorted(
    {command for _, block in blocks(SHELLS) for command in COMMAND.findall(block)}
    | {command for text in PAGES.values() for command in INLINE.findall(text)}
)


def is_only_read(arguments: list[str]) -> bool:
    """Sites and proofs of the whole scheme are made by tests of their own; a new year's scheme stands on the desk already, finished by
    somebody; to follow a file never ends.
    """
    proves = "--prove" in arguments and arguments[1].startswith("changzhou")
    return arguments[0] == "docs" or proves or "--follow" in arguments or (arguments[0] == "new-year" and "--dry-run" not in arguments)


def has_durable_rules() -> bool:
    with suppress(ImportError):
        import_module("durable_rules_engine")
        return True
    return False


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with all that the commands name."""
    place = tmp_path_factory.mktemp("desk")
    scheme, case, _ = re.findall(r"```toml\n(.*?)```", PAGES["docs/tutorial.md"], flags=re.DOTALL)
    for directory in ("my-city-2024", "my-scheme", "my-policies/my-city-2024"):
        (place / directory / "cases").mkdir(parents=True)
        (place / directory / "scheme.toml").write_text(scheme, encoding="utf-8")
        (place / directory / "cases" / "east.toml").write_text(case.replace("my-city-2024", Path(directory).name), encoding="utf-8")
    shutil.copytree(ROOT / "policies" / "changzhou-2021", place / "my-policies" / "changzhou-2022")
    shutil.copytree(ROOT / "policies" / "targets", place / "my-policies" / "targets")
    shutil.rmtree(place / "my-policies" / "changzhou-2022" / "cases")
    copied = place / "my-policies" / "changzhou-2022" / "scheme.toml"
    copied.write_text(re.sub(r"^reference_case.*\n", "", copied.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    (place / "pairs.toml").write_text('[[pair]]\nold = "party-building-brand"\nnew = "party-building-brand"\n', encoding="utf-8")
    accepted = load_scheme(place / "my-city-2024")
    accept(run(accepted, [load_case("east", accepted)]))
    (place / "accepted.toml").write_text("# the schemes are the same: there is nothing to accept\n", encoding="utf-8")
    points = table_of(load_scheme("changzhou-2021")).points
    issued = (*points[:-1], evolve(points[-1], title="教育数字化", standard="未建成智慧教育平台的不得分。"))
    write_table(IssuedTable(points=issued), place / "new-scheme.xlsx")
    (rows,) = re.findall(r"```toml\n(# rows\.toml.*?)```", PAGES["docs/how-to/new-year.md"], flags=re.DOTALL)
    (place / "rows.toml").write_text(rows, encoding="utf-8")
    towns, *_ = re.findall(r"```text\n(.*?)```", PAGES["docs/how-to/bulk.md"], flags=re.DOTALL)
    (place / "towns.csv").write_text(towns, encoding="utf-8")
    events, *_ = re.findall(r"```json\n(.*?)```", PAGES["docs/how-to/live.md"], flags=re.DOTALL)
    (place / "events.jsonl").write_text(events, encoding="utf-8")
    with LiveEngine(load_scheme("changzhou-2021"), place / "events.journal", engine="exact") as live:
        for line in events.splitlines():
            live.post_line(line)
        write_case(live.district("演练区").case, place / "june.toml")
    return place


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_runs(program: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    exec(compile(program, "example.py", "exec"), {"__name__": "example"})


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(command: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    arguments = shlex.split(command.partition(" > ")[0])[1:]
    if arguments[0] == "watch" and not has_durable_rules():
        arguments += ["--engine", "exact"]
    if is_only_read(arguments):
        make_cli(catalogue()).commands[arguments[0]].make_context(arguments[0], arguments[1:])
        return
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code in (0, None), capfd.readouterr().err
