"""Facts and targets moved over a table of cases."""
