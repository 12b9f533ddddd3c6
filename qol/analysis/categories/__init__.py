"""Shares and categories of two groups compared by a declared test, with denominators and exclusions."""
