"""Answers corrected and forms marked by staff: with a reason, as further versions, nothing overwritten."""
