"""Texts → the facts that they state, in whole numbers of the last place of each: never by way of numbers in binary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..engines.columnar.tables.facts import FactColumn, refusal
from ..expression import Kind, near
from ..loading.table_rows import YES
from ..lowering import ColumnPlan, Input
from ..messages import Place, Problem, SupervisionRulesError, message

if TYPE_CHECKING:
    from polars import DataFrame, Expr

NUMBER = r"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class TextCells:
    """The columns of texts that state facts or cells of rows (by the name of the column, each with its declaration)."""

    def __init__(self, facts: Mapping[str, Input | ColumnPlan]) -> None:
        self._facts = facts

    def typed(self, table: DataFrame) -> DataFrame:
        """The same table, its facts in whole numbers of their last places, conditions and days.

        Raises SupervisionRulesError with the first cell of each column that states none: `cell-without-number`, `cell-with-more-places`,
        `cell-outside-domain` (where 64 bits do not hold it), `cell-of-other-words`, `unknown-value`, `bad-date`.
        """
        import polars

        whole = [column for column, made in self._facts.items() if made.kind is Kind.NUMBER and not made.places]
        found = table.with_columns(polars.col(whole).cast(polars.Int64, strict=False))  # mostly they are digits and no more
        plain = {column for column in whole if found[column].null_count() == table[column].null_count()}
        rest = {column: made for column, made in self._facts.items() if column not in plain}
        found = found.with_columns(table.select(_typed(column, made).alias(column) for column, made in rest.items()))
        wrong = [column for column in self._facts if found[column].null_count() > table[column].null_count()]
        if wrong:
            raise SupervisionRulesError([self._problem(table[column], found[column]) for column in wrong])
        return found

    def shown(self, typed: DataFrame) -> DataFrame:
        """The same table, its numbers as decimals."""
        numbers = [(column, made.places) for column, made in self._facts.items() if made.kind is Kind.NUMBER and made.places]
        return typed.with_columns(decimal(column, places) for column, places in numbers)

    def _problem(self, texts: Any, found: Any) -> Problem:
        row = int((texts.is_not_null() & found.is_null()).arg_true()[0])
        made, text, column = self._facts[texts.name], str(texts[row]), texts.name
        arguments: dict[str, Any] = {"column": column, "row": row + 1}
        place = Place("", row + 1, within=message("place.cell", row=row + 1, column=column))
        if made.kind is Kind.CONDITION:
            return Problem("unknown-value", arguments | {"value": text, "values": ["是", "否"], "alike": near(text, YES)}, place=place)
        if made.kind is Kind.CHOICE:
            return refusal(FactColumn(made, column), text, row + 1)
        if made.kind is Kind.DATE:
            return Problem("bad-date", arguments | {"text": text}, place=place)
        number = text.removesuffix(str(made.unit)).strip()
        if texts[row : row + 1].str.strip_suffix(str(made.unit)).str.strip_chars().str.contains(NUMBER)[0] is not True:
            return Problem("cell-without-number", arguments | {"text": text, "id": made.id}, place=place)
        return refusal(FactColumn(made, column), number.removeprefix("+"), row + 1)


def _typed(column: str, made: Input | ColumnPlan) -> Expr:
    """A column as its fact; null where a text states none."""
    import polars

    cell = polars.col(column)
    match made.kind:
        case Kind.NUMBER:
            return _whole(cell.str.strip_suffix(str(made.unit)).str.strip_chars(), made.places)
        case Kind.CONDITION:
            said = cell.str.to_lowercase()
            truths: Sequence[list[str]] = [[word for word, truth in YES.items() if truth is wanted] for wanted in (True, False)]
            return polars.when(said.is_in(truths[0])).then(statement=True).when(said.is_in(truths[1])).then(statement=False)
        case Kind.DATE:
            return polars.when(cell.str.contains(DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
    return polars.when(cell.is_in(list(made.values))).then(cell)


def _whole(text: Expr, places: int) -> Expr:
    """The whole number that a text has without its point; null where it is none, has more places, or 64 bits do not hold it."""
    import polars

    beyond = text.str.extract(r"\.([0-9]+)$").str.strip_chars_end("0").fill_null("")
    digits = text.str.extract(r"^([+-]?[0-9]*)") + beyond.str.pad_end(places, "0")
    fits = text.str.contains(NUMBER) & (beyond.str.len_chars() <= places)
    whole: Expr = polars.when(fits).then(digits).cast(polars.Int64, strict=False)
    return whole


def decimal(column: str, places: int, times: int = 1) -> Expr:
    """A column of whole numbers, each so many times 1 of the last place, as decimals."""
    import polars

    cell = polars.col(column).cast(polars.Decimal(38, places))
    found: Expr = (cell if times == 1 else cell * times) / 10**places
    return found
