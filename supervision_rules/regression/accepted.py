"""The directory `accepted` of a scheme: what was accepted last.

accepted/<case>.txt               what the case came to
accepted/<scheme>/scheme.toml     the scheme, with its targets, as it was then
accepted/comparison.md            what the last change of rules did, where there was one
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve, frozen

from ..loading import ACCEPTED, load_scheme, write_scheme
from ..loading.documents import read_text
from ..lowering import lower
from ..scheme import Scheme

COMPARISON = "comparison.md"


@frozen(kw_only=True)
class Accepted:
    """What was accepted: the scheme (None: nothing yet), the sheet of every case by id, and the report of the last change of rules."""

    scheme: Scheme | None = None
    sheets: Mapping[str, str]
    comparison: str = ""

    def reports(self, scheme: Scheme) -> bool:
        """Whether the report is of the change that led to these rules."""
        return self.comparison.partition("\n")[0] == _mark(lower(scheme).hash)


def read_accepted(scheme: Scheme) -> Accepted:
    """What was accepted of a scheme.

    Raises SupervisionRulesError where the accepted scheme does not load, ValueError where the scheme was not loaded from a directory.
    """
    place = accepted_directory(scheme)
    kept = place / scheme.id
    report = place / COMPARISON
    return Accepted(
        scheme=load_scheme(kept) if kept.is_dir() else None,
        sheets=accepted_sheets(scheme),
        comparison=read_text(report) if report.is_file() else "",
    )


def accepted_sheets(scheme: Scheme) -> dict[str, str]:
    """The accepted sheet of every case by id. Raises ValueError where the scheme was not loaded from a directory."""
    return {file.stem: read_text(file) for file in sorted(accepted_directory(scheme).glob("*.txt"))}


def accepted_files(scheme: Scheme, sheets: Mapping[str, str], comparison: str) -> dict[str, bytes]:
    """The files of the directory, by their names in it. Targets that the scheme does not read are not kept: they are other schemes' affair."""
    read = {constant.target for constant in lower(scheme).constants.values()} | {as_of.target for as_of in scheme.header.as_of}
    targets = tuple(target for target in scheme.targets if target.id in read)
    alone = evolve(scheme, header=evolve(scheme.header, reference_case=None), targets=targets)  # its cases are not kept with it
    with TemporaryDirectory() as place:
        kept = (write_scheme(alone, place) / "scheme.toml").read_bytes()
    files = {f"{scheme.id}/scheme.toml": kept, **{f"{id}.txt": text.encode() for id, text in sheets.items()}}
    return files | ({COMPARISON: comparison.encode()} if comparison else {})


def other_files(scheme: Scheme) -> dict[str, bytes]:
    """What else somebody has put into the directory, by name."""
    place = accepted_directory(scheme)
    files = (file.relative_to(place) for file in place.rglob("*") if file.is_file())
    ours = {COMPARISON, f"{scheme.id}/scheme.toml"}
    sheets = {f"{id}.txt" for id in accepted_sheets(scheme)}
    return {str(file): (place / file).read_bytes() for file in files if file.as_posix() not in ours | sheets}


def marked(scheme: Scheme, report: str) -> str:
    """A report with a first line that says to which rules it led."""
    return f"{_mark(lower(scheme).hash)}\n\n{report}"


def _mark(hash: str) -> str:
    return f"<!-- {hash} -->"


def accepted_directory(scheme: Scheme) -> Path:
    """Where it is. Raises ValueError where the scheme was not loaded from a directory."""
    if scheme.directory is None:
        raise ValueError(f"{scheme.id} was not loaded from a directory")
    return scheme.directory / ACCEPTED
