"""Write the towns: `python -m tools.towns`, or into another directory: `python -m tools.towns DIRECTORY`."""

from __future__ import annotations

import sys
from pathlib import Path

from supervision_rules.loading import write_case

from .towns import towns

MARK = "# {subject}：生成的材料，不是新北区任何真实的镇、街道。由 tools/towns 写出，要改就改那里。\n"
PLACE = Path(__file__).resolve().parents[2] / "policies" / "xinbei-towns-2020" / "cases"


def main() -> None:
    """Write every case; each is ranked among the others of its directory."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    for case in towns():
        file = write_case(case, place / f"{case.id}.toml")
        text = file.read_text(encoding="utf-8").replace("[case]\n", "[case]\npeers = true\n", 1)
        file.write_text(MARK.format(subject=case.subject) + text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
