"""The audit as an auditor reads it, and the noting of what was only read."""
