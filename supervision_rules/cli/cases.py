"""The cases that a command is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..loading import case_files, cases_in, load_case
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, Scheme


def cases_of(scheme: Scheme, names: Iterable[str] = (), directory: Path | None = None) -> list[Case]:
    """The cases of these ids or paths, or all: the scheme's own, or those of a directory.

    Raises SupervisionRulesError with all that is wrong with any of them.
    """
    known: Mapping[str, Path] = case_files(scheme) if directory is None else cases_in(directory)
    found: list[Case] = []
    problems: list[Problem] = []
    for name in names or known:
        try:
            found.append(load_case(known.get(name, name), scheme))
        except SupervisionRulesError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise SupervisionRulesError(problems)
    return found
