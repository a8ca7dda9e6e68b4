"""A command run in this process."""

from __future__ import annotations

from supervision_rules.cli import main


def run(*arguments: str) -> int:
    """The code with which it ends."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
