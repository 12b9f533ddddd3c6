"""Slips for patients, two on a sheet to be cut: sign, typed code, code for after a break; no name and no illness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qol import __version__
from qol.language import gettext, present
from qol.reports._paper import pdf, render


@dataclass(frozen=True)
class Slip:
    """One patient's slip. sign: an SVG; the codes as they are read, in groups."""

    code: str
    language: str
    sign: str
    page: str
    typed: str
    after_break: str
    closes: date
    phone: str


def slips_pdf(slips: Sequence[Slip], left_out: Sequence[str]) -> bytes:
    """The sheets as PDF; whose slip could not be made is said on a last page for staff."""
    title = gettext("Slips")
    page = render(
        "reports/slips.html",
        {
            "slips": slips, "left_out": left_out, "lang": present(), "title": title, "description": title,
            "software": __version__,
        },
    )  # fmt: skip
    return pdf(page).content
