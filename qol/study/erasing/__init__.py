"""Erasing a patient, and what of a patient is where rows are not."""
