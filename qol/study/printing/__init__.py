"""A clinic's day on paper: the summaries of many patients as one file, printed in the background."""
