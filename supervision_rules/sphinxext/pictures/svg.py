"""The pieces of a drawing: lines, dots, words, and the sheet that they are on. Places are exact and written with one decimal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen
from markupsafe import Markup

from ...messages import fixed

Place = int | Fraction
INK, FAINT, LINE, BAD = "#1b1f23", "#c9d1d9", "#1f5f99", "#a02622"


def _text(place: Place) -> str:
    return fixed(Fraction(place), 1)


def element(name: str, content: Markup | str = "", /, **attributes: object) -> Markup:
    """An element; underscores in the names of attributes stand for hyphens, `class_` for class."""
    written = Markup("").join(Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Markup("<{name}{written}>{content}</{name}>").format(name=Markup(name), written=written, content=content)


def line(x1: Place, y1: Place, x2: Place, y2: Place, kind: str, stroke: str = INK, width: int = 1, **more: object) -> Markup:
    """A straight line."""
    return element("line", x1=_text(x1), y1=_text(y1), x2=_text(x2), y2=_text(y2), class_=kind, stroke=stroke, stroke_width=width, **more)


def path(places: Sequence[tuple[Place, Place]], kind: str, stroke: str = LINE) -> Markup:
    """A line over several places."""
    points = " ".join(f"{_text(x)},{_text(y)}" for x, y in places)
    return element("polyline", points=points, class_=kind, fill="none", stroke=stroke, stroke_width=3, stroke_linejoin="round")


def area(places: Sequence[tuple[Place, Place]], kind: str, fill: str) -> Markup:
    """What several places enclose."""
    return element("polygon", points=" ".join(f"{_text(x)},{_text(y)}" for x, y in places), class_=kind, fill=fill)


def dot(x: Place, y: Place, kind: str, *, hollow: bool = False, fill: str = LINE, size: int = 5) -> Markup:
    """A dot: full where a place belongs to it, hollow where it does not."""
    classes = f"{kind} sr-hollow" if hollow else kind
    return element("circle", cx=_text(x), cy=_text(y), r=size, class_=classes, fill="#fff" if hollow else fill, stroke=fill, stroke_width=2)


def box(x: Place, y: Place, width: Place, height: Place, kind: str, fill: str, title: str = "", **more: object) -> Markup:
    """A rectangle; `title` is what a pointer over it shows."""
    inner = element("title", title) if title else Markup("")
    return element("rect", inner, x=_text(x), y=_text(y), width=_text(width), height=_text(height), class_=kind, fill=fill, **more)


def words(said: str, x: Place, y: Place, anchor: str = "middle", kind: str = "sr-ink", fill: str = INK, size: int = 14) -> Markup:
    """Words whose base line begins, ends or has its middle at a place."""
    return element("text", said, x=_text(x), y=_text(y), class_=kind, fill=fill, font_size=size, text_anchor=anchor)


def sheet(width: int, height: Place, title: str, description: str, pieces: Iterable[Markup]) -> str:
    """The whole drawing, with a title and a description for whoever cannot see it."""
    inner = Markup("").join([element("title", title), element("desc", description), *pieces])
    start = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="inherit">').format(
        width, _text(height), f"{title}。{description}"
    )
    return str(start + inner + Markup("</svg>"))


def width_of(said: str, size: int = 14) -> int:
    """About how wide words are: a Han character as wide as high, others a little over half."""
    return sum(size if ord(one) > 0x2E7F else size * 6 // 10 for one in said)


def cut(said: str, room: int, size: int = 14) -> str:
    """Words that fit into so much room."""
    if width_of(said, size) <= room:
        return said
    while said and width_of(said + "…", size) > room:
        said = said[:-1]
    return said + "…"


@frozen
class Scale:
    """Where values lie along a side of a drawing."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    def __call__(self, value: Place) -> Fraction:
        """The place of a value."""
        return self.start + (Fraction(value) - self.low) * (self.end - self.start) / (self.high - self.low)
