"""`python -m supervision_rules`."""

from .cli import main

main()
