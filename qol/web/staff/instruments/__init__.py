"""Instruments as staff read them: questions, scoring and references said in sentences."""
