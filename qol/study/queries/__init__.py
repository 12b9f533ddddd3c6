"""Queries: what a patient's answers and record leave in doubt, found by rules and answered by staff."""
