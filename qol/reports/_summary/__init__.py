"""The parts of the clinic's one page about one patient: one file a part of the page."""
