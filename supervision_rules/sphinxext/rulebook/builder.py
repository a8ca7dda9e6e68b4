"""The builder `rulebook`: all pages of a scheme in the order of their contents, set by Typst into one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.nodes import inline_all_toctrees

from ...messages import Problem, SupervisionRulesError, require
from ..domain import NAME, SupervisionDomain
from .typst import quoted, typst

if TYPE_CHECKING:
    from ..view import SchemeView

FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimSun",
    "Microsoft YaHei",
    "PingFang SC",
)
TEMPLATE = Path(__file__).with_name("template.typ")


class RuleBookBuilder(Builder):
    """Writes `<scheme>.pdf` for every scheme of the project."""

    name = "rulebook"
    format = "typst"
    epilog = ""
    supported_image_types = ["image/svg+xml"]

    def get_outdated_docs(self) -> str:
        """Always all: a book is made whole."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002
        """References stay within the book."""
        return f"#{docname}"

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing is needed beforehand."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """No page is written by itself."""

    def write_documents(self, docnames: Set[str]) -> None:  # noqa: ARG002
        """Set the book of every scheme."""
        domain = cast("SupervisionDomain", self.env.get_domain(NAME))
        for name in self.config.supervision_rules_schemes:
            view = domain.site.view(name)
            page = domain.objects["scheme", view.scheme.id][0]
            target = Path(self.outdir, f"{view.scheme.id}.pdf")
            require("typst", "docs")
            typeset(_book(view, self._whole(page)), target)

    def _whole(self, page: str) -> str:
        tree = inline_all_toctrees(self, set(), page, self.env.get_doctree(page), lambda text: text, [page])
        self.env.resolve_references(tree, page, self)
        return typst(tree)


def _book(view: SchemeView, body: str) -> str:
    header = view.scheme.header
    values = {
        "title": header.title,
        "issuer": header.issuer,
        "reference": header.document,
        "notice-text": view.say("sheet.reconstructed", note="") if header.basis.value == "reconstructed" else "",
        "version": view.say("sheet.scheme", id=view.scheme.id, hash=view.lowered.hash[:16]),
        "contents": view.say("docs.contents"),
    }
    fonts = ", ".join(quoted(name) for name in known_fonts())
    settings = "".join(f"#let {name} = {quoted(value)}\n" for name, value in values.items())
    language = {"zh": "zh", "en": "en"}[view.words.language]
    return f'#let fonts = ({fonts},)\n#let language = "{language}"\n{settings}{TEMPLATE.read_text(encoding="utf-8")}\n{body}'


def known_fonts() -> list[str]:
    """The fonts with Chinese characters that this machine has, as `fonts_among`."""
    import typst as typesetter

    return fonts_among(typesetter.Fonts().families())


def fonts_among(families: Iterable[str]) -> list[str]:
    """The fonts with Chinese characters among some. Raises SupervisionRulesError (`no-chinese-font`) where there is none."""
    there = set(families)
    found = [name for name in FONTS if name in there]
    if not found:
        raise SupervisionRulesError([Problem("no-chinese-font", {"fonts": list(FONTS)})])
    return found


def typeset(source: str, target: Path) -> None:
    """Set a document into a PDF, which is there whole or not at all."""
    import typst as typesetter

    made = typesetter.compile(source.encode())
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(made)
    part.replace(target)
