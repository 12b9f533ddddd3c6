"""Messages to patients and staff: neutral words, one way out, a log that holds no address."""
