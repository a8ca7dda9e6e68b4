"""Finding schemes and cases: by id among the built-in ones, in directories of one's own and in other packages, or by path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from ..expression import near
from ..messages import Argument, Problem, SupervisionRulesError
from ..scheme import Case, Scheme
from .cases import read_case
from .schemes import MAIN, case_files, read_scheme

GROUP = "supervision_rules.policies"
PACKAGE = "supervision_rules"


def built_in() -> Path:
    """The directory of the built-in schemes: in an installed package inside it, in a checkout beside it."""
    inside = Path(str(files(PACKAGE))) / "policies"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "policies"


def _given(policies: Iterable[str | Path]) -> Iterator[Path]:
    for directory in map(Path, policies):
        if not directory.is_dir():
            raise _refused("policies-missing", name=str(directory))
        yield directory


def _of_packages() -> Iterator[Path]:
    """The directories of other packages: each entry point `supervision_rules.policies` is the name of a package whose directory holds schemes."""
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            yield Path(str(files(entry.value)))
        except ImportError:
            raise _refused("policies-missing", name=entry.value) from None


def scheme_directories(policies: Iterable[str | Path] = ()) -> dict[str, Path]:
    """The directory of every scheme by its id. A given directory goes before the others; among the others an id may stand only once."""
    found: dict[str, Path] = {}
    for directory in _given(policies):
        found = _schemes_in(directory) | found
    own = dict(found)
    for directory in (built_in(), *_of_packages()):
        for id, place in _schemes_in(directory).items():
            if id in found and id not in own:
                raise _refused("scheme-twice", id=id, first=str(found[id]), second=str(place))
            found.setdefault(id, place)
    return found


def _schemes_in(directory: Path) -> dict[str, Path]:
    return {main.parent.name: main.parent for main in sorted(directory.glob(f"*/{MAIN}"))}


def load_scheme(scheme: str | Path, policies: Iterable[str | Path] = ()) -> Scheme:
    """The scheme of an id or path, checked whole.

    Raises SupervisionRulesError with everything that is wrong with it.
    """
    directory, is_path = Path(scheme), _is_path(scheme)
    if is_path and (directory / MAIN).is_file():
        return read_scheme(directory)
    for place in () if is_path else (*_given(policies), built_in()):
        if (place / directory / MAIN).is_file():
            return read_scheme(place / directory)
    known = scheme_directories(policies)
    if not is_path and str(scheme) in known:
        return read_scheme(known[str(scheme)])
    if not is_path and (directory / MAIN).is_file():
        return read_scheme(directory)
    raise _refused("unknown-scheme", name=str(scheme), alike=near(str(scheme), known), known=sorted(known))


def _is_path(name: str | Path) -> bool:
    """Whether a name is written as a path; a mere word is an id before it is the name of something in the present directory."""
    return isinstance(name, Path) or name in (".", "..") or "/" in name or os.sep in name or name.endswith(".toml")


def load_case(case: str | Path, scheme: Scheme) -> Case:
    """The case of an id or path, checked against its scheme.

    Raises SupervisionRulesError with everything that is wrong with it.
    """
    path, known = Path(case), case_files(scheme)
    if not _is_path(case) and str(case) in known:
        return read_case(known[str(case)], scheme)
    if path.suffix == ".toml" or (path / "case.toml").is_file():
        return read_case(path, scheme)
    raise _refused("unknown-case", name=str(case), scheme=scheme.id, alike=near(str(case), known), known=sorted(known))


def _refused(code: str, /, **arguments: Argument) -> SupervisionRulesError:
    return SupervisionRulesError([Problem(code, arguments)])
