"""By which browser somebody came, in two words: enough to know one's own sign-ins by, no more."""

from flask import request

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""What stands in the text that a browser sends, the most telling first, and what it is called."""


def browser() -> str:
    """Firefox, Windows; empty where the browser says nothing that is known."""
    sent = request.headers.get("User-Agent", "")
    found = (next((name for sign, name in known if sign in sent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)
