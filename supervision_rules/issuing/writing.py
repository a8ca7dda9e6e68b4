"""A new scheme → its directory."""

from __future__ import annotations

import os
from errno import EEXIST
from pathlib import Path

from ..loading.schemes import TARGETS
from ..loading.writing import write_texts
from .renewal import Renewal
from .texts import targets_beside


def write_renewal(renewal: Renewal, directory: str | Path) -> Path:
    """Write a new scheme below a directory of schemes, whole or not at all; returns its own directory.

    Where there are no targets beside it yet, those of the old scheme are written there too. Raises FileExistsError where there is something of the
    scheme's name already.
    """
    above = Path(directory)
    place = above / renewal.id
    if os.path.lexists(place):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(place))
    texts = {place / name: text for name, text in renewal.files.items()}
    if not os.path.lexists(above / TARGETS):
        texts |= {above / TARGETS / name: text for name, text in targets_beside(renewal.old).items()}
    write_texts(texts)
    return place
