"""Who answered and who did not: flow, valid forms by visit and questionnaire, reasons, patterns of missing forms."""

from typing import Any

from qol.analysis.completeness import valid_forms
from qol.analysis.disease_set import POOLED
from qol.analysis.study_data import StudyData
from qol.instruments.references import References
from qol.reports import _imprint
from qol.reports._comparison import people
from qol.reports._comparison.case import Case, case
from qol.reports._comparison.pages import Numbering
from qol.reports._completeness import patterns, reasons
from qol.reports._document import Document
from qol.reports._paper import render

NAME = "completeness"
HELP = "Who answered and who did not, by group and visit: flow, valid forms, reasons, patterns of missing forms."
EXAMPLE = "python -m qol report completeness --out completeness.pdf"
PATIENT = False
COMPARES = False
TEMPLATE = "reports/completeness.html"


def document(data: StudyData, references: References, visit: str | None = None) -> Document:
    """The completeness of a study's two groups; no score is looked at, so it is no comparison, and is of every stage.

    visit: the visit that the flow ends at, else as in the comparison. Raises NotTwoGroups where the study has not
    two groups and NotFound for a visit without answers.
    """
    made = case(data, references, visit, POOLED)
    html = render(TEMPLATE, context(made))
    return Document(html, made.ledger.rows(), f"{data.study}-{NAME}-{data.cut:%Y-%m-%d}.pdf")


def context(made: Case) -> dict[str, Any]:
    """Everything that the template says."""
    data = made.data
    told, valid = people.people(made), valid_forms(made.items)
    found = patterns.of_groups(made, valid)
    stamp = _imprint.stamp(data)
    said = people.words(made, told)
    return {
        "lang": "en", "title": "Completeness" + (f" ({stamp.lower()})" if stamp else ""),
        "description": "Completeness of patient-reported outcomes by group and visit.",
        "software": _imprint.software(), "stamp": stamp, "study": data.title, "cut": _imprint.data_cut(data),
        "protocol": _imprint.protocol(data), "wording": _imprint.wording(data),
        "definitions": _imprint.definitions(data), "sides": made.sides,
        "at": made.headline.inside if made.headline else "without a visit",
        "figure_no": Numbering().take(flow=True, complete=True), "people": told, **said,
        "compared": people.groups_and_clock(made),
        "visits": made.visits, "missing": reasons.missing(made, valid),
        "patterns": found, "rows": patterns.side_by_side(made, found),
        "questionnaires": patterns.questionnaires(made, valid),
        "calendar": tuple(visit for visit in made.visits if not visit.baseline),
    }  # fmt: skip
