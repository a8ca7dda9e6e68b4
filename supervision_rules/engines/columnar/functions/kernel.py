"""Arrays of rows that lack nothing, scored by machine code that a compiler makes of the clauses."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any

from ....expression import Kind, near
from ....lowering import Input, lower
from ....messages import Problems, SupervisionRulesError, message, require
from ....scheme import Scheme
from ..clauses.program import Figure, Words, programs_of
from ..clauses.translating import whole_reach
from ..tables.facts import FactColumn, facts_read, refusal
from ..tables.frames import Wanted
from .loops import BLOCK, Loops, loops

if TYPE_CHECKING:
    import numpy as np

EPOCH = date(1970, 1, 1).toordinal()
NARROW = 2**31
TAKEN = {Kind.NUMBER: "iu", Kind.CONDITION: "b", Kind.DATE: "M", Kind.CHOICE: "iuUTO"}
"""The kinds of NumPy's types that hold facts of a kind."""

TYPES = {"b1": "boolean", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64", "u4": "uint32", "u8": "uint64"}
"""What types are called in loops, and what the compiler calls them."""


class Kernel:
    """A scheme compiled for arrays of rows that lack nothing: the quickest way there is, for those who hold NumPy arrays.

    It works on as many threads as the process has processors. It compiles what is asked for when that is asked for first, which takes some seconds.
    Safe to share between threads.

    Raises SupervisionRulesError with what is wrong with the scheme.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.lowered = lower(scheme)
        self._made = programs_of(scheme)[True]
        self._facts = {made.id: made for made in facts_read(self.lowered)}
        self._bounds = {id: whole_reach(made)[:2] for id, made in self._facts.items() if made.kind is Kind.NUMBER}
        self._bounds |= {id: (0, len(made.values) - 1) for id, made in self._facts.items() if made.kind is Kind.CHOICE}
        self._loops: dict[bool, Loops] = {}
        self._compiled: dict[bool, Callable[..., None]] = {}
        self._lock = Lock()
        self._threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are read."""
        return tuple(self._facts)

    @property
    def units(self) -> Mapping[str, Fraction]:
        """As `Columnar.units`."""
        return {name: one.unit for name, one in self._made.answers.items() if isinstance(one, Figure)}

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that the positions in an answer are of: of `grade` the grades, best first."""
        return {name: one.words for name, one in self._made.answers.items() if isinstance(one, Words) and not one.joined}

    def assess(self, columns: Mapping[str, np.ndarray[Any, Any]], points: bool = True, *, check: bool = True) -> dict[str, np.ndarray[Any, Any]]:
        """The answers of `Columnar.assess` by name, of arrays of facts by id (or id with `_` for `.`): whole numbers of the last place of a fact,
        best as int32, conditions as bool, days as datetime64, words as text or as positions among the values that are declared.

        Numbers are whole numbers of `units`, words positions in `words`. A column in which something may not be known, since what it is divided
        by is 0, is a masked array. Without `points` there are the total and the grade. Without `check`, what is not as declared is not noticed,
        and what comes of it is of no meaning.

        Raises SupervisionRulesError: `extra-missing` where the extra `compiled` is not installed, what is wrong with the arrays
        (`fact-without-column`, `column-of-other-type`, `columns-uneven`), the first cell of each that is not as declared
        (`cell-outside-domain`, `cell-of-other-words`) or is missing (`row-lacks-fact`), and `too-wide` where 64 bits do not hold what is worked out.
        """
        import numpy as np

        made = self._loops_of(points)
        arrays = self._arrays(columns, made.facts, check)
        function = self._compiled_of(points)
        rows = len(arrays[0]) if arrays else 0
        outs = [np.empty(rows, np.bool_ if size == 1 else f"int{size}") for size in made.sizes]
        bad = self._run(function, made.facts, arrays, outs, rows, check)
        if any(bad.values()):
            self._refuse(columns, arrays, made.facts, bad)
        found: dict[str, Any] = {}
        for name in self._names(points):
            if name in made.constants:
                found[name] = np.full(rows, made.constants[name])
                continue
            answer = outs[made.answers[name]]
            found[name] = np.ma.masked_array(answer, outs[made.masks[name]]) if name in made.masks else answer
        return found

    def _names(self, points: bool) -> list[str]:
        return Wanted(points=points).of(self._made)

    def _loops_of(self, points: bool) -> Loops:
        with self._lock:
            if points not in self._loops:
                words = {id: made.values for id, made in self._facts.items() if made.kind is Kind.CHOICE}
                self._loops[points] = loops(self._made, self._names(points), words)
            return self._loops[points]

    def _compiled_of(self, points: bool) -> Callable[..., None]:
        require("numba", "compiled")
        with self._lock:
            if points not in self._compiled:
                self._compiled[points] = _function(self._loops[points].source, self.scheme.id)
            return self._compiled[points]

    def _run(
        self, function: Callable[..., None], facts: Sequence[str], arrays: Sequence[Any], outs: Sequence[Any], rows: int, check: bool
    ) -> dict[str, int]:
        """Fill the arrays, the rows shared out among threads; returns how many cells of each fact are beyond its bounds, where that is to `check`."""
        import numpy as np

        threads = max(1, min(self._threads, rows // (2 * BLOCK)))
        ends = [rows * part // threads // BLOCK * BLOCK for part in range(threads)] + [rows]
        looked = {id: array for id, array in zip(facts, arrays, strict=True) if id in self._bounds and array.itemsize == 4}
        bounds = np.array([self._bounds[id] for id in looked] or [(0, 0)], np.int64)
        bad = np.zeros((threads, len(bounds)), np.int64)
        cells = tuple(looked.values()) or (np.zeros(0, np.int32),)

        def part(number: int) -> None:
            function(tuple(arrays), tuple(outs), (check, cells, bounds, bad[number]), ends[number], ends[number + 1])

        if threads == 1:
            part(0)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(part, range(threads)))
        found = dict(zip(looked, map(int, bad.sum(axis=0)), strict=False))
        wide = {id: array for id, array in zip(facts, arrays, strict=True) if id in self._bounds and id not in looked} if check else {}
        return found | {id: int(((array < self._bounds[id][0]) | (array > self._bounds[id][1])).sum()) for id, array in wide.items()}

    def _arrays(self, columns: Mapping[str, Any], facts: Sequence[str], check: bool) -> list[Any]:
        """The arrays of facts as the function takes them."""
        problems, found, lengths = Problems(), list[Any](), dict[str, int]()
        for id, made in self._facts.items():
            name = column_of(id, columns)
            if name not in columns:
                problems.add("fact-without-column", id, id=id, label=self.lowered.labels[id].text, alike=near(id, columns))
                continue
            array = columns[name]
            lengths[name] = len(array)
            if array.ndim != 1 or array.dtype.kind not in TAKEN[made.kind]:
                problems.add("column-of-other-type", id, column=name, type=str(array.dtype), kind=message(f"kind.{made.kind.value}"))
                continue
            missing = absent_cells(array)
            if missing is not None and missing.any():
                problems.add("row-lacks-fact", id, column=name, row=str(int(missing.argmax()) + 1), id=id)
                continue
            if id in facts:
                found.append(taken(made, array, check))
        if len(set(lengths.values())) > 1:
            problems.add("columns-uneven", "columns", columns=[f"{name}: {length}" for name, length in lengths.items()])
        problems.stop()
        return found

    def _refuse(self, columns: Mapping[str, Any], arrays: Sequence[Any], facts: Sequence[str], bad: Mapping[str, int]) -> None:
        """Raises SupervisionRulesError with the first cell of each fact of which there are bad ones."""
        problems = []
        for id, array in zip(facts, arrays, strict=True):
            if bad.get(id):
                low, high = self._bounds[id]
                row, name = int(((array < low) | (array > high)).argmax()), column_of(id, columns)
                problems.append(refusal(FactColumn(self._facts[id], name, whole=True), columns[name][row], row + 1))
        raise SupervisionRulesError(problems)


def column_of(id: str, columns: Mapping[str, Any]) -> str:
    """The name of the column of a fact: its id, else that with `_` for `.`."""
    return id if id in columns else id.replace(".", "_")


def absent_cells(array: Any) -> Any:
    """Which cells of an array are missing, None where none can be."""
    import numpy as np

    if isinstance(array, np.ma.MaskedArray):
        return np.ma.getmaskarray(array)
    if array.dtype.kind == "M":
        return np.isnat(array)
    return np.array([cell is None for cell in array], np.bool_) if array.dtype.kind == "O" else None


def taken(made: Input, array: Any, check: bool) -> Any:
    """The cells of an array in the whole numbers that loops read, a number or word that is not declared as one beyond the bounds."""
    import numpy as np

    array = np.ma.getdata(array)
    match made.kind:
        case Kind.DATE:
            array = (array.astype("datetime64[D]").astype(np.int64) + EPOCH).astype(np.int32)
        case Kind.CHOICE if array.dtype.kind not in "iu":
            array = np.select([array == word for word in made.values], range(len(made.values)), -1).astype(np.int32)
        case Kind.NUMBER | Kind.CHOICE:
            low, high = whole_reach(made)[:2] if made.kind is Kind.NUMBER else (0, len(made.values) - 1)
            size = np.int32 if low >= -NARROW and high < NARROW else np.int64
            if check and array.dtype.itemsize >= np.dtype(size).itemsize and array.dtype != size and len(array):
                array = np.clip(array, max(low - 1, np.iinfo(array.dtype).min), min(high + 1, np.iinfo(array.dtype).max))
            array = array.astype(size, copy=False)
    array = np.ascontiguousarray(array).view()
    array.flags.writeable = False
    return array


def look(asked: Any, start: int, end: int) -> None:
    """Count the cells of each array that are beyond its bounds."""
    wanted, arrays, ends, bad = asked
    for number in range(len(arrays) if wanted else 0):
        cells, low, high, count = arrays[number][start:end], ends[number, 0], ends[number, 1], 0
        for position in range(len(cells)):
            count += (cells[position] < low) | (cells[position] > high)
        bad[number] += count


def _function(source: str, id: str) -> Callable[..., None]:
    """The machine code of loops."""
    import numba
    import numpy as np

    names = {name: getattr(numba, kind) for name, kind in TYPES.items()} | {"empty": np.empty}
    found: dict[str, Any] = names | {"look": numba.njit(nogil=True)(look)}
    exec(compile(source, f"<loops of {id}>", "exec"), found)
    function: Callable[..., None] = numba.njit(nogil=True, error_model="numpy")(found["score"])
    return function
