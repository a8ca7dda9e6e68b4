"""Last year's scheme carried over to a new table: what becomes of every point, and what somebody has to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen

from ..comparison import Said
from ..loading import unstructure
from ..lowering import lower
from ..lowering.checks import SLUG
from ..messages import Message, Problem, SupervisionRulesError, catalogue, message
from ..scheme import Point, Scheme
from .headings import NewIndicator, Titles, fresh, indicators_of, titles
from .matching import Match, match_points
from .table import IssuedTable
from .words import plain


class Became(StrEnum):
    """What becomes of a point: its rules are carried over; they name a year, or its words or worth changed, so they are to be reviewed; there are
    none yet.
    """

    CARRIED = "carried"
    DATED = "dated"
    REWORDED = "reworded"
    WORTH = "worth"
    NEW = "new"


@frozen(kw_only=True)
class NewPoint:
    """A point of the new scheme. `review` says what changed, where somebody has to look at the rules."""

    id: str
    match: Match
    indicator: NewIndicator | None
    became: Became
    review: str = ""


@frozen(kw_only=True)
class Mention:
    """A line of the new scheme that still names a year of the old one."""

    file: str
    line: int
    text: str


@frozen(kw_only=True)
class Renewal:
    """A new year's scheme, before it is written.

    `removed` are points that the table no longer has, `idle` facts that only these read, `targets` those that rules read and nobody has confirmed for
    the new evaluated year, `files` the texts by their names below the directory of the scheme, `years` lines that still name an old year.
    """

    id: str
    old: Scheme
    table: IssuedTable
    year: int
    source: str
    points: tuple[NewPoint, ...]
    indicators: Mapping[Titles, NewIndicator]
    removed: tuple[Point, ...]
    idle: tuple[str, ...]
    targets: tuple[str, ...]
    files: Mapping[str, str] = field(factory=dict, repr=False)
    years: tuple[Mention, ...] = ()

    @property
    def later(self) -> int:
        """By how many years the new scheme is later."""
        return self.year - self.old.header.year

    @property
    def evaluated_year(self) -> int:
        """The year that the new scheme evaluates."""
        return self.old.header.evaluated_year + self.later

    @property
    def touched_readings(self) -> tuple[str, ...]:
        """The readings that speak of points which are removed."""
        gone = {point.id for point in self.removed}
        named = {one.id: {*one.points, *(item.id for each in one.alternative for item in each.point)} for one in self.old.readings}
        return tuple(id for id, points in named.items() if points & gone)

    def that(self, became: Became) -> tuple[NewPoint, ...]:
        """The points of which something became."""
        return tuple(point for point in self.points if point.became is became)


def next_id(scheme: Scheme, year: int) -> str:
    """The id of the scheme of another year: that of the scheme with the year in it changed."""
    old = str(scheme.header.year)
    return scheme.id.replace(old, str(year)) if old in scheme.id else f"{scheme.id}-{year}"


def plan_renewal(scheme: Scheme, table: IssuedTable, year: int, *, id: str = "", source: str = "", said: Sequence[Said] = ()) -> Renewal:
    """What becomes of a scheme by a new table; its files are not made yet.

    Raises SupervisionRulesError: `bad-slug`, and see `match_points`.
    """
    if id and not SLUG.fullmatch(id):
        raise SupervisionRulesError([Problem("bad-slug", {"id": id})])
    indicators = indicators_of(table, scheme)
    points: list[NewPoint] = []
    taken = {item.id for item in scheme.items}
    dated = _dated(scheme)
    for match in match_points(scheme, table, said):
        point = _new_point(scheme, match, indicators.get(titles(match.issued.headings)), taken, dated)
        taken.add(point.id)
        points.append(point)
    kept = {point.id for point in points}
    removed = tuple(point for point in scheme.points if point.id not in kept)
    evaluated = scheme.header.evaluated_year + year - scheme.header.year
    return Renewal(
        id=id or next_id(scheme, year),
        old=scheme,
        table=table,
        year=year,
        source=source,
        points=tuple(points),
        indicators=indicators,
        removed=removed,
        idle=_idle(scheme, {point.id for point in removed}),
        targets=_unconfirmed(scheme, kept, evaluated),
    )


def _new_point(scheme: Scheme, match: Match, indicator: NewIndicator | None, taken: set[str], dated: Mapping[str, str]) -> NewPoint:
    new, old = match.issued, match.old
    if old is None:
        return NewPoint(id=fresh(f"new-point-{new.number}", taken), match=match, indicator=indicator, became=Became.NEW)
    retitled, reworded = plain(old.title) != plain(new.title), plain(old.standard) != plain(new.standard)
    changes: list[Message] = [message("new-year.review.title", title=old.title)] if retitled else []
    changes += [message("new-year.review.worth", worth=old.worth or "—", new=new.worth or "—")] if old.worth != new.worth else []
    changes += [message("new-year.review.standard", standard=old.standard)] if reworded else []
    became = Became.REWORDED if retitled or reworded else Became.WORTH if changes else Became.DATED if old.id in dated else Became.CARRIED
    changes += [message("new-year.review.years", written=dated[old.id])] if old.id in dated else []
    words = catalogue("zh")  # what stands in a scheme is Chinese
    review = words.say(message("new-year.review", scheme=scheme.id, changes="".join(map(words.say, changes)))) if changes else ""
    return NewPoint(id=old.id, match=match, indicator=indicator, became=became, review=f"{old.review}{review}")


def _dated(scheme: Scheme) -> dict[str, str]:
    """The points whose rules, or quantities behind them, name the scheme's year or the evaluated one, each with where it does."""
    lowered = lower(scheme)
    named = _naming({scheme.header.year, scheme.header.evaluated_year})
    quantities = {one.id: f"{one.id} = {one.value.text}" for one in scheme.quantities}
    found: dict[str, str] = {}
    for point, item in zip(scheme.points, lowered.points, strict=True):
        rules = (str(value) for rule in point.rule for key, value in unstructure(rule).items() if key != "note")
        behind = (quantities[name] for name in lowered.read_by(item) if name in quantities)
        if written := next((text for text in (*rules, *behind) if named.search(text)), ""):
            found[point.id] = written
    return found


