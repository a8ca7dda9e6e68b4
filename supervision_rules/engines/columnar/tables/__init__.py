"""Tables of cases scored where they are."""
