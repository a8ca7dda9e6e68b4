"""What the library says: messages by key, problems with codes, exact numbers as text, and the catalogue of words."""

from .catalogue import Argument, Catalogue, Message, catalogue, message
from .extras import require, require_package
from .numbers import add_up, decimal_places, exact, fixed, fraction, half_up, root, shown
from .problems import Locate, Path, Place, Problem, Problems, Span, SupervisionRulesError

__all__ = [
    "Argument",
    "Catalogue",
    "Locate",
    "Message",
    "Path",
    "Place",
    "Problem",
    "Problems",
    "Span",
    "SupervisionRulesError",
    "add_up",
    "catalogue",
    "decimal_places",
    "exact",
    "fixed",
    "fraction",
    "half_up",
    "message",
    "require",
    "require_package",
    "root",
    "shown",
]
