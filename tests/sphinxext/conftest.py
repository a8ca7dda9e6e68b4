"""One site of Changzhou for all tests, and a real browser to open it in."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sphinxext.opened import Visitor

from supervision_rules.messages import catalogue
from supervision_rules.sphinxext.project import build_site

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the site, without proofs: those have tests of their own. The worker that asks first builds it for all."""
    workers = "PYTEST_XDIST_WORKER" in os.environ
    place = tmp_path_factory.getbasetemp().parent / "docs" if workers else tmp_path_factory.mktemp("docs")
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "site").exists():  # it is moved there when it is whole
            build_site(["changzhou-2021"], place / "site", [], catalogue(), prove=False)
    return place / "site"


@pytest.fixture(scope="session")
def visitor(site: Path) -> Iterator[Visitor]:
    """Opens pages of the site from the disk, as a reader does."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: the pages cannot be opened")
        pytest.skip("no Chromium to open pages in")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=QUIET)
        yield Visitor(site, opened)
        opened.close()


@pytest.fixture
def visit(visitor: Visitor) -> Iterator[Visitor]:
    """A visit after which every page must have stayed quiet and at home."""
    yield visitor
    complaints, requests = visitor.leave()
    assert complaints == []
    assert [address for address in requests if not address.startswith(("file:", "data:"))] == []
