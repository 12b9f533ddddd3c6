"""An invented study, marked as such for good."""
