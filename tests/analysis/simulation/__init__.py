"""Cohorts with a known truth, to see whether an estimator finds it and whether its intervals hold what they promise."""
