"""Answers that came and what is done about them: read, corrected, marked, queried."""
