"""The shape of the package: who may import whom, what a form brings with it, no floats, no long modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import supervision_rules
from supervision_rules.scoring import FORMS

PACKAGE = Path(supervision_rules.__file__).parent
ROOT = PACKAGE.parent
TOP_DOWN = (
    "cli",
    "sphinxext",
    "pytest_plugin",
    "testing",
    "regression",
    "reporting",
    "issuing",
    "bulk",
    "comparison",
    "verification",
    "engines",
    "loading",
    "scoring",
    "assessment",
    "lowering",
    "scheme",
    "expression",
    "messages",
)
DOORS = {"__init__", "__main__"}
OF_NO_PART = {"__version__"}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def layer(module: Path) -> str:
    """The part of the package that a module belongs to."""
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every part of the package that a module imports, wherever in it."""
    package = ["supervision_rules", *module.relative_to(PACKAGE).with_suffix("").parts[:-1]]
    for node in ast.walk(tree(module)):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1], node.module] if node.level else [node.module]
            path = ".".join(part for part in base if part)
            targets = [f"{path}.{alias.name}" for alias in node.names]
        for target in targets:
            parts = target.split(".")
            if parts[0] == "supervision_rules":
                yield getattr(node, "lineno", 0), parts[1] if len(parts) > 1 else ""


def test_every_part_has_its_place_in_the_order() -> None:
    found = {layer(module) for module in MODULES} - DOORS
    assert found <= set(TOP_DOWN)


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_imports_go_down_only(module: Path) -> None:
    here = layer(module)
    if here in DOORS:
        return
    below = set(TOP_DOWN[TOP_DOWN.index(here) :]) | OF_NO_PART
    upward = [f"{name(module)}:{line} imports {target or 'the package itself'}" for line, target in imported(module) if target not in below]
    assert upward == []


def test_imports_inside_functions_and_for_types_are_seen_too() -> None:
    loading = [module for module in MODULES if layer(module) == "loading"]
    inside = [node for module in loading for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.If)]
    assert any(isinstance(part, ast.Import | ast.ImportFrom) for node in inside for part in ast.walk(node))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_module_is_long(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_float(module: Path) -> None:
    found = [
        f"{name(module)}:{node.lineno}"
        for node in ast.walk(tree(module))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert found == []


class TestForms:
    def test_seven_are_registered_under_their_own_names(self) -> None:
        assert set(FORMS) == {"all-or-nothing", "failings", "per-step", "bands", "share", "tally", "formula"}
        assert {form: cls.form for form, cls in FORMS.items()} == {form: form for form in FORMS}

    @pytest.mark.parametrize("form", sorted(FORMS))
    def test_each_has_a_module_a_page_and_a_test_of_its_name(self, form: str) -> None:
        module = form.replace("-", "_")
        assert FORMS[form].__module__ == f"supervision_rules.scoring.{module}"
        expected = (PACKAGE / "scoring" / f"{module}.py", ROOT / "docs" / "forms" / f"{form}.md", ROOT / "tests" / "scoring" / f"test_{module}.py")
        assert [str(file.relative_to(ROOT)) for file in expected if not file.is_file()] == []
