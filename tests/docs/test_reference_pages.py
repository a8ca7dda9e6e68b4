"""The pages on the command line and the API leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import supervision_rules
from supervision_rules.cli import make_cli
from supervision_rules.loading import scheme_directories
from supervision_rules.messages import catalogue

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_every_command_stands_in_the_table_of_what_it_writes() -> None:
    section = (REFERENCE / "cli.md").read_text(encoding="utf-8").partition("## What it writes")[2].partition("## ")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == set(make_cli(catalogue()).commands)


def test_every_name_of_the_package_stands_on_the_page() -> None:
    page = (REFERENCE / "api.md").read_text(encoding="utf-8")
    named = re.findall(r"^\.\. auto\w+:: ([A-Za-z_]+)$", page, re.MULTILINE)
    assert set(supervision_rules.__all__) - {"__version__"} <= set(named)


def test_every_built_in_scheme_stands_on_the_page_of_schemes() -> None:
    page = (REFERENCE.parent / "policies" / "schemes.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z0-9-]+-[0-9]{4}(?:-[a-z]+)?|guangdong-[a-z0-9-]+)`(?=[^|]*\|[^|]*\|[^|]*\|[^|]*\|[^|]*\|$)", page, re.MULTILINE)
    assert sorted(named) == sorted(scheme_directories(()))
