"""Forms that were collected elsewhere."""
