"""Pictures as SVG text: they take the colours of the page, say in words what they show, and need no script."""

from .bars import bonus_picture, weight_picture
from .curve import curve_picture
from .history import history_picture
from .ladder import ladder_picture
from .sweep import sweep_picture
from .timeline import timeline_picture
from .totals import totals_picture

__all__ = [
    "bonus_picture",
    "curve_picture",
    "history_picture",
    "ladder_picture",
    "sweep_picture",
    "timeline_picture",
    "totals_picture",
    "weight_picture",
]
