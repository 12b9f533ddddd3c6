"""One view of the comparison on paper: the page as PDF, its picture as PNG."""
