"""A view on paper: the page as PDF, and its picture, with words and caption, as PNG drawn from that PDF."""

from io import BytesIO
from typing import Any

from qol.analysis.comparing.view import View
from qol.analysis.longitudinal.mixed_model import MixedModel
from qol.reports import _imprint
from qol.reports._paper import pdf, render
from qol.reports._view.drawn import Told, course, marks

WIDE = 174.0
"""Millimetres of the plot: the text of a page."""
DOTS_AN_INCH = 200


def page(view: View, told: Told, lines: tuple[Any, ...], traits: tuple[Any, ...]) -> bytes:
    """The whole view as tagged PDF. lines, traits: its tables, already as shown."""
    return pdf(render("reports/view/page.html", {**_context(view, told), "lines": lines, "traits": traits})).content


def picture(view: View, told: Told) -> bytes:
    """The picture alone as PNG, 200 dots an inch."""
    drawn = pdf(render("reports/view/picture.html", _context(view, told))).content
    return rastered(drawn)


def rastered(document: bytes) -> bytes:
    """The pages of a PDF as PNG, one under the other."""
    import pypdfium2
    from PIL import Image

    opened = pypdfium2.PdfDocument(document)
    try:
        pages = [page.render(scale=DOTS_AN_INCH / 72).to_pil() for page in opened]
        whole = Image.new("RGB", (max(one.width for one in pages), sum(one.height for one in pages)), "white")
        for place, one in enumerate(pages):
            whole.paste(one, (0, sum(before.height for before in pages[:place])))
        out = BytesIO()
        whole.save(out, format="PNG", optimize=True)
        return out.getvalue()
    finally:
        opened.close()


def _context(view: View, told: Told) -> dict[str, Any]:
    data = view.data
    stamp = _imprint.stamp(data)
    fitted: MixedModel | None = view.course.model if view.course else None
    return {
        "lang": "en", "title": told.title + (f" ({stamp.lower()})" if stamp else ""),
        "description": "One view of the group comparison, not randomised.", "software": _imprint.software(),
        "told": told, "view": view, "study": data.title, "stamp": stamp, "cut": _imprint.data_cut(data),
        "plan_standing": data.standing.sentence, "protocol": _imprint.protocol(data), "plan": _imprint.plan(data),
        "wording": _imprint.wording(data, [view.question.choice.instrument]),
        "definitions": _imprint.definitions(data, [view.question.choice.instrument]),
        "course": course(view, told, WIDE), "marks": marks(view),
        "sides": tuple(zip(("nom", "surgery"), told.names, strict=True)),
        "weighted": view.weighed is not None and view.question.method != "none",
        "weighing": view.weighed.sentence() if view.weighed else "",
        "overlap": view.weighed.overlap.sentence(view.weighed.people.groups) if view.weighed else "",
        "model": fitted.sentence() if fitted else "; ".join(view.course.why) if view.course else "",
    }  # fmt: skip
