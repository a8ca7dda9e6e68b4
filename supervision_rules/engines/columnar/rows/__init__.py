"""Tables of records → the quantities of a table of cases."""
