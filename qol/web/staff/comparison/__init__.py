"""The comparison of the groups on the screen: one page, and what is taken away from it."""