def _naming(years: Iterable[int]) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9])(?:{'|'.join(map(str, years))})(?![0-9])")


def _idle(scheme: Scheme, removed: set[str]) -> tuple[str, ...]:
    """The facts that only these points read."""
    lowered = lower(scheme)
    facts = {fact.id for fact in scheme.facts}
    gone = {name for item in lowered.items if item.id in removed for name in lowered.read_by(item)}
    others = {*lowered.graded_by, *(name for alert in lowered.alerts for name in lowered.read_by_alert(alert))}
    kept = {*others, *(name for item in lowered.items if item.id not in removed for name in lowered.read_by(item))}
    return tuple(sorted((gone - kept) & facts))


def _unconfirmed(scheme: Scheme, kept: Iterable[str], year: int) -> tuple[str, ...]:
    """The targets that the rules which are kept read, and that are not confirmed for a year."""
    lowered = lower(scheme)
    still = {*kept, *(bonus.id for bonus in scheme.bonuses)}
    names = [name for item in lowered.items if item.id in still for name in lowered.read_by(item)]
    names += [*lowered.graded_by, *(name for alert in lowered.alerts for name in lowered.read_by_alert(alert))]
    read = {lowered.constants[name].target for name in names if name in lowered.constants}
    return tuple(target.id for target in scheme.targets if target.id in read and year not in target.confirmed_for)


def mentions(files: Mapping[str, str], years: Iterable[int]) -> tuple[Mention, ...]:
    """The lines of data that name one of these years: not those that name a source or a document, and no remarks."""
    named = _naming(years)
    found: list[Mention] = []
    for file, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            said = re.sub(r"〔[^〕]*〕", "", line)
            if named.search(said) and not re.match(r"\s*(#|review|\{.*\bsource = |source)", said):
                found.append(Mention(file=file, line=number, text=line.strip()))
    return tuple(found)
