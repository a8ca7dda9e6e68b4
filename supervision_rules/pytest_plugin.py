"""The pytest plugin: scheme directories and case files as tests.

It does nothing unless it is asked to, by `supervision_rules = true` in pytest's configuration or `--supervision-rules`.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The settings of the plugin."""
    group = parser.getgroup("supervision-rules")
    group.addoption("--supervision-rules", action="store_true", help="collect schemes (scheme.toml) and cases (cases/*.toml) as tests")
    parser.addini("supervision_rules", "collect schemes (scheme.toml) and cases (cases/*.toml) as tests", type="bool", default=False)
    parser.addini("supervision_rules_policies", "directories in which the schemes of cases are looked for, beside the built-in ones", type="paths")
    examples = "on how many cases each law is tried, of one scheme as `id: number`; by default as many as the Hypothesis profile says"
    parser.addini("supervision_rules_examples", examples, type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known that all tests of the plugin carry."""
    config.addinivalue_line("markers", "supervision_rules: a scheme's law or a case, collected by supervision-rules")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """What is to be tested in a file: the laws of a scheme, or a case."""
    config = parent.config
    if file_path.suffix != ".toml" or not (config.getoption("--supervision-rules") or config.getini("supervision_rules")):
        return None
    from .testing.collecting import collector  # the laws need Hypothesis, which is slow to import

    return collector(file_path, parent)
