"""Write the bank and the exercise's own case: `python -m tools.districts`, or into another directory: `python -m tools.districts DIRECTORY`."""

from __future__ import annotations

import sys
from pathlib import Path

from supervision_rules.loading import write_case
from supervision_rules.scheme import Case

from .bank import bank, reference

MARK = "# {subject}：生成的演练材料，不是任何真实的区。由 tools/districts 写出，要改就改那里。\n"
PLACE = Path(__file__).resolve().parents[2] / "policies" / "changzhou-2022-exercise"


def main() -> None:
    """Write every case below a directory, which from then on holds these drawn ones and no others."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    districts, own = place / "districts" / "cases", place / "cases"
    for directory in (districts, own):
        directory.mkdir(parents=True, exist_ok=True)
        for file in directory.glob("yanlian-*.toml"):
            file.unlink()
    for case in bank():
        _write(case, districts)
    _write(reference(), own)


def _write(case: Case, directory: Path) -> None:
    """Write a case, what it is on the first line."""
    file = write_case(case, directory / f"{case.id}.toml")
    file.write_text(MARK.format(subject=case.subject) + file.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
