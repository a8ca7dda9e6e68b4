"""Policy docs by Sphinx: `extensions = ["supervision_rules.sphinxext"]`.

Settings: `supervision_rules_schemes`, ids or paths, whose pages are written below `supervision_rules_pages` (None: only directives);
`supervision_rules_policies`, further directories with schemes; `supervision_rules_language`, `zh` or `en`; `supervision_rules_prove`, whether the
pages say what is proved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from . import assets, search
from .directives import DIRECTIVES
from .domain import KINDS, NAME, Role, SupervisionDomain
from .markup import picture, trial
from .pages import write_pages
from .rulebook import RuleBookBuilder
from .view import make_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx of the domain, its directives and roles, and what its pages need."""
    from .. import __version__

    app.add_config_value("supervision_rules_schemes", [], "env", (list, tuple))
    app.add_config_value("supervision_rules_policies", [], "env", (list, tuple))
    app.add_config_value("supervision_rules_pages", "schemes", "env", (str, type(None)))
    app.add_config_value("supervision_rules_language", "zh", "env", (str,))
    app.add_config_value("supervision_rules_prove", True, "env", (bool,))
    app.add_domain(SupervisionDomain)
    app.add_builder(RuleBookBuilder)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain(NAME, name, cast("Any", directive))
    for kind in KINDS:
        app.add_role(kind, Role())
    app.add_node(picture, html=(assets.visit_picture, None), latex=(assets.skip, None), text=(assets.skip, None), man=(assets.skip, None))
    app.add_node(trial, html=(assets.visit_trial, None), latex=(assets.skip, None), text=(assets.skip, None), man=(assets.skip, None))
    app.add_css_file("supervision/supervision.css")
    app.add_message_catalog("sphinx", str(Path(__file__).parent / "locales"))
    search.install()
    app.connect("builder-inited", _prepare)
    app.connect("html-page-context", assets.add_scripts)
    app.connect("build-finished", _finish)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}


def _prepare(app: Sphinx) -> None:
    """Load the schemes and write their pages before Sphinx looks which pages there are."""
    config = app.config
    policies = [Path(app.confdir, one) for one in config.supervision_rules_policies]
    domain = cast("SupervisionDomain", app.env.get_domain(NAME))
    domain.site = make_site(policies, config.supervision_rules_language, config.supervision_rules_prove)
    if config.supervision_rules_pages is not None:
        for name in config.supervision_rules_schemes:
            view = domain.site.view(name)
            write_pages(view, name, Path(app.srcdir) / config.supervision_rules_pages / view.scheme.id)


def _finish(app: Sphinx, failure: Exception | None) -> None:
    if failure is None:
        domain = cast("SupervisionDomain", app.env.get_domain(NAME))
        assets.write(app, domain.site, list(app.config.supervision_rules_schemes))
