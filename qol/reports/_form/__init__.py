"""An instrument as a sheet of paper to fill in by hand: selection, words of conditions, and the document."""
