"""Two schemes compared, as it stands in the report of `compare`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ...comparison import compare
from ...reporting.blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from ...reporting.comparison import ComparisonReport
from ..markup import bullets, para, section, strong, table
from ..view import SchemeView


def page(old: SchemeView, new: SchemeView, prove: bool) -> list[nodes.Node]:
    """What changed from one scheme to the other, and what that does to the cases of the older.

    Raises SupervisionRulesError as `compare`.
    """
    found = compare(old.scheme, new.scheme, old.cases.values(), prove=prove)
    first, *rest = ComparisonReport(old.words).of(found)
    assert isinstance(first, Heading)
    return [para(strong(first.text)), *_sections(rest, f"compare-{old.scheme.id}-{new.scheme.id}")]


def _sections(blocks: Iterable[Block], name: str) -> list[nodes.Node]:
    """Blocks as nodes, those under a heading in its section."""
    made: list[nodes.Node] = []
    open_sections: list[tuple[int, nodes.section]] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            while open_sections and open_sections[-1][0] >= block.level:
                open_sections.pop()
            place = section(f"{name}-{number}", block.text)
            _put(made, open_sections, place)
            open_sections.append((block.level, place))
        else:
            _put(made, open_sections, _node(block))
    return made


def _put(made: list[nodes.Node], open_sections: list[tuple[int, nodes.section]], node: nodes.Node) -> None:
    if open_sections:
        open_sections[-1][1].append(node)
    else:
        made.append(node)


def _node(block: Paragraph | Bullets | Table) -> nodes.Node:
    match block:
        case Paragraph():
            return para(block.text)
        case Bullets():
            return _list(block.lines)
        case Table():
            return table(block.headings, block.rows, numbers=block.numbers)


def _list(lines: Iterable[Bullet]) -> nodes.bullet_list:
    return bullets([list(_line(line)) for line in lines])


def _line(line: Bullet) -> Iterator[nodes.Node]:
    yield para(line.text)
    if line.below:
        yield _list(line.below)
