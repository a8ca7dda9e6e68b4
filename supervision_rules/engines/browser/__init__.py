"""The what-if of the docs: clauses as data that a small script works out exactly in a reader's browser, without a server."""

from .document import browser_document, runtime

__all__ = ["browser_document", "runtime"]
