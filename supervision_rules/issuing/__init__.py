"""The table as a city issues it (评分表): read from Excel and Word, written to them, and last year's scheme carried over to it."""
