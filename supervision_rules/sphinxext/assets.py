"""What pages need beside their text: the style sheet, the scripts of the what-if, and each scheme as data for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..engines.browser import runtime
from .content import trying
from .markup import picture, trial

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .view import Site

FOLDER = "supervision"
STATIC = Path(__file__).parent / "static"


def scheme_file(scheme: str) -> str:
    """The file of a scheme below the static files of a site."""
    return f"{FOLDER}/{scheme}.js"


def write(app: Sphinx, site: Site, schemes: list[str]) -> None:
    """Write scripts and data among the static files of a site."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "engine.js").write_text(runtime(), encoding="utf-8")
    for file in STATIC.iterdir():
        if file.suffix in (".js", ".css"):
            (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    for name in schemes:
        view = site.view(name)
        (folder / f"{view.scheme.id}.js").write_text(trying.data(view), encoding="utf-8")


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:  # noqa: ARG001
    """Give the scripts to the pages that have a what-if."""
    found = [] if doctree is None else list(doctree.findall(trial))
    if found:
        for file in ("engine.js", *(f"{scheme}.js" for scheme in dict.fromkeys(one["scheme"] for one in found)), "what-if.js"):
            app.add_js_file(f"{FOLDER}/{file}", loading_method="defer")


def visit_picture(translator: Any, node: picture) -> None:
    """A picture stands in the page itself, so that it takes the page's colours."""
    classes = " ".join(node["classes"])
    translator.body.append(f'<figure class="{classes}">{node["svg"]}</figure>')
    raise nodes.SkipNode


def visit_trial(translator: Any, node: trial) -> None:
    """The controls."""
    translator.body.append(node["html"])
    raise nodes.SkipNode


def skip(translator: Any, node: nodes.Node) -> None:  # noqa: ARG001
    """Nothing, where a page cannot be looked at or tried."""
    raise nodes.SkipNode
