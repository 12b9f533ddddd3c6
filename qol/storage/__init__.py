"""Rows in SQLite or PostgreSQL: one file for each kind of row, answers and audit only ever appended."""
