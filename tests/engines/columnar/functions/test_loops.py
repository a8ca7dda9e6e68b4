"""Loops over arrays, run by Python itself, come to the same as the exact engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from engines.columnar.evaluating import Row, expected, values_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, load_case, load_scheme
from supervision_rules.engines.columnar import Wanted
from supervision_rules.engines.columnar.clauses.program import Figure, Program, Words, programs_of
from supervision_rules.engines.columnar.functions.loops import Loops, loops
from supervision_rules.expression import Kind
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.testing import cases, schemes

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
NAMES: dict[str, Any] = {"b1": bool, **dict.fromkeys(("i1", "i2", "i4", "i8", "u4", "u8"), int), "look": lambda *_: None}


class Cells(list[Any]):
    """An array of which a part is the array itself, there being one block."""

    def __getitem__(self, position: Any) -> Any:
        return self if isinstance(position, slice) else super().__getitem__(position)


def answered(made: Program, rows: Sequence[Row], points: bool = True) -> list[dict[str, Any]]:
    """The answers of every row, as exact numbers and words."""
    words = {id: one.values for id, one in made.lowered.inputs.items() if one.kind is Kind.CHOICE}
    found = loops(made, Wanted(points=points).of(made), words)
    facts = [Cells(words[id].index(row[id]) if id in words else row[id] for row in rows) for id in found.facts]
    outs = [Cells([None] * len(rows)) for _ in found.sizes]
    names = NAMES | {"empty": lambda count, _: Cells([None] * count)}
    exec(found.source, names)
    names["score"](facts, outs, (), 0, len(rows))
    return [_row(made, found, outs, row) for row in range(len(rows))]


def _row(made: Program, found: Loops, outs: Sequence[Cells], row: int) -> dict[str, Any]:
    told = {name: value * made.answers[name].unit for name, value in found.constants.items()}
    for name, out in found.answers.items():
        answer, value = made.answers[name], outs[out][row]
        null = name in found.masks and outs[found.masks[name]][row]
        told[name] = (
            None if null else value * answer.unit if isinstance(answer, Figure) else answer.words[value] if isinstance(answer, Words) else value
        )
    for name in [name for name in told if f"{name}_of" in told]:
        under = told.pop(f"{name}_of")
        told[name] = told[name] and told[name] / under
    return told


def agree(scheme: Scheme, given: Sequence[Case]) -> None:
    """The answers of the cases that lack nothing are those of the exact engine."""
    made, rows, wanted = programs_of(scheme)[True], [], []
    for case in given:
        try:
            row = values_of(scheme, case)
        except AssertionError:  # what is counted from rows may have more places than an array holds
            continue
        if None not in row.values():
            rows.append(row)
            wanted.append(expected(scheme, case))
    found = answered(made, rows)
    assert found == [{name: one[name] for name in told} for one, told in zip(wanted, found, strict=True)]
    assert [row.get("total") for row in answered(made, rows, points=False)] == [row.get("total") for row in found]


@pytest.mark.parametrize("id", sorted(scheme_directories(())))
def test_on_every_scheme_and_cases_drawn_around_it(id: str) -> None:
    scheme = load_scheme(id)
    agree(scheme, [load_case(file, scheme) for file in case_files(scheme).values()])

    @settings(max_examples=4, phases=UNSHRUNK)
    @given(st.lists(cases(scheme, complete=True), min_size=2, max_size=2))
    def law(drawn: list[Case]) -> None:
        agree(scheme, drawn)

    law()


@settings(phases=UNSHRUNK)
@given(st.data())
def test_on_any_scheme(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    agree(scheme, [data.draw(cases(scheme, complete=True)) for _ in range(2)])


def test_answers_are_cut_to_the_bits_that_they_need() -> None:
    made = programs_of(load_scheme("changzhou-2021"))[True]
    assert set(loops(made, Wanted().of(made), {}).sizes) <= {1, 8, 16}


def test_a_sum_of_many_columns_is_added_up_where_each_is_worked_out() -> None:
    made = programs_of(load_scheme("changzhou-2021"))[True]
    source = loops(made, ["total"], {}).source
    assert source.count("+= 1 * v") == len(lower(load_scheme("changzhou-2021")).points)
