"""Sphinx configuration: English reference, Chinese policy pages, nothing loaded from outside."""

project = "supervision-rules"
language = "en"

extensions = ["myst_parser", "supervision_rules.sphinxext"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

supervision_rules_schemes = ["changzhou-2021"]
supervision_rules_pages = "schemes"

html_theme = "furo"
html_title = project
html_show_copyright = False  # a year would make the build depend on its date
html_copy_source = False
html_show_sourcelink = False
html_search_language = "zh"
html_show_search_summary = False  # a page opened from a file may not read the others
