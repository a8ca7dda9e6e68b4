"""The rule book: the same pages as one PDF, with contents and page numbers, for the desk and the file."""

from .builder import RuleBookBuilder

__all__ = ["RuleBookBuilder"]
