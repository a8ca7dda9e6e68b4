"""Findings: clauses that applied to a case, what they read, and what they cost or earned."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from ..expression import Unit, value_message
from ..lowering import Value
from ..messages import Message, add_up, fraction, message


class Source(StrEnum):
    """What a value is that a clause read."""

    FACT = "fact"
    QUANTITY = "quantity"
    TARGET = "target"


@frozen
class NamedRow:
    """A row by its key and by its first text that is no key; `value` is what it adds to a sum."""

    key: str
    name: str = ""
    value: Value = None

    @property
    def title(self) -> str:
        """Key and name."""
        return f"{self.key} {self.name}".strip()


@frozen(kw_only=True)
class Cell:
    """A cell without a value that the quantity `id` lacks: ids of table and column, the row's key, and what the table and the column are called."""

    id: str
    table: str
    row: str
    column: str
    table_label: str
    column_label: str


@frozen(kw_only=True)
class Compared:
    """A number without an exact decimal (a coefficient of variation, a mean of several) beside its limit.

    `value` is rounded half up to three places, or to six where three would print the limit; `sign` is on which side of the limit it is, exactly.
    """

    value: str
    limit: Fraction
    sign: int


@frozen(kw_only=True)
class Read:
    """One value that a clause read; a missing one is None. `clause` says where the case's source (or, of a target, which text) has it, `assumed`
    why it is assumed.

    Of an aggregate `rows` are the keys of the rows that it counted, `superseded` of those left out for a higher one of the same name; `counted`
    and `outdone` name these, `left_out` (in explanations) those that its condition leaves out; `cells` are those without which it is not known.
    Where it only says how a number without an exact decimal compares (a coefficient of variation with its limit), `compared` has that number.
    """

    id: str
    label: str
    source: Source
    value: Value
    unit: Unit
    clause: str = ""
    assumed: str = ""
    supplier: str = ""
    rows: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    counted: tuple[NamedRow, ...] = ()
    outdone: tuple[NamedRow, ...] = ()
    left_out: tuple[NamedRow, ...] = ()
    cells: tuple[Cell, ...] = ()
    compared: Compared | None = None

    def said(self) -> Message:
        """The value in words, with its label."""
        shown = value_message(self.value, self.unit)
        key = "read.assumed" if self.assumed else "read.clause" if self.clause else "read"
        return message(key, label=self.label, value=shown, clause=self.clause)


@frozen(kw_only=True)
class Finding:
    """得失分说明: a clause that applied, the amount it deducts or awards, in what words, and what it read; `rows` are the rows counted, by key."""

    clause: str
    amount: Fraction
    wording: Message
    requirement: Message | None = None
    reads: tuple[Read, ...] = ()
    rows: tuple[str, ...] = ()


@frozen(kw_only=True)
class Undecided:
    """A clause that lacks facts: what it may come to, and the facts that it lacks (`cells`: in which rows). Where the score is decided all the same
    it counts 0.
    """

    clause: str
    lowest: Fraction
    highest: Fraction
    wording: Message
    missing: tuple[str, ...]
    cells: tuple[Cell, ...] = ()


class Cause(StrEnum):
    """Why a score is not simply the sum of its findings."""

    AT_MOST = "at-most"
    ZERO_FLOOR = "zero-floor"
    CAP = "cap"
    OVERALL_CAP = "overall-cap"
    AT_LEAST = "at-least"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not-applicable"
    RESCALE = "rescale"


@frozen
class Adjustment:
    """What a limit, a rounding or the like does to a score: `amount` is added to it."""

    cause: Cause
    amount: Fraction


@frozen(kw_only=True)
class Ledger:
    """计分明细: where the counting starts, what is deducted (`sign` -1) or awarded (+1), and the adjustments.

    The score is their sum and nothing else.
    """

    start: Fraction
    sign: int
    findings: tuple[Finding, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def score(self) -> Fraction:
        """The score that the ledger adds up to."""
        counted = (self.sign * finding.amount for finding in self.findings)
        return add_up((self.start, *counted, *(one.amount for one in self.adjustments)))


@frozen
class Span:
    """From the lowest to the highest that a number may still be."""

    lowest: Fraction = field(converter=fraction)
    highest: Fraction = field(converter=fraction)

    @property
    def decided(self) -> bool:
        """Whether both ends agree."""
        return self.lowest == self.highest
