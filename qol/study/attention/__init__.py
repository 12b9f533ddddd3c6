"""Answers that a study marks: flagged to whoever looks at them, until they were seen."""
