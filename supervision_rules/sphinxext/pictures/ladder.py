"""The grades from best to worst with their conditions, and the vetoes that lead down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from ...messages import Catalogue, message
from .svg import BAD, FAINT, box, cut, element, line, sheet, words

WIDTH, ROW, HIGH = 640, 56, 42
LEFT, SPAN = 20, 270
VETO_LEFT = 330


def ladder_picture(grades: Sequence[tuple[str, str]], vetoes: Sequence[tuple[str, str, int | None]], catalogue: Catalogue) -> str:
    """Grades with their conditions, best first; vetoes with what they do and the best grade that they leave (None: one lower than it was)."""
    height = 12 + max(ROW * len(grades), ROW * len(vetoes))
    pieces = [*_grades(grades), *_vetoes(vetoes, len(grades))]
    told = [message("picture.grade", grade=grade, condition=condition) for grade, condition in grades]
    told += [message("picture.veto", veto=title, effect=effect) for title, effect, _ in vetoes]
    return sheet(WIDTH, height, catalogue.say(message("picture.ladder")), catalogue.say(told), pieces)


def _grades(grades: Sequence[tuple[str, str]]) -> Iterator[Markup]:
    for row, (grade, condition) in enumerate(grades):
        top = 6 + row * ROW
        yield box(LEFT, top, SPAN, HIGH, "sr-box", "#eceff2", rx=6, stroke=FAINT)
        yield words(grade, LEFT + 12, top + 27, "start", size=17)
        yield words(cut(condition, SPAN - 100), LEFT + SPAN - 12, top + 26, "end", size=13)


def _vetoes(vetoes: Sequence[tuple[str, str, int | None]], count: int) -> Iterator[Markup]:
    for row, (title, effect, best) in enumerate(vetoes):
        top = 6 + row * ROW
        yield box(VETO_LEFT, top, WIDTH - VETO_LEFT - 10, HIGH, "sr-veto", "none", rx=6, stroke=BAD)
        yield words(cut(title, WIDTH - VETO_LEFT - 34), VETO_LEFT + 12, top + 18, "start", size=13)
        yield words(effect, VETO_LEFT + 12, top + 35, "start", "sr-here", BAD, 13)
        if best is not None:
            target = 6 + min(best, count - 1) * ROW + HIGH // 2
            yield line(VETO_LEFT, top + HIGH // 2, LEFT + SPAN + 6, target, "sr-here", BAD, 2)
            yield element("path", d=f"M {LEFT + SPAN + 2} {target} l 9 -5 v 10 z", class_="sr-arrow", fill=BAD)
