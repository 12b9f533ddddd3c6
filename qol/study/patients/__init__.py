"""Patients of a study: enrolled, found, shown, and what happened to them."""
