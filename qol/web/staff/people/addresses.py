"""Addresses that a form brings along: ours, or none."""

from urllib.parse import urlsplit


def safe(target: str) -> str:
    """A page of our own, else nothing: a sign-in must not send people elsewhere."""
    if not target.isprintable():  # a line's end has no place in a header
        return ""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if ours and not parts.scheme and not parts.netloc else ""
