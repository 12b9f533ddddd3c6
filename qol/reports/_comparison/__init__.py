"""The parts of the group comparison: one file a figure, table or passage of words."""
