"""The laws as ready tests: each draws cases and holds what it sees against the law's own statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..lowering import lower
from ..messages import catalogue
from ..scheme import Scheme
from ..verification import LAWS, Law
from ..verification.accepting import covers
from ..verification.observing import holds
from .telling import broken_lines
from .trying import TRIALS, Seen

Test = Callable[[Any], None]


class BrokenLaw(AssertionError):
    """A law that does not hold, in words: which law, of what, the cases that show it with their findings, and what was seen."""

    def __init__(self, law: Law, seen: Seen, scheme: Scheme) -> None:
        self.law = law
        lines = [*broken_lines(law, seen, scheme), f"  {law.says} [{law.id}: {', '.join(seen.of)}]"]
        super().__init__("\n".join([*lines, *(f"    {name} = {value}" for name, value in seen.values.items())]))


def laws(of: Scheme | st.SearchStrategy[Scheme], examples: int | None = None) -> type:
    """The laws of a scheme as a class of tests, one a law, for pytest to collect.

        TestLaws = laws(load_scheme("my-scheme"))

    Given a strategy of schemes only those laws are there that the way of counting guarantees, whatever a scheme says. A law that is broken raises
    BrokenLaw, an AssertionError that says which law, of what, and what was seen; Hypothesis shows the smallest cases that break it. What they cannot
    try on a scheme (it has no bonus, no fact that can move alone) passes. `examples`: how many cases each law is tried on, by default as many as the
    Hypothesis profile says.

    Raises InvalidArgument where `of` is neither, SupervisionRulesError with everything that is wrong with the scheme.
    """
    if not isinstance(of, Scheme | st.SearchStrategy):
        raise InvalidArgument(f"of={of!r} is neither a Scheme nor a strategy of schemes")
    if isinstance(of, Scheme):
        lower(of)
    return type("Laws", (), {f"test_{law.id.replace('-', '_')}": law_test(law, of, examples) for law in laws_tried(of)})


def laws_tried(of: Scheme | st.SearchStrategy[Scheme]) -> tuple[Law, ...]:
    """The laws that are tried on a scheme, or on any scheme at all."""
    return tuple(law for law in LAWS if law.tested and (law.guaranteed or isinstance(of, Scheme)))


def law_test(law: Law, of: Scheme | st.SearchStrategy[Scheme], examples: int | None) -> Test:
    """A law as a test that takes a `self`, which it leaves alone."""

    @given(data=st.data())
    def test(self: Any, data: st.DataObject) -> None:  # noqa: ARG001
        try_law(law, of if isinstance(of, Scheme) else data.draw(of, "scheme"), data)

    test.__doc__ = catalogue("en").words(f"law.{law.id}.means")
    test.__name__ = test.__qualname__ = f"test_{law.id.replace('-', '_')}"
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    ready: Test = patient(test) if examples is None else settings(patient, max_examples=examples)(test)
    return ready


def try_law(law: Law, scheme: Scheme, data: st.DataObject) -> None:
    """Draw what a law needs and hold it against the law. Raises BrokenLaw, but not for what the scheme accepts."""
    seen: Seen
    for seen in TRIALS[law.id](scheme, data):
        if holds(law, seen.values) is False and not any(covers(one, law.id, seen.of) for one in scheme.accepted):
            raise BrokenLaw(law, seen, scheme)
