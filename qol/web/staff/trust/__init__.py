"""Consent, audit and erasure, as staff meet them."""
