"""A county that there is not: 120 schools and some 3,000 classes for `national-balance-2017`, drawn by a seed."""
