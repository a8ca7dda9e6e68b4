"""Sphinx configuration: English reference, Chinese policy pages, nothing loaded from outside."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for reference_pages

project = "supervision-rules"
language = "en"

extensions = ["myst_parser", "supervision_rules.sphinxext", "sphinx.ext.autodoc", "sphinx_click", "reference_pages"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

default_role = "literal"  # `so` in docstrings and help texts
smartquotes_action = "qe"  # -- stays: it begins an option
python_maximum_signature_line_length = 100
python_use_unqualified_type_names = True
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

supervision_rules_schemes = ["changzhou-2021"]
supervision_rules_pages = "schemes"

html_theme = "furo"
html_title = project
html_show_copyright = False  # a year would make the build depend on its date
html_copy_source = False
html_show_sourcelink = False
html_search_language = "zh"
html_show_search_summary = False  # a page opened from a file may not read the others
