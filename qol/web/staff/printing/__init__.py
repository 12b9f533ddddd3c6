"""Summaries of many patients at once: choose, follow, fetch."""
