"""Every code has a page; the examples on it are what they are said to be."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from codes import codes
from error_pages import PAGES, Page, lay_out, mended, printed, read_page, wrong

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.live import sessions
from supervision_rules.loading import registry

FILES = sorted(PAGES.glob("*.md"))
SILENT: Any = SimpleNamespace(create_ruleset=lambda *_: 1, assert_fact=lambda *_: (1, 0), delete_ruleset=lambda _: None)
"""An engine that says of every fact that no rule is for it."""


def _not_there(name: str) -> None:
    raise ModuleNotFoundError(f"No module named '{name}'")


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def page(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page, in a directory in which the scheme `demo` is the only built-in one; a package brings it once more for `scheme-twice`, there is no
    solver for `extra-missing`, no DuckDB for `package-missing`, no durable_rules for `live-missing`, and for `engines-differ` one that is broken.
    """
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registry, "built_in", lambda: tmp_path)
    if request.param.stem == "scheme-twice":
        lay_out(tmp_path / "package")
        monkeypatch.setattr(registry, "_of_packages", lambda: [tmp_path / "package"])
    if request.param.stem == "extra-missing":
        monkeypatch.setitem(sys.modules, "z3", None)
    if request.param.stem == "package-missing":
        monkeypatch.setitem(sys.modules, "duckdb", None)
    if request.param.stem == "live-missing":
        monkeypatch.setattr(sessions, "import_module", _not_there)
    if request.param.stem == "engines-differ":
        monkeypatch.setitem(sys.modules, "durable_rules_engine", SILENT)
    return read_page(request.param)


def refusal(page: Page) -> SupervisionRulesError:
    with pytest.raises(SupervisionRulesError) as raised:
        wrong(page)
    return raised.value


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {file.stem for file in FILES} == codes()


def test_the_title_is_the_code(page: Page) -> None:
    assert page.title == page.code


def test_the_wrong_example_is_one_error(page: Page) -> None:
    assert refusal(page).codes == (page.code,)


def test_the_message_is_what_is_printed(page: Page) -> None:
    assert printed(refusal(page)) == page.message


def test_the_mended_example_loads_and_scores(page: Page) -> None:
    assert mended(page).grade in ("合格", "不合格", None)
