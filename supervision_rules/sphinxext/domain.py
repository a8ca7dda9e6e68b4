"""The Sphinx domain: points, facts, targets and the rest as objects that any page can refer to, and other sites by their inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import __
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .view import Site

NAME = "supervision"
KINDS = ("scheme", "indicator", "point", "bonus", "veto", "alert", "grade", "target", "fact", "reading", "case", "law")
ALIKE = {"target", "law"}
Found = tuple[str, str, str]
logger = logging.getLogger(__name__)


class Role(XRefRole):
    """A role that says what it refers to by its title, and belongs to the domain even where it is written without it."""

    def __init__(self) -> None:
        super().__init__(warn_dangling=True, innernodeclass=nodes.inline)

    def __call__(self, name: str, *arguments: Any, **options: Any) -> Any:
        """The reference of a role as it was written."""
        return super().__call__(name if ":" in name else f"{NAME}:{name}", *arguments, **options)

    def process_link(self, env: BuildEnvironment, refnode: Any, has_explicit_title: bool, title: str, target: str) -> tuple[str, str]:
        """Remember of which scheme the page is that refers."""
        refnode["supervision:scheme"] = env.ref_context.get("supervision:scheme")
        return super().process_link(env, refnode, has_explicit_title, title, target)


class SupervisionDomain(Domain):
    """What schemes are made of. A name is `scheme/id`, of a scheme the id alone; within a scheme's own pages, or where no other scheme has the id,
    `id` will do. Targets and laws are the same everywhere: of those that have a page, the first is meant.
    """

    name = NAME
    label = "education supervision"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {kind: Role() for kind in KINDS}
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}}
    data_version = 1
    site: Site

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: ARG002
        """What a kind of object is called in search results."""
        return self.site.words.words(f"docs.kind.{type.lname}")

    @property
    def objects(self) -> dict[tuple[str, str], Found]:
        """Page, anchor and title of everything by kind and name."""
        found: dict[tuple[str, str], Found] = self.data["objects"]
        return found

    def note(self, kind: str, name: str, anchor: str, title: str) -> None:
        """Say that something stands on the page that is being read; a second place of the same is a warning."""
        here = self.env.current_document.docname
        known = self.objects.get((kind, name))
        if known is not None and known[0] != here:
            logger.warning(__("%s %s has a page already: %s"), kind, name, known[0], location=here, type="supervision", subtype="twice")
            return
        self.objects[kind, name] = here, anchor, title

    def clear_doc(self, docname: str) -> None:
        """Forget what stood on a page."""
        for key in [key for key, (page, _, _) in self.objects.items() if page == docname]:
            del self.objects[key]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        pages = set(docnames)
        self.objects.update({key: found for key, found in otherdata["objects"].items() if found[0] in pages})

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """The link of a reference; None where there is no such object."""
        found = self._found(typ, target, node.get("supervision:scheme"))
        if found is None:
            return None
        page, anchor, title = found
        said = contnode if node.get("refexplicit") else nodes.inline("", title, classes=contnode["classes"])
        return make_refnode(builder, fromdocname, page, anchor, said, title)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str, node: pending_xref, contnode: nodes.Element
    ) -> list[tuple[str, nodes.reference]]:
        """The links that a reference of no kind may mean."""
        links = ((kind, self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)) for kind in KINDS)
        return [(f"{NAME}:{kind}", link) for kind, link in links if link is not None]

    def _found(self, kind: str, target: str, scheme: str | None) -> Found | None:
        if kind == "scheme" or "/" in target:
            return self.objects.get((kind, target))
        here = self.objects.get((kind, f"{scheme}/{target}"))
        alike = [found for (other, name), found in sorted(self.objects.items()) if other == kind and name.partition("/")[2] == target]
        return here or (alike[0] if len(alike) == 1 or (alike and kind in ALIKE) else None)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Everything, for the search and the inventory that other sites read."""
        for (kind, name), (page, anchor, title) in sorted(self.objects.items()):
            yield name, title, kind, page, anchor, 1
