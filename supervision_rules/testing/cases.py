"""Cases of any scheme: complete ones, ones that lack facts, and what lies between the two."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import evolve
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..scheme import Case, Scheme
from .declarations import Draw
from .drawing import Drawing, drawing, situations, thinnings, told
from .ground import Ground
from .moving import Mover
from .situations import Situation, Spot
from .starting import completed, entered, lacks, no_such, start

ORIGIN = "taken from"


def cases(scheme: Scheme, *, complete: bool = False, near: Case | None = None) -> st.SearchStrategy[Case]:
    """Cases of a scheme that `assess` accepts: every fact and cell as declared, keys unique, parents there, all constraints obeyed.

    A case begins as `near`, by default as the scheme's reference case, else with everything at its best; what that lacks is filled in. Then some
    facts and rows are moved: to the ends of their domains, to and around the thresholds of clauses, or anywhere; what a constraint ties to them
    moves along. So it shrinks to what it began as, with the fewest facts moved and each as little as can be. At last some facts are taken away,
    few, half or nearly all, unless it is to be `complete`: then every fact is given, and every total is given or told by rows.

        scheme = load_scheme("changzhou-2021")

        @given(cases(scheme))
        def test_no_total_is_above_110(case):
            total = assess(scheme, case).total
            assert total is None or total <= 110

    Raises InvalidArgument where `scheme` does not load, where `near` is not one of its cases, or where no case was found that obeys its constraints.
    """
    ground = Ground.of(scheme)
    _check_flag("complete", complete)
    return _cases(drawing(ground, near), least=None if complete else 0)


def partial_cases(scheme: Scheme, *, near: Case | None = None) -> st.SearchStrategy[Case]:
    """Cases as `cases` draws them, each of which lacks one fact, cell or table at least.

        @given(partial_cases(scheme))
        def test_what_is_missing_is_never_nought(case): ...

    Raises InvalidArgument as `cases`.
    """
    return _cases(drawing(Ground.of(scheme), near), least=1)


def completions(scheme: Scheme, case: Case, only: Collection[str] | None = None) -> st.SearchStrategy[Case]:
    """What a case may turn out to be: the same with everything that it lacks filled in, within the constraints; with `only`, those facts alone.

    What it gives stays as it is, word for word. Totals are given where no rows tell them.

        case = data.draw(partial_cases(scheme))
        whole = data.draw(completions(scheme, case))
        assert assess(scheme, case).overall.range.lowest <= assess(scheme, whole).total

    Raises InvalidArgument where the scheme does not accept the case or has no fact named in `only`. An example is rejected where no completion was
    found; a case that was drawn here remembers one that it was taken from.
    """
    ground = Ground.of(scheme)
    situation = entered(ground, case)
    unknown = [name for name in only or () if name not in ground.lowered.inputs]
    if unknown:
        raise InvalidArgument(f"only={only!r}: " + no_such(ground, "fact", unknown[0], ground.lowered.inputs))
    return _completions(ground, situation, case, None if only is None else frozenset(only))


def thinned(case: Case) -> st.SearchStrategy[Case]:
    """The case with some of its facts and tables taken away, for laws about what missing facts may change. Shrinks to the case itself.

        @given(thinned(load_case("xinbei-2020", scheme)))
        def test_its_range_only_widens(thin): ...

    Raises InvalidArgument where `case` is not a Case.
    """
    if not isinstance(case, Case):
        raise InvalidArgument(f"case={case!r} is not a Case; load it first: load_case(...)")
    return _thinned(case)


def _check_flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise InvalidArgument(f"{name}={value!r} is neither True nor False")


@st.composite
def _cases(draw: Draw, of: Drawing, least: int | None) -> Case:
    whole = draw(situations(of))
    drawn = whole if least is None else draw(thinnings(of.ground, whole, least=least))
    told(of, drawn)
    case = of.ground.leave(drawn, of.near)
    return case if drawn is whole else _taken_from(of.ground.leave(whole, of.near), case)


@st.composite
def _completions(draw: Draw, ground: Ground, situation: Situation, case: Case, only: frozenset[str] | None) -> Case:
    known = None if only is None else only | situation.values.keys()
    missing = lacks(situation)
    whole = completed(ground, situation, [*map(ground.enter, _origins(case)), start(ground)], known)
    if whole is None:
        reject()

    def free(spot: Spot) -> bool:
        return missing(spot) and (only is None or spot.name in only)

    facts = tuple(name for name in ground.lowered.inputs if free(Spot(name)))
    tables = () if only is not None else tuple(ground.lowered.tables)
    found = draw(situations(Drawing(ground, whole, Mover(ground, free, known), facts, tables, kept=frozenset(situation.rows))))
    return _kept(case, ground.leave(found, case))


def _taken_from(whole: Case, case: Case) -> Case:
    """The case, remembering what it was taken from: that is one completion of it at least."""
    case.once(ORIGIN, lambda: whole)
    return case


def _origins(case: Case) -> Iterator[Case]:
    """What a case was taken from, and that in turn."""
    origin: Case | None = case.once(ORIGIN, lambda: None)
    while origin is not None:
        yield origin
        origin = origin.once(ORIGIN, lambda: None)


def _kept(case: Case, found: Case) -> Case:
    """The case as it was given, with what was found for it beside."""
    given = {fact.id for fact in case.facts}
    tables = {table.id: table for table in case.tables}
    for table in found.tables:
        old = tables.get(table.id, table)
        rows = zip(old.rows, table.rows, strict=True)
        tables[table.id] = evolve(old, rows=tuple(evolve(row, cells={**new.cells, **row.cells}) for row, new in rows))
    return evolve(case, facts=(*case.facts, *(fact for fact in found.facts if fact.id not in given)), tables=tuple(tables.values()))


@st.composite
def _thinned(draw: Draw, case: Case) -> Case:
    facts = tuple(fact for fact in case.facts if not draw(st.booleans()))
    return _taken_from(case, evolve(case, facts=facts, tables=tuple(table for table in case.tables if not draw(st.booleans()))))
