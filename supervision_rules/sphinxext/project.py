"""A site of some schemes by themselves, made whole or not at all."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from errno import EEXIST
from os import strerror
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ..messages import Catalogue, message, require
from ..scheme import Basis
from .view import make_site

if TYPE_CHECKING:
    from collections.abc import Iterator

INVENTORY = "objects.inv"
LANGUAGES = {"zh": "zh_CN", "en": "en"}


class SiteFailed(Exception):
    """Sphinx did not build the site; `args` are its warnings."""


def build_site(
    schemes: Sequence[str],
    output: Path,
    policies: Sequence[Path],
    words: Catalogue,
    *,
    prove: bool = True,
    book: bool = False,
    status: IO[str] | None = None,
) -> Path:
    """Build the site of schemes (ids or paths) into a directory and return its first page; a former site there is replaced.

    `prove`: whether pages say what is proved; `book`: whether each scheme is there as a PDF too; `status` is told of the progress. Raises
    SupervisionRulesError where a scheme is wrong or Sphinx is not installed (`extra-missing`), FileExistsError where the directory holds something
    else, SiteFailed with everything that Sphinx warns of.
    """
    require("sphinx", "docs")
    site = make_site(policies, words.language, prove)
    views = [site.view(name) for name in schemes]
    if output.exists() and not _replaceable(output):
        raise FileExistsError(EEXIST, strerror(EEXIST), str(output))
    lines = [words.words("docs.site"), "=" * 60, "", words.words("docs.site.intro"), "", ".. toctree::", "   :maxdepth: 1", ""]
    with _beside(output) as place:
        source, made = place / "source", place / "site"
        source.mkdir()
        books = [f"* `{view.scheme.header.title} (PDF) <{view.scheme.id}.pdf>`__" for view in views] if book else []
        ours = [view.scheme.header.title for view in views if view.scheme.header.basis is Basis.RECONSTRUCTED]
        notes = [f"* {words.say(message('docs.site.reconstructed', title=title))}" for title in ours]
        text = "\n".join([*lines, *(f"   {view.scheme.id}/index" for view in views), "", *books, "", *notes, ""])
        (source / "index.rst").write_text(text, encoding="utf-8")
        names = [str(view.scheme.directory.resolve()) if view.scheme.directory else name for name, view in zip(schemes, views, strict=True)]
        settings = _settings(names, policies, words, prove)
        _run(source, made, place / "trees", "html", settings, status)
        if book:
            _run(source, made, place / "trees", "rulebook", settings, status)
        _move(made, output)
    return output / "index.html"


def _settings(schemes: list[str], policies: Sequence[Path], words: Catalogue, prove: bool) -> dict[str, Any]:
    return {
        "project": words.words("docs.site"),
        "extensions": ["supervision_rules.sphinxext"],
        "language": LANGUAGES[words.language],
        "html_theme": "furo",
        "html_title": words.words("docs.site"),
        "html_search_language": "zh",
        "html_show_search_summary": False,  # a page opened from a file may not read the others
        "html_use_index": False,
        "html_show_copyright": False,
        "html_show_sourcelink": False,
        "html_copy_source": False,
        "supervision_rules_schemes": schemes,
        "supervision_rules_policies": [str(one.resolve()) for one in policies],
        "supervision_rules_pages": ".",
        "supervision_rules_language": words.language,
        "supervision_rules_prove": prove,
    }


def _run(source: Path, made: Path, trees: Path, builder: str, settings: dict[str, Any], status: IO[str] | None) -> None:
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace

    warnings = io.StringIO()
    try:
        with docutils_namespace():
            Sphinx(source, None, made, trees, builder, confoverrides=settings, status=status, warning=warnings).build()
    except SphinxError as error:
        raise SiteFailed(*click.unstyle(warnings.getvalue()).splitlines(), str(error)) from None
    found = click.unstyle(warnings.getvalue()).strip()
    if found:
        raise SiteFailed(*found.splitlines())


def _replaceable(output: Path) -> bool:
    """Whether a directory is empty or holds a site that was made before."""
    return output.is_dir() and (not any(output.iterdir()) or (output / INVENTORY).is_file())


@contextmanager
def _beside(output: Path) -> Iterator[Path]:
    """A directory for what is being made, on the same disk, gone afterwards."""
    above = next(place for place in output.absolute().parents if place.is_dir())
    with tempfile.TemporaryDirectory(dir=above, prefix=".site-") as place:
        yield Path(place)


def _move(made: Path, output: Path) -> None:
    """Put a site in its place; the former one goes only when the new one is there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    former = made.with_name("former")
    if output.exists():
        output.rename(former)
    try:
        made.rename(output)
    except OSError:
        if former.exists():
            former.rename(output)
        raise
    shutil.rmtree(former, ignore_errors=True)
