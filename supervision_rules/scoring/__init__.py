"""The seven forms of scoring, a module each: its fields, its clauses, its words."""

from .all_or_nothing import AllOrNothing
from .bands import Band, BandCase, Bands
from .failings import Failing, Failings
from .formula import Formula
from .per_step import PerStep
from .rule import Rule
from .share import Share
from .tally import Tally, TallyItem

FORMS: dict[str, type[Rule]] = {form.form: form for form in (AllOrNothing, Failings, PerStep, Bands, Share, Tally, Formula)}

__all__ = [
    "FORMS",
    "AllOrNothing",
    "Band",
    "BandCase",
    "Bands",
    "Failing",
    "Failings",
    "Formula",
    "PerStep",
    "Rule",
    "Share",
    "Tally",
    "TallyItem",
]
