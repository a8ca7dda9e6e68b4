"""What offices write in tables: numbers before titles, worths behind them, spaces and widths that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from ..expression import NotAnAmount, from_decimal

NUMBER = r"[A-Za-z]?\d{1,3}(?:[.-]\d{1,3})*|[一二三四五六七八九十百]{1,4}|[IVX]{1,5}"
NUMBERED = re.compile(
    rf"(?:\((?P<inside>{NUMBER})\)[、.]?|(?P<apart>{NUMBER})(?=\s)|(?P<marked>{NUMBER})[、.,:](?![0-9]))\s*(?P<title>\S.*)", re.DOTALL
)
CIRCLED = re.compile(r"([①-⑳])\s*(\S.*)", re.DOTALL)
WORTH = re.compile(r"(.*\S)\s*[（(]\s*(?:共|计|满分)?\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分\s*[）)]", re.DOTALL)
NARROW = str.maketrans({chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)})
CJK = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
BROKEN = re.compile(rf"(?<={CJK})\s*\n\s*|\s*\n\s*(?={CJK})")


def plain(text: str) -> str:
    """A text without what makes no difference to its reader: spaces, line breaks, widths."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def tidy(text: str) -> str:
    """A standard as it is printed: its lines, without empty ones and without spaces around them."""
    lines = re.split(r"\r\n|[\r\n\v\u2028\u2029]|_x000D_", text)
    return "\n".join(line.strip() for line in lines if line.strip())


def one_line(text: str) -> str:
    """A title, which breaks only where its cell is too narrow."""
    return re.sub(r"\s*\n\s*", " ", BROKEN.sub("", tidy(text)))


def split_number(text: str) -> tuple[str, str]:
    """The number before a title, or nothing, and the title: `一、管理效能`, `1.2 系统党建`, `（3）党建品牌`, `A1 管理效能`."""
    if circled := CIRCLED.fullmatch(text):
        return unicodedata.normalize("NFKC", circled[1]), circled[2]
    narrow = text.translate(NARROW)  # as long as the text itself
    found = NUMBERED.fullmatch(narrow)
    if found is None:
        return "", text
    return found["inside"] or found["marked"] or found["apart"], text[found.start("title") :]


def split_worth(text: str) -> tuple[str, Fraction | None]:
    """A title, and the worth that stands in brackets behind it: `管理效能（20分）`."""
    found = WORTH.fullmatch(text)
    return (text, None) if found is None else (found[1], parse_worth(found[2]))


def parse_worth(text: str) -> Fraction | None:
    """A worth as it is written: `2`, `２`, `1.5分`, also one below 0; None where it is none."""
    narrow = plain(text).removesuffix("分").replace("−", "-")
    if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", narrow, flags=re.ASCII):
        return None
    try:
        return from_decimal(Decimal(narrow))
    except NotAnAmount:
        return None
