"""Districts that there are not: a bank of cases for `changzhou-2021`, drawn by a seed, on which a comparison with the exercise of 2022 is tried."""
