"""The error pages: a page's examples are files of the small scheme `docs/demo`, or Python that runs beside it.

The lines of `events.jsonl` arrive; a CSV file beside the scheme is scored in bulk.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from supervision_rules import Assessment, SupervisionRulesError, assess, load_case, load_scheme
from supervision_rules.bulk import Job, score_file
from supervision_rules.engines.live import LiveEngine
from supervision_rules.messages import Place

HERE = Path(__file__).parent
PAGES = HERE.parent / "docs" / "reference" / "errors"
SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\S+)[^\n]*\n(?::caption: (\S+)\n\n)?(.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Block:
    """A fenced block: the text of a file of the scheme (its caption), of Python, or of a message."""

    language: str
    file: str
    text: str


@frozen
class Page:
    """A page by its code: what is wrong, the message, and what stands in its place."""

    code: str
    title: str
    wrong: tuple[Block, ...]
    message: str
    mended: tuple[Block, ...]


def read_page(file: Path) -> Page:
    text = file.read_text(encoding="utf-8")
    sections = {name: tuple(Block(*found) for found in BLOCK.findall(body)) for name, body in SECTION.findall(text)}
    (message,) = sections["Message"]
    return Page(file.stem, text.partition("\n")[0].removeprefix("# "), sections["Wrong"], message.text.rstrip("\n"), sections["Mended"])


def lay_out(directory: Path) -> None:
    """Put the small scheme into a directory."""
    shutil.copytree(HERE / "docs" / "demo", directory / "demo")


def wrong(page: Page) -> None:
    """What is wrong on a page, done to the scheme `demo` of the present directory, then loaded and scored."""
    _do(page.wrong)
    score()


def mended(page: Page) -> Assessment:
    """What is mended on a page, done after what is wrong on it."""
    with suppress(SupervisionRulesError):
        _do(page.wrong)
    _do(page.mended)
    return score()


def _do(blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if block.file:
            file = Path("demo") / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            if file.suffix == ".jsonl":
                _arrive(file.resolve())
            elif Path(block.file).parent == Path() and file.suffix == ".csv":
                score_file(Job(scheme=load_scheme(Path.cwd() / "demo"), source=file.resolve(), output=Path.cwd() / "scores.csv"))
        else:
            exec(block.text, {})


def _arrive(events: Path) -> None:
    with LiveEngine(load_scheme(Path.cwd() / "demo"), engine="exact") as live:
        for number, line in enumerate(events.read_text(encoding="utf-8").splitlines(), 1):
            live.post_line(line, Place(str(events), number, text=line))


def score() -> Assessment:
    """The case of the scheme, scored."""
    scheme = load_scheme(Path.cwd() / "demo")
    return assess(scheme, load_case("a", scheme))


def printed(error: SupervisionRulesError) -> str:
    """What a reader sees, with the names of files from the scheme's directory on."""
    here = f"{Path.cwd()}/"
    return str(error).replace(f"{here}demo/", "").replace(here, "")
