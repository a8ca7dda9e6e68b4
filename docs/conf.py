"""Sphinx configuration: English reference, Chinese policy pages, nothing loaded from outside."""

import re

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

project = "supervision-rules"
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_show_copyright = False  # a year would make the build depend on its date
html_copy_source = False
html_show_sourcelink = False

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
WORD = re.compile(r"[a-zA-Z0-9_]+")


class SearchHanPairs(SearchEnglish):
    """English words, and every pair of neighbouring Han characters: finds any Chinese phrase of two characters or more.

    Sphinx's own Chinese search needs a dictionary that misses the terms of these pages, and is broken in Sphinx 9.0.
    """

    lang = "zh"
    language_name = "English"  # names the stemmer that the search page loads
    js_splitter_code = r"""
function splitQuery(query) {
  const terms = [];
  for (const [run] of query.matchAll(/[\u3400-\u9fff\uf900-\ufaff]+|[a-zA-Z0-9_]+/g)) {
    if (/^[a-zA-Z0-9_]/.test(run) || run.length < 3) terms.push(run);
    else for (let i = 0; i + 2 <= run.length; i++) terms.push(run.slice(i, i + 2));
  }
  return terms;
}
"""

    def split(self, input: str) -> list[str]:
        terms = WORD.findall(input)
        for run in HAN.findall(input):
            terms += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        return terms

    def word_filter(self, word: str) -> bool:
        return bool(word) and (HAN.match(word) is not None or super().word_filter(word))


languages["zh"] = SearchHanPairs
html_search_language = "zh"
