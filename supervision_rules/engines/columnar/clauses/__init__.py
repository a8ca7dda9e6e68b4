"""The clauses of a scheme as whole numbers and tests by row."""
