"""The rows below a header → points, with everything that is wrong in them."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import define, field

from ..loading.grid import At, Grid
from ..messages import Argument, Place, Problem
from .header import Header, Role, read_header
from .table import Heading
from .words import one_line, parse_worth, plain, split_number, split_worth, tidy

TOTAL = re.compile(r"(合计|总计|总分|总分值|小计)[:(]?([0-9.]+)?分?\)?")
SUBTOTAL = "小计"
BONUS = re.compile(r"(附?加分|附加)(项|项目|指标|部分|分)?")
NOTE = re.compile(r"(注|备注|说明|附注|填表说明)[0-9]*[:.、]")


@define
class Row:
    """A point that is being read: what its rows have said so far, its standards by where they stand."""

    at: int
    title: str
    own_number: str = ""
    printed: str = ""
    worth: Fraction | None = None
    standards: dict[At, str] = field(factory=dict)
    headings: tuple[Heading, ...] = ()
    place: Place | None = None


@define
class RowReader:
    """Reads the rows of grids, one after another, into points.

    What a table has besides, remarks and bonuses, becomes notes; `beside` is what such bonuses are worth.
    """

    file: str
    worths: bool = True
    points: list[Row] = field(factory=list)
    notes: list[str] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    numbers_merged: bool = False
    beside: Fraction = Fraction(0)
    stated: dict[tuple[str, ...], tuple[Fraction, Place]] = field(factory=dict)
    _grid: Grid = field(init=False)
    _header: Header = field(init=False)
    _current: dict[Role, Heading] = field(factory=dict, init=False)
    _heads: list[Problem] = field(factory=list, init=False)
    _bonus_at: int = field(default=0, init=False)

    def read(self, grid: Grid, header: Header) -> None:
        """Read everything below the header of a grid."""
        self._grid, self._header, self._bonus_at, before = grid, header, 0, len(self.points)
        for row in grid.rows:
            if row > header.row and read_header(grid, row).columns.keys() != header.columns.keys():
                self._row(row, before)
        self.problems += self._heads

    def _row(self, row: int, before: int) -> None:
        filled = self._grid.filled(row)
        first = self._grid.cell(row, filled[0]).text
        title = self._grid.origin(row, self._header.columns[Role.TITLE].start)
        if total := TOTAL.fullmatch(plain(first)):
            self._total(row, before, total)
        elif len(filled) == 1 and NOTE.match(plain(first)):
            self.notes.append(one_line(first))
        elif title[0] < row and title[0] == self._bonus_at:
            pass
        elif title[0] < row and self.points and self.points[-1].at == title[0]:
            self._more(row)
        elif len(filled) == 1 and not self._header.levels and self._is_heading(row, filled[0]):
            self.problems += self._heads
            self._head(Role.LEVEL_1, first, row, filled[0])
            self._heads = [self._not_understood(row)]
        elif self._text(row, Role.TITLE) and len(filled) > 1:
            self._point(row)
        elif all(any(column in self._header.columns[level] for level in self._header.levels) for column in filled):
            self._headings(row)
            self._heads = [self._not_understood(row)]
        elif any(self._text(row, role) for role in (Role.WORTH, Role.STANDARD)):
            self._note("cell-missing", self._at(row, Role.TITLE), column=Role.TITLE.words)
        else:
            self.problems.append(self._not_understood(row))

    def _is_heading(self, row: int, column: int) -> bool:
        """Whether a cell reaches from the titles to the standards."""
        return all(self._header.columns[role].start in self._grid.span(row, column) for role in (Role.TITLE, Role.STANDARD))

    def _not_understood(self, row: int) -> Problem:
        at = (row, self._grid.filled(row)[0])
        return Problem("row-not-understood", {"text": one_line(self._grid.cell(*at).text)[:40]}, place=self._place(at))

    def _point(self, row: int) -> None:
        headings = self._headings(row)
        if headings and BONUS.fullmatch(plain(headings[0].title)):
            self._bonus(row, headings[0])
            return
        title, behind = split_worth(one_line(self._text(row, Role.TITLE)))
        number, rest = split_number(title)
        made = Row(at=row, title=title, own_number=number, headings=headings, place=self._place((row, self._header.columns[Role.TITLE].start)))
        made.printed = self._number(row)
        made.standards = self._standards(row)
        made.worth = self._worth(row, behind, rest)
        if not any(made.standards.values()):
            self._note("cell-missing", self._at(row, Role.STANDARD), column=Role.STANDARD.words)
        self.points.append(made)
        self._heads = []

    def _bonus(self, row: int, heading: Heading) -> None:
        """A bonus that stands in the table of points: it is no point, and its rules are not looked for here."""
        self.notes.append(f"{heading.title}：{one_line(self._text(row, Role.TITLE))}")
        self.beside += parse_worth(self._text(row, Role.WORTH)) or 0
        self._bonus_at = row
        self._heads = []

    def _more(self, row: int) -> None:
        """A row of a point whose title is merged over several."""
        self.points[-1].standards |= {at: text for at, text in self._standards(row).items() if at not in self.points[-1].standards}
        worth = self._columns(Role.WORTH)
        if worth and self.worths and self._grid.origin(row, worth.start)[0] == row and (text := self._text(row, Role.WORTH)):
            before = self.points[-1].worth
            self._note("worths-differ", self._at(row, Role.WORTH), title=self.points[-1].title, first="" if before is None else before, second=text)

    def _number(self, row: int) -> str:
        number = self._columns(Role.NUMBER)
        own = bool(number) and self._grid.origin(row, number.start)[0] == row
        self.numbers_merged |= bool(number) and not own
        return re.sub(r"[、.．,()（）]+$|^[(（]", "", plain(self._text(row, Role.NUMBER))) if own else ""

    def _standards(self, row: int) -> dict[At, str]:
        """The texts that are the standard in a row, by where they stand; several columns under one heading are one text."""
        origins = dict.fromkeys(self._grid.origin(row, column) for column in self._columns(Role.STANDARD))
        for at in origins:
            self._check(at)
        text = tidy(" ".join(tidy(self._grid.cell(*at).text) for at in origins))
        return {next(iter(origins)): text} if origins else {}

    def _worth(self, row: int, behind: Fraction | None, title: str) -> Fraction | None:
        columns = self._columns(Role.WORTH)
        if not columns:
            return behind
        own = self._grid.origin(row, columns.start)[0] == row
        text = self._text(row, Role.WORTH) if own else ""
        if not text:
            if self.worths and behind is None:
                self._note("cell-missing", self._at(row, Role.WORTH), column=Role.WORTH.words)
            return behind
        worth = parse_worth(text)
        if worth is None:
            self._note("bad-worth", self._at(row, Role.WORTH), text=one_line(text)[:40])
        elif worth <= 0:
            self._note("worth-not-positive", self._at(row, Role.WORTH), worth=worth)
        elif behind is not None and behind != worth:
            self._note("worths-differ", self._at(row, Role.WORTH), title=title, first=behind, second=worth)
        return worth

    def _headings(self, row: int) -> tuple[Heading, ...]:
        """The indicators over a row. An empty cell goes on with what stands above it, as long as the level before it does."""
        seen: set[At] = set()
        for level in self._header.levels:
            at = self._grid.origin(row, self._header.columns[level].start)
            text = self._text(row, level)
            if text and at not in seen and at[0] == row:
                self._head(level, text, row, at[1])
            elif text and at in seen:
                self._current.pop(level, None)
            seen.add(at)
        return tuple(heading for _, heading in sorted(self._current.items()))

    def _head(self, level: Role, text: str, row: int, column: int) -> None:
        title, worth = split_worth(one_line(text))
        number, title = split_number(title)
        if self._current.get(level) != Heading(title=title, number=number):
            self._current = {one: heading for one, heading in self._current.items() if one < level}
            self._current[level] = Heading(title=title, number=number)
        if worth is not None:
            path = tuple(heading.title for _, heading in sorted(self._current.items()))
            self.stated[path] = (worth, self._place((row, column)))

    def _total(self, row: int, before: int, said: re.Match[str]) -> None:
        """A row with the sum: of this grid, or of all so far. A part's sum is not asked, since nothing says of which part."""
        columns = self._columns(Role.WORTH)
        text = said[2] or (self._text(row, Role.WORTH) if columns else "")
        stated = parse_worth(text)
        if said[1] == SUBTOTAL or stated is None or self.problems:
            return
        whole, own = (_sum(points) for points in (self.points, self.points[before:]))
        if stated not in (whole, own, whole + self.beside):
            self._note("total-contradicts", self._at(row, Role.WORTH if columns else Role.TITLE), what=said[1], stated=stated, sum=whole)

    def check_headings(self) -> None:
        """The worths that stand behind the titles of indicators are those of their points together."""
        for path, (worth, place) in self.stated.items() if not self.problems and self.worths else ():
            own = [one for one in self.points if tuple(heading.title for heading in one.headings)[: len(path)] == path]
            if _sum(own) != worth and not BONUS.fullmatch(path[0]):
                self.problems.append(Problem("total-contradicts", {"what": path[-1], "stated": worth, "sum": _sum(own)}, place=place))

    def number_points(self) -> bool:
        """Give every point its number and say whether all are printed: that of its column, else the one before its title; where not every title has
        one, its place in the table.

        A column whose cells are merged over several points numbers something else. One that numbers most points must number all.
        """
        if any(one.printed for one in self.points) and not self.numbers_merged:
            for one in self.points:
                number, title = split_number(one.title)
                one.title = title if number and plain(number) == one.printed else one.title
                if not one.printed:
                    self.problems.append(Problem("cell-missing", {"column": Role.NUMBER.words}, place=one.place))
            return True
        printed = bool(self.points) and all(one.own_number for one in self.points)
        for position, one in enumerate(self.points, 1):
            one.printed, one.title = split_number(one.title) if printed else (str(position), one.title)
        return printed

    def _columns(self, role: Role) -> range:
        return self._header.columns.get(role, range(0))

    def _text(self, row: int, role: Role) -> str:
        """What stands in a row under a heading, once."""
        origins = dict.fromkeys(self._grid.origin(row, column) for column in self._columns(role))
        for at in origins:
            self._check(at)
        return " ".join(text for at in origins if (text := self._grid.cell(*at).text.strip()))

    def _check(self, at: At) -> None:
        lacks = self._grid.cell(*at).lacks
        place = self._place(at)
        if lacks and all(one.place != place for one in self.problems):
            self._note("cell-without-value", at, written=lacks[:60])

    def _at(self, row: int, role: Role) -> At:
        return row, self._header.columns[role].start

    def _note(self, code: str, at: At, **arguments: Argument) -> None:
        """Note a problem of a cell; one that has no value is not missing besides."""
        place = self._place(at)
        if code != "cell-missing" or all((one.code, one.place) != ("cell-without-value", place) for one in self.problems):
            self.problems.append(Problem(code, arguments, place=place))

    def _place(self, at: At) -> Place:
        return Place(self.file, *at, one_line(self._grid.cell(*at).text)[:60], self._grid.where(*at))


def _sum(points: list[Row]) -> Fraction:
    return sum((one.worth or Fraction(0) for one in points), Fraction(0))
