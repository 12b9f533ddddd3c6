"""Protocols as an administrator keeps them: uploaded, compared, taken by a study as its next version."""
