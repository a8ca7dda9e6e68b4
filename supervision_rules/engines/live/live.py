"""One district as its evidence arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ...assessment import Assessment
from ...scheme import Case, Event, Scheme
from .changes import Change, Finding, Outlook
from .engine import Judge, LiveEngine
from .watching import Raised


class Live:
    """A district of a scheme: `post` evidence as it arrives, see at once what follows.

        with Live(load_scheme("changzhou-2021"), "演练区", "drill.journal") as live:
            change = live.post({"id": "1", "at": "2020-03-05", "fact": "funding.primary", "value": "730元"})

    `journal`, `engine` and `now` as those of `LiveEngine`.
    """

    def __init__(
        self,
        scheme: Scheme,
        district: str,
        journal: str | Path | None = None,
        *,
        engine: Judge = "durable",
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.id = district
        self.engine = LiveEngine(scheme, journal, engine=engine, now=now)

    def post(self, event: Event | Mapping[str, Any]) -> Change:
        """Let an event of the district arrive, as `LiveEngine.post`; a mapping need not name the district.

        Raises ValueError for an event of another district.
        """
        made = {"district": self.id, **event} if isinstance(event, Mapping) else event
        district = made["district"] if isinstance(made, Mapping) else made.district
        if district != self.id:
            raise ValueError(f"{district} is not {self.id}")
        return self.engine.post(made)

    def advance(self, when: date) -> Change:
        """Let time go on without an event."""
        return self.engine.advance(self.id, when)

    @property
    def case(self) -> Case:
        """The evidence as it stands, as a case."""
        return self.engine.district(self.id).case

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The clauses that apply."""
        return self.engine.district(self.id).findings

    @property
    def outlook(self) -> Outlook:
        """Total, range and grades."""
        return self.engine.district(self.id).outlook

    @property
    def alerts(self) -> tuple[Raised, ...]:
        """The alerts and vetoes that stand."""
        return self.engine.district(self.id).raised

    @property
    def assessment(self) -> Assessment:
        """What the exact engine makes of the evidence. Raises SupervisionRulesError where the evidence contradicts itself."""
        return self.engine.assess(self.id)

    def close(self) -> None:
        """Close the journal."""
        self.engine.close()

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
