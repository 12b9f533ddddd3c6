"""Mail as staff see it: a patient's address and consent, sending a link, the log."""
