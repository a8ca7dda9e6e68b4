"""The laws as ready tests: each draws cases and holds what it sees against the law's own statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..messages import Catalogue, catalogue
from ..scheme import Scheme
from ..verification import LAWS, Law
from ..verification.observing import Observed, holds
from .trials import TRIALS, Seen

Test = Callable[[Any], None]


class BrokenLaw(AssertionError):
    """A law that does not hold, in words: what should be, of what, and what was seen."""

    def __init__(self, law: Law, of: str, seen: Observed, words: Catalogue) -> None:
        self.law = law
        lines = [f"{words.words(f'law.{law.id}')} [{law.id}]: {words.words(f'law.{law.id}.means')}", f"  {of}", f"  {law.says}"]
        lines += [f"    {name} = {_plain(value)}" for name, value in seen.items()]
        super().__init__("\n".join(lines))


def laws(of: Scheme | st.SearchStrategy[Scheme], examples: int | None = None) -> type:
    """The laws of a scheme as a class of tests, one a law, for pytest to collect.

        TestLaws = laws(load_scheme("my-scheme"))

    Given a strategy of schemes only those laws are there that the way of counting guarantees, whatever a scheme says. A law that is broken raises
    BrokenLaw, an AssertionError that says which law, of what, and what was seen; Hypothesis shows the smallest cases that break it. What they cannot
    try on a scheme (it has no bonus, no fact that can move alone) passes. `examples`: how many cases each law is tried on, by default as many as the
    Hypothesis profile says.

    Raises InvalidArgument where `of` is neither.
    """
    if not isinstance(of, Scheme | st.SearchStrategy):
        raise InvalidArgument(f"of={of!r} is neither a Scheme nor a strategy of schemes")
    return type("Laws", (), {f"test_{law.id.replace('-', '_')}": _test(law, of, examples) for law in tested(of)})


def tested(of: Scheme | st.SearchStrategy[Scheme]) -> tuple[Law, ...]:
    """The laws that are tried on a scheme, or on any scheme at all."""
    return tuple(law for law in LAWS if law.tested and (law.guaranteed or isinstance(of, Scheme)))


def _test(law: Law, of: Scheme | st.SearchStrategy[Scheme], examples: int | None) -> Test:
    @given(data=st.data())
    def test(self: Any, data: st.DataObject) -> None:  # noqa: ARG001
        try_law(law, of if isinstance(of, Scheme) else data.draw(of, "scheme"), data)

    test.__doc__ = catalogue("en").words(f"law.{law.id}.means")
    ready: Test = test if examples is None else settings(max_examples=examples)(test)
    return ready


def try_law(law: Law, scheme: Scheme, data: st.DataObject) -> None:
    """Draw what a law needs and hold it against the law. Raises BrokenLaw."""
    seen: Seen
    for seen in TRIALS[law.id](scheme, data):
        if holds(law, seen.values) is False:
            raise BrokenLaw(law, seen.of, seen.values, catalogue())


def _plain(value: Any) -> str:
    return str(value)
