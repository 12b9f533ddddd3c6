"""Scores over time: mixed models for repeated measures, equations among those alive, imputation and what-ifs."""
