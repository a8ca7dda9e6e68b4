"""The live engine: events in, consequences out, for as many districts as there are; kept in a journal."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from ...assessment import Assessment
from ...loading import event_line, event_of, read_event
from ...messages import Place, Problem, Problems, SupervisionRulesError
from ...scheme import Event, Scheme, first
from ..exact import ExactEngine
from .arriving import Arrival, Slot
from .changes import Change
from .district import District
from .evidence import History
from .journal import ChangeKind, Entry, Journal
from .rules import LiveRules

Judge = Literal["durable", "exact"]
KEEP = 1024
TOO_EARLY = "event-future"


class LiveEngine:
    """Follows districts of a scheme as evidence arrives. For one thread at a time.

    `journal` is the file that keeps the events (None: they are kept in memory), `engine` who says which clauses apply: durable_rules, checked by the
    exact engine, or the exact engine alone. Of districts `keep` are held at hand; others are built anew from the journal when something arrives.
    """

    def __init__(
        self,
        scheme: Scheme,
        journal: str | Path | None = None,
        *,
        engine: Judge = "durable",
        keep: int = KEEP,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Make a scheme ready and open its journal; `now` says what is still in the future.

        Raises SupervisionRulesError: `live-missing` where durable_rules is not there, `not-a-journal`, `journal-of-other-scheme`; OSError where the
        file may not be opened.
        """
        self.scheme = scheme
        self._rules = LiveRules(scheme, durable=engine == "durable")
        self._exact = ExactEngine(scheme)
        self.journal = Journal(journal, scheme.id)
        self._keep = keep
        self._now = now
        self._districts: OrderedDict[str, District] = OrderedDict()
        self._clocks: dict[str, int] = {}
        self._in_batch = False

    def post(self, event: Event | Mapping[str, Any]) -> Change:
        """Let an event arrive; returns what it changed, when it is safely kept. One that the journal has already changes nothing.

        Raises SupervisionRulesError with all that is wrong with the event, which is then noted in the journal as refused, and OSError where the
        journal cannot be written; the districts stand as before.
        """
        line = event_line(event) if isinstance(event, Event) else json.dumps(dict(event), ensure_ascii=False, default=str)
        try:
            made = read_event(line if isinstance(event, Event) else event_line(event_of(event)))
        except SupervisionRulesError as error:
            self._note(line, error)
            raise
        return self._kept(made, line)

    def post_line(self, line: str, place: Place | None = None) -> Change:
        """As `post`, of a line of JSON; problems are at the place.

        A line that was refused is refused again (`event-refused-before`), whatever has arrived since: so lines that are read once more, after a crash
        say, come to the same. One that came too early may come again.
        """
        refused = self.journal.refused_before(line)
        if refused and refused != (TOO_EARLY,):
            raise SupervisionRulesError([Problem("event-refused-before", {"reasons": list(refused)}, place=place)])
        try:
            event = read_event(line, place)
        except SupervisionRulesError as error:
            self._note(line, error)
            raise
        return self._kept(event, line, place)

    def post_bytes(self, line: bytes, place: Place | None = None) -> Change:
        """As `post_line`, of a line of a file; one that is no UTF-8 is refused as well."""
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            refused = SupervisionRulesError([Problem("event-json", {"reason": f"UTF-8: {error.reason}"}, place=place)])
            self._note(line.decode(errors="backslashreplace"), refused)
            raise refused from None
        return self.post_line(text, place)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Keep all that is posted inside together: much faster, and whole or not at all should the machine fail."""
        try:
            with self.journal.transaction():
                self._look_elsewhere()
                self._in_batch = True
                yield
        except BaseException:
            self._forget_all()
            raise
        finally:
            self._in_batch = False

    def advance(self, district: str, when: date) -> Change:
        """Let time go on for a district without an event: what is overdue by that day or moment is told."""
        now = self._clocks[district] = max(first(when), self._clocks.get(district, 0))
        return self.district(district).change(None, {}, now)

    def district(self, id: str) -> District:
        """A district as it stands."""
        if not self._in_batch:
            self._look_elsewhere()
        found = self._districts.get(id)
        if found is None:
            found = self._districts[id] = self._built(id)
            if len(self._districts) > self._keep:
                self._forget(next(iter(self._districts)))
        self._districts.move_to_end(id)
        return found

    def assess(self, district: str) -> Assessment:
        """What the exact engine makes of the evidence as it stands.

        Raises SupervisionRulesError where the evidence contradicts itself.
        """
        return self._exact.assess(self.district(district).case)

    def close(self) -> None:
        """Close the journal and give back what durable_rules holds."""
        self.journal.close()
        if self._rules.engine is not None:
            self._rules.engine.close()

    def __enter__(self) -> LiveEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _kept(self, event: Event, line: str, place: Place | None = None) -> Change:
        with nullcontext() if self._in_batch else self.batch():
            try:
                return self._post(event)
            except SupervisionRulesError as error:
                if "engines-differ" in error.codes:
                    raise
                refused = error
            self.journal.refuse(line, refused.codes)
        raise refused.placed(lambda _: place) from None

    def _note(self, line: str, error: SupervisionRulesError) -> None:
        with nullcontext() if self._in_batch else self.batch():
            self.journal.refuse(line, error.codes)

    def _post(self, event: Event) -> Change:
        problems = Problems()
        body = event_line(event)
        known = self.journal.entry(event.district, event.id)
        district = self.district(event.district)
        if known is not None:
            if known.body != body:
                problems.add("event-id-reused", "id", id=event.id)
            problems.stop()
            return Change(district=event.district, event=event, before=district.outlook, after=district.outlook, repeated=True)
        if first(event.at) > first(self._now()):
            problems.add("event-future", "at", at=event.at.isoformat())
        district.refuse(problems, event)
        entry, standing = self._settled(problems, district, event, body)
        problems.stop()
        self.journal.append(entry)
        return district.change(event, standing, entry.at)

    def _settled(self, problems: Problems, district: District, event: Event, body: str) -> tuple[Entry, dict[Slot, Arrival | None]]:
        """The entry of an event, and what stands of its slot with it."""
        about = event.retracts or event.corrects
        arrival = None if event.retracts else self._received(problems, event)
        if not about:
            assert arrival is not None
            district.refuse_new(problems, arrival)
            district.refuse_orphan(problems, arrival, "row")
            return _entry(event, str(arrival.slot), ChangeKind.NEW, about, body), {arrival.slot: arrival}
        target, history = self._target(problems, event, about)
        slot = self._arrival(target.body).slot
        if arrival is not None and str(arrival.slot) != target.slot:
            problems.add("event-corrects-other", "corrects", id=about, slot=slot.words(self._rules.lowered))
            problems.stop()
        entry = _entry(event, target.slot, ChangeKind.RETRACTION if event.retracts else ChangeKind.CORRECTION, about, body)
        history.add(entry)
        if arrival is None or history.standing != event.id:
            arrival = self._standing(event.district, history)
        if arrival is None:
            district.refuse_without(problems, slot)
        else:
            district.refuse_orphan(problems, arrival, "retracts" if event.retracts else "row")
        return entry, {slot: arrival}

    def _received(self, problems: Problems, event: Event) -> Arrival:
        try:
            return self._rules.receiver.receive(event)
        except SupervisionRulesError as error:
            raise SupervisionRulesError([*problems.found, *error.problems]) from None

    def _target(self, problems: Problems, event: Event, about: str) -> tuple[Entry, History]:
        """The event that one corrects or retracts, with the history of its slot."""
        step = "retracts" if event.retracts else "corrects"
        target = self.journal.entry(event.district, about)
        if target is None:
            problems.add("event-unknown", step, id=about)
            raise SupervisionRulesError(problems.found)
        history = History.of(self.journal.of_slot(event.district, target.slot))
        if not history.counts(about):
            problems.add("event-taken-back", step, id=about)
            raise SupervisionRulesError(problems.found)
        return target, history

    def _standing(self, district: str, history: History) -> Arrival | None:
        entry = None if history.standing is None else self.journal.entry(district, history.standing)
        return None if entry is None else self._arrival(entry.body)

    def _arrival(self, body: str) -> Arrival:
        return self._rules.receiver.receive(read_event(body))

    def _built(self, id: str) -> District:
        """A district out of the journal."""
        histories: dict[str, History] = {}
        bodies: dict[str, str] = {}
        now = 0
        for entry in self.journal.of_district(id):
            histories.setdefault(entry.slot, History()).add(entry)
            bodies[entry.id] = entry.body
            now = max(now, entry.at)
        standing = [self._arrival(bodies[history.standing]) for history in histories.values() if history.standing is not None]
        district = District(self._rules, id)
        district.put({arrival.slot: arrival for arrival in standing}, now)
        district.latest = now
        district.advance(self._clocks.get(id, 0))
        return district

    def _look_elsewhere(self) -> None:
        if self.journal.changed_elsewhere():
            self._forget_all()

    def _forget(self, district: str) -> None:
        self._districts.pop(district, None)
        if self._rules.engine is not None:
            self._rules.engine.forget(district)

    def _forget_all(self) -> None:
        for district in list(self._districts):
            self._forget(district)


def _entry(event: Event, slot: str, change: ChangeKind, about: str, body: str) -> Entry:
    return Entry(event.district, event.id, first(event.at), slot, change, about, body)
