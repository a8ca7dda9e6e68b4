"""A report as one HTML page that stands alone: to be opened from a file, sent by mail, printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from .blocks import Block, Bullet, Bullets, Heading, Paragraph, Table

STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin-top: 1.6rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
div.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 6em; }
th.number, td.number { min-width: 3em; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
@media print {
  body { max-width: none; margin: 0; }
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
}
"""


def page(blocks: Iterable[Block], language: str) -> str:
    """The whole page in a language (`zh` or `en`); its title is the first heading, its contents the headings of the second level."""
    given = list(blocks)
    title = next((block.text for block in given if isinstance(block, Heading)), "")
    body = "\n".join(line for number, block in enumerate(given) for line in _block(block, number))
    contents = "".join(f'<li><a href="#s{n}">{escape(b.text)}</a></li>' for n, b in enumerate(given) if isinstance(b, Heading) and b.level == 2)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
    tongue = "zh-CN" if language == "zh" else language
    first, _, rest = body.partition("\n")
    nav = f"<nav><ul>{contents}</ul></nav>" if contents else ""
    opening = f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>{head}<style>{STYLE}</style></head>'
    return "\n".join((opening, "<body>", first, nav, rest, "</body>", "</html>", ""))


def _block(block: Block, number: int) -> Iterator[str]:
    match block:
        case Heading():
            yield f'<h{block.level} id="s{number}">{escape(block.text)}</h{block.level}>'
        case Paragraph():
            yield f"<p>{escape(block.text)}</p>"
        case Bullets():
            yield _list(block.lines)
        case Table():
            rows = "\n".join(_row(row, "td", block.numbers) for row in block.rows)
            yield f'<div class="table"><table>\n<thead>{_row(block.headings, "th", block.numbers)}</thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>'


def _list(lines: Iterable[Bullet]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line.text)}{_list(line.below) if line.below else ''}</li>" for line in lines) + "</ul>"


def _row(cells: Sequence[str], tag: str, numbers: frozenset[int]) -> str:
    opening = {True: f'<{tag} class="number">', False: f"<{tag}>"}
    return "<tr>" + "".join(f"{opening[place in numbers]}{escape(cell)}</{tag}>" for place, cell in enumerate(cells)) + "</tr>"
