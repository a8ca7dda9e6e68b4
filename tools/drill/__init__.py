"""A year of evidence as it might have arrived for a district that there is not: what `watch` and `replay` are shown and tried with."""
