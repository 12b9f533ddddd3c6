"""The patient's own copy: two sides in plain words and in the patient's language, to take home and to talk about.

No norm, no threshold, no strategy, no other patient: what this person told, beside what the same person told before.
"""

from functools import partial
from typing import Any

from qol.analysis.study_data import StudyData
from qol.errors import NotFound
from qol.instruments.references import References
from qol.language import present, speaking
from qol.reports import _imprint
from qol.reports._copy import moments, remarks
from qol.reports._copy.figures import figures
from qol.reports._copy.handed import Handed, language_of
from qol.reports._copy.own_words import said
from qol.reports._copy.pictures import Picture, named, pictures, ticks
from qol.reports._copy.standing_out import Line, lines
from qol.reports._document import Document
from qol.reports._paper import render
from qol.reports._printed import Ledger
from qol.reports._summary.history import History, history
from qol.reports._summary.person import PersonShown

NAME = "patient-copy"
HELP = "The patient's own copy, two sides in plain words: in the patient's language, without norms or thresholds."
EXAMPLE = "python -m qol report patient-copy D-0007 --language fa --out copy.pdf"
PATIENT = True
COMPARES = False
SPEAKS = True
"""Printed in the patient's language, and handed what the patient needs: whom to call."""

TEMPLATE = "reports/copy/sheet.html"
STEPS = ({"lines": 4, "rows": 7}, {"lines": 3, "rows": 6}, {"lines": 3, "rows": 4}, {"lines": 2, "rows": 3})
"""How the sheet says less, step by step, until it fits two sides."""


def document(
    data: StudyData, references: References, patient: str, person: PersonShown | None = None,
    visit: str | None = None, handed: Handed | None = None, step: int = 0,
) -> Document:  # fmt: skip
    """The sheet of one patient (pseudonym) of a study; `references` are not looked at, since no norm stands on it.

    visit: a visit of the protocol, else the latest one with answers. Raises NotFound where the study has no
    such patient, the patient no answers at that visit, or no catalogue speaks the language asked for.
    """
    if patient not in set(data.patients["patient"]):
        raise NotFound(f"The study {data.study!r} has no patient {patient!r}.")
    past = history(data, patient, visit)
    if visit is not None and past.now is None:
        raise NotFound(f"This patient has no answers at {visit!r}.")
    handed, shown, ledger = handed or Handed(), person or PersonShown(), Ledger()
    spoken = language_of(past, handed)
    with speaking(spoken):
        html = render(TEMPLATE, context(past, shown, handed, ledger, step))
    shorter = partial(document, data, references, patient, person, visit, handed, step + 1)
    name = f"{data.study}-{NAME}-{shown.code or patient}-{spoken}-{data.cut:%Y-%m-%d}.pdf"
    return Document(html, ledger.rows(), name, pages=2, shorter=shorter if step + 1 < len(STEPS) else None)


def context(past: History, person: PersonShown, handed: Handed, ledger: Ledger, step: int) -> dict[str, Any]:
    """Everything that the template says, already in words and digits of the language in use."""
    data, room = past.data, STEPS[step]
    better, worse = named(past)
    drawn = (pictures(past, better, ledger), pictures(past, worse, ledger))
    every = [*drawn[0], *drawn[1]]
    standing = lines(past, room["lines"]) if past.now else ()
    return {
        "title": moments.title(past, person, data.demonstration), "stamp": data.demonstration,
        "site": past.person.get("site") or data.title, "who": person.name or person.code or past.patient,
        "past": past, "when": moments.day_of(past.now) if past.now else "", "lines": standing,
        "compared": moments.moment(past.before) if past.before and any(line.compared for line in standing) else "",
        "asks": _asks(standing), "better": drawn[0], "worse": drawn[1], "ticks": ticks(past),
        "marks": remarks.marks(past, any(_rings(one) for one in every), any(one.states for one in every)),
        "said": said(past, handed), "figures": figures(past, [*better, *worse], ledger, room["rows"]),
        "ranges": remarks.ranges([*better, *worse]),
        "left_out": remarks.left_out(past, ledger), "next": remarks.next_time(past, data.today),
        "phone": handed.phone, "emergency": handed.emergency, "foot": remarks.foot(past), "cut": data.today,
        "software": _imprint.software(), "definitions": _imprint.hashes(data, sorted(set(past.forms["instrument"]))),
        "lang": present(), "description": remarks.foot(past)[0],
    }  # fmt: skip


def _rings(picture: Picture) -> bool:
    return any(point.ring for point in picture.points)


def _asks(standing: tuple[Line, ...]) -> tuple[str, ...]:
    """Three questions at most: those of what stands out and has not become easier, else two that always fit."""
    return tuple(line.ask for line in standing if line.weight > 0)[:3] or remarks.always()
