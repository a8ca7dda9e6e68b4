"""Ten towns and streets that there are not, for `xinbei-towns-2020`, drawn by a seed."""
