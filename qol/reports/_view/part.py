"""A part of the comparison on paper: pictures and tables as PDF, and the pictures alone as PNG drawn from a PDF."""

from typing import Any

from qol.analysis.study_data import StudyData
from qol.reports import _imprint
from qol.reports._paper import pdf, render
from qol.reports._view.paper import rastered

MARKS = ("nom", "surgery")


def page(data: StudyData, part: Any, names: tuple[str, str]) -> bytes:
    """The part as tagged PDF."""
    return pdf(render("reports/view/part.html", _context(data, part, names))).content


def picture(data: StudyData, part: Any, names: tuple[str, str]) -> bytes:
    """Its pictures as PNG, 200 dots an inch, as many pages as they take one under the other."""
    return rastered(pdf(render("reports/view/part-picture.html", _context(data, part, names))).content)


def _context(data: StudyData, part: Any, names: tuple[str, str]) -> dict[str, Any]:
    stamp = _imprint.stamp(data)
    return {
        "lang": "en", "title": f"{part.title}" + (f" ({stamp.lower()})" if stamp else ""),
        "description": "One part of the group comparison, not randomised.", "software": _imprint.software(),
        "part": part, "study": data.title, "stamp": stamp, "cut": _imprint.data_cut(data), "names": names,
        "plan_standing": data.standing.sentence, "protocol": _imprint.protocol(data), "plan": _imprint.plan(data),
        "wording": _imprint.wording(data), "definitions": _imprint.definitions(data),
        "sides": tuple(zip(MARKS, names, strict=True)),
    }  # fmt: skip
