"""Pages of paper: one file is one report."""
