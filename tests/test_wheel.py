"""The built wheel is whole: it carries schemes, catalogue, grammar and schema, and scores from outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    return built


def test_everything_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {str(file.relative_to(ROOT)) for file in (ROOT / "policies").rglob("*.toml")}
    assert {f"supervision_rules/{name}" for name in wanted} <= names
    assert "supervision_rules/py.typed" in names
    assert "supervision_rules/expression/grammar.lark" in names
    assert "supervision_rules/reporting/assessment.schema.json" in names
    assert {f"supervision_rules/messages/locales/{language}/LC_MESSAGES/supervision_rules.mo" for language in ("en", "zh_CN")} <= names


def test_it_scores_from_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "supervision_rules", "assess", "changzhou-2021", "xinbei-2020"]
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=environment)
    assert "总分  104.2" in done.stdout.decode()


def test_another_package_ships_its_own_schemes(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    package = installed / "other_city"
    package.mkdir()
    (package / "__init__.py").touch()
    scheme = package / "other-2021"
    scheme.mkdir()
    source = ROOT / "tests" / "policies" / "ranked-cohort"
    for file in source.glob("*.toml"):
        (scheme / file.name).write_bytes(file.read_bytes())
    metadata = installed / "other_city-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other-city\nVersion: 1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[supervision_rules.policies]\nother = other_city\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "supervision_rules", "check", "other-2021"]
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=environment)
    assert "other-2021" in done.stdout.decode()
