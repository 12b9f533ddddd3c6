"""Protocols: the calendar, its versions, an upload."""
