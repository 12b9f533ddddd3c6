"""Two groups compared: completeness, change, effect sizes and their intervals."""
