"""Write the bank and the exercise's own case: `python -m tools.districts`, or into another directory: `python -m tools.districts DIRECTORY`."""

from __future__ import annotations

import sys
from pathlib import Path

from supervision_rules.loading import write_case

from .bank import bank, reference

PLACE = Path(__file__).resolve().parents[2] / "policies" / "changzhou-2022-exercise"


def main() -> None:
    """Write every case below a directory, which from then on holds these drawn ones and no others."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    districts, own = place / "districts" / "cases", place / "cases"
    for directory in (districts, own):
        directory.mkdir(parents=True, exist_ok=True)
        for file in directory.glob("yanlian-*.toml"):
            file.unlink()
    for id, case in bank().items():
        write_case(case, districts / f"{id}.toml")
    write_case(reference(), own / "yanlian-2021.toml")


if __name__ == "__main__":
    main()
