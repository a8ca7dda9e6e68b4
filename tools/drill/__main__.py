"""Write the year: `python -m tools.drill`, or into another file: `python -m tools.drill FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from supervision_rules.loading import event_line, write_whole

from .year import events

PLACE = Path(__file__).resolve().parents[2] / "policies" / "changzhou-2021" / "events" / "drill-2020.jsonl"


def main() -> None:
    """Write one line an event, in the order in which they arrive."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    write_whole(file, "".join(event_line(event) + "\n" for event in events()).encode())


if __name__ == "__main__":
    main()
