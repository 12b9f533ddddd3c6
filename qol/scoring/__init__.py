"""Answers become scores along one vectorised path, for one form or a million."""
