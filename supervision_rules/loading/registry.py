"""Finding schemes and cases: by id among the built-in ones, in directories of one's own and in other packages, or by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

from ..expression import alike
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, Scheme
from .cases import read_case
from .schemes import CASES, MAIN, read_scheme

GROUP = "supervision_rules.policies"
PACKAGE = "supervision_rules"


def built_in() -> Path:
    """The directory of the built-in schemes: in an installed package inside it, in a checkout beside it."""
    inside = Path(str(files(PACKAGE))) / "policies"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "policies"


def policy_directories(policies: Iterable[str | Path] = ()) -> Iterator[Path]:
    """Where schemes are looked for: the given directories, then those of other packages (entry points `supervision_rules.policies`, each the name
    of a package whose directory holds schemes), then the built-in ones.
    """
    for directory in map(Path, policies):
        if not directory.is_dir():
            raise _refused("policies-missing", name=str(directory))
        yield directory
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        yield Path(str(files(entry.value)))
    yield built_in()


def scheme_directories(policies: Iterable[str | Path] = ()) -> dict[str, Path]:
    """The directory of every scheme by its id. A given directory goes before the others; among the others an id may stand only once."""
    given = list(policies)
    found: dict[str, Path] = {}
    for number, directory in enumerate(policy_directories(given)):
        for main in sorted(directory.glob(f"*/{MAIN}")):
            id = main.parent.name
            if id in found and number > len(given):
                raise _refused("scheme-twice", id=id, first=str(found[id]), second=str(main.parent))
            found.setdefault(id, main.parent)
    return found


def load_scheme(scheme: str | Path, policies: Iterable[str | Path] = ()) -> Scheme:
    """The scheme of an id or path, checked whole.

    Raises SupervisionRulesError with everything that is wrong with it.
    """
    directory = Path(scheme)
    if (directory / MAIN).is_file():
        return read_scheme(directory.resolve())
    known = scheme_directories(policies)
    if str(scheme) not in known:
        raise _refused("unknown-scheme", name=str(scheme), alike=alike(str(scheme), known), known=sorted(known))
    return read_scheme(known[str(scheme)])


def case_files(scheme: Scheme | Path) -> dict[str, Path]:
    """The file or directory of every case of a scheme by its id."""
    directory = scheme.directory if isinstance(scheme, Scheme) else scheme
    if directory is None:
        return {}
    found = {file.stem: file for file in sorted((directory / CASES).glob("*.toml"))}
    return found | {file.parent.name: file.parent for file in sorted((directory / CASES).glob("*/case.toml"))}


def load_case(case: str | Path, scheme: Scheme) -> Case:
    """The case of an id or path, checked against its scheme.

    Raises SupervisionRulesError with everything that is wrong with it.
    """
    path = Path(case)
    if path.suffix == ".toml" or (path / "case.toml").is_file():
        return read_case(path, scheme)
    known = case_files(scheme)
    if str(case) not in known:
        raise _refused("unknown-case", name=str(case), scheme=scheme.id, alike=alike(str(case), known), known=sorted(known))
    return read_case(known[str(case)], scheme)


def _refused(code: str, /, **arguments: str | list[str]) -> SupervisionRulesError:
    return SupervisionRulesError([Problem(code, arguments)])


