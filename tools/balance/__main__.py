"""Write the county: `python -m tools.balance`, or into another directory: `python -m tools.balance DIRECTORY`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from supervision_rules.loading import write_case

from .county import county
from .schools import CLASS, SCHOOL, schools

MARK = "# 生成的演练材料，不是任何真实的县。由 tools/balance 写出，要改就改那里；学校和班级在同一文件夹的表里。\n"
PLACE = Path(__file__).resolve().parents[2] / "policies" / "national-balance-2017" / "cases" / "generated-district"


def main() -> None:
    """Write the case and its two tables."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    place.mkdir(parents=True, exist_ok=True)
    drawn = schools()
    _write(place / "school.csv", SCHOOL, [school.row for school in drawn])
    _write(place / "class.csv", CLASS, [row for school in drawn for row in school.classes])
    file = write_case(county(), place / "case.toml")
    file.write_text(MARK + file.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def _write(file: Path, header: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
