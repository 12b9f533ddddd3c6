"""A QR sign as inline SVG: shapes only, its colour from the style sheet."""

from io import BytesIO

import segno
from markupsafe import Markup


def sign(text: str, title: str) -> Markup:
    """The sign of an address, with words for readers of the page."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=0, omitsize=True, svgclass="", lineclass="", nl=False
    )
    picture = drawn.getvalue().decode()
    named = Markup('role="img" aria-label="{}"').format(title)
    return Markup(picture.replace("<svg ", f"<svg {named} ", 1))  # noqa: S704 (drawn by segno from our address)
