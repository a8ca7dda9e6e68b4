"""Clauses as functions of Python: of one case, and of arrays."""
