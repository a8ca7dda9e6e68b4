"""The page on the Sphinx extension names every directive, role and setting that there is, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import supervision_rules.sphinxext as extension
from supervision_rules.sphinxext.directives import DIRECTIVES
from supervision_rules.sphinxext.domain import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "sphinx.md").read_text(encoding="utf-8")


def test_every_directive_stands_there() -> None:
    assert set(re.findall(r"`supervision:([a-z-]+)`", PAGE)) == set(DIRECTIVES)


def test_every_role_stands_there() -> None:
    references = PAGE.partition("## References")[2]
    assert [kind for kind in KINDS if f"`{kind}`" not in references and f":{kind}:" not in references] == []


def test_every_setting_stands_there() -> None:
    tree = ast.parse(Path(extension.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_config_value"]
    assert {ast.literal_eval(call.args[0]) for call in calls} == set(re.findall(r"^\| `(supervision_rules_[a-z]+)`", PAGE, re.MULTILINE))
