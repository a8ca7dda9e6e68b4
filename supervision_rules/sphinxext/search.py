"""The search of a site in Chinese: every pair of neighbouring characters is a word, so that any phrase of two or more is found.

Sphinx's own Chinese search needs a dictionary that misses the terms of these pages, and is broken in Sphinx 9.0.
"""

from __future__ import annotations

import re

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
WORD = re.compile(r"[a-zA-Z0-9_]+")


class SearchHanPairs(SearchEnglish):
    """English words, and pairs of Han characters."""

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
        """The words of a text."""
        terms = WORD.findall(input)
        for run in HAN.findall(input):
            terms += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        return terms

    def word_filter(self, word: str) -> bool:
        """Whether a word is worth finding."""
        return bool(word) and (HAN.match(word) is not None or super().word_filter(word))


def install() -> None:
    """Make Sphinx search so in Chinese."""
    languages["zh"] = SearchHanPairs
