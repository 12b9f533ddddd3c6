"""Addresses that a form brings along: ours, or none."""

from urllib.parse import urlsplit


def safe(target: str) -> str:
    """A page of our own, else nothing: a sign-in must not send people elsewhere."""
    if not target.isprintable():  # a line's end has no place in a header
        return ""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc else target
