"""One patient on one page, for the clinician with two minutes. Points and answers; nothing is judged.

Five lines of what deserves a word, up to six courses, what changed with the answers behind it, what was not
assessed, treatment and visits. A threshold stands only where it is confirmed and may be shown.
"""

from functools import partial
from typing import Any

from qol.analysis.study_data import StudyData
from qol.errors import NotFound
from qol.instruments.references import References
from qol.reports import _imprint
from qol.reports._document import Document
from qol.reports._paper import render
from qol.reports._printed import Ledger
from qol.reports._summary.absent import absent
from qol.reports._summary.changes import changes
from qol.reports._summary.courses import chosen, courses
from qol.reports._summary.head import head
from qol.reports._summary.history import History, history
from qol.reports._summary.person import PersonShown
from qol.reports._summary.strip import strip
from qol.reports._summary.thresholds import Thresholds, thresholds
from qol.reports._summary.worth import OWN, lines

NAME = "patient-summary"
HELP = "One patient on one page: what deserves a word, the own course, what changed, what was not assessed."
EXAMPLE = "python -m qol report patient-summary D-0007 --out summary.pdf"
PATIENT = True
COMPARES = False
TEMPLATE = "reports/patient-summary.html"
STEPS = (
    {"brief": True, "rows": 4, "lines": 4, "charts": 6, "strip": True},
    {"brief": True, "rows": 3, "lines": 3, "charts": 6, "strip": True},
    {"brief": True, "rows": 3, "lines": 3, "charts": 3, "strip": True},
    {"brief": True, "rows": 3, "lines": 2, "charts": 3, "strip": False},
)
"""How the page says less, step by step, until it fits: answers on one line, fewer rows, three charts, no timeline."""


def document(
    data: StudyData, references: References, patient: str, person: PersonShown | None = None,
    visit: str | None = None, step: int = 0,
) -> Document:  # fmt: skip
    """The page of one patient (pseudonym) of a study; with `person` it is the clinic's copy and names them.

    visit: a visit of the protocol, else the latest one with answers. Raises NotFound where the study has no
    such patient or the patient no answers at that visit.
    """
    if patient not in set(data.patients["patient"]):
        raise NotFound(f"The study {data.study!r} has no patient {patient!r}.")
    past = history(data, patient, visit)
    if visit is not None and past.now is None:
        raise NotFound(f"This patient has no answers at {visit!r}.")
    ledger = Ledger()
    shown = person or PersonShown()
    html = render(TEMPLATE, context(past, shown, thresholds(past, references), ledger, step))
    shorter = partial(document, data, references, patient, person, visit, step + 1) if step + 1 < len(STEPS) else None
    name = f"{data.study}-{NAME}-{shown.code or patient}-{data.cut:%Y-%m-%d}.pdf"
    return Document(html, ledger.rows(), name, pages=1, shorter=shorter)


def context(past: History, person: PersonShown, shown: Thresholds, ledger: Ledger, step: int) -> dict[str, Any]:
    """Everything that the template says, already in words and formatted numbers."""
    data, room = past.data, STEPS[step]
    charted = chosen(past, room["charts"])
    stamp, title = _imprint.stamp(data), head(past, person, ledger)
    used = sorted(set(past.forms["instrument"]))
    return {
        "lang": "en",
        "title": f"Quality-of-life summary: {title.who}, {title.when}" + (f" ({stamp.lower()})" if stamp else ""),
        "description": "Supports the conversation, is not a diagnosis.", "software": _imprint.software(),
        "stamp": stamp,
        "study": data.title, "site": past.person.get("site") or data.title,
        "copy": "clinician’s copy" if person.named else "coded copy, no name",
        "names": person.named, "head": title, "worth": lines(past, shown, ledger),
        "before": past.before, "now": past.now, "anything": past.anything,
        "courses": courses(past, shown, ledger, room["charts"]), "axis": past.axis,
        "note": _note(past, shown), "table": changes(past, charted, ledger, bool(room["brief"]), room["rows"]),
        "provisional": [data.instruments[name] for name in used if data.instruments[name].status == "provisional"],
        "absent": absent(past)[: room["lines"]], "strip": strip(past) if room["strip"] else None,
        "wording": _imprint.wording(data, used), "definitions": _imprint.hashes(data, used),
        "cut": _imprint.data_cut(data),
        "thresholds": _thresholds(past, shown), "hides": OWN in data.instruments,
    }  # fmt: skip


def _note(past: History, shown: Thresholds) -> str:
    """What the charts need to be read, and the background of LARS where it may be shown."""
    said = [f"{past.axis[:1].upper()}{past.axis[1:]}, to scale. Broken ring: not answered, the line is open."]
    if any(past.first(kind) for kind in ("resection", "local_excision")) and past.unit == "months":
        said.append("Triangle: operation.")
    if any(past.stoma(s) == "yes" for s in past.sittings):
        said.append("Shaded: with a stoma; LARS has no meaning then.")
    if past.state(past.now, "rectum") in ("kept", "regrowth") and past.value(past.now, "lars", "total") is not None:
        said.append("LARS was made for after anterior resection, here the rectum is in place.")
    norm = _norm(past, shown)
    return " ".join([*said, norm] if norm else said)


def _norm(past: History, shown: Thresholds) -> str:
    """LARS in the general population of the patient's sex, only where norms may be shown."""
    if past.value(past.now, "lars", "total") is None or not (shown.illustration or "lars" in shown.licensed):
        return ""
    sex = past.person.get("sex")
    norm = next(
        (n for n in shown.references.confirmed("lars", "total", "norm") if n.sex == sex and n.statistic == "median"),
        None,
    )
    if norm is None or len(norm.quartiles) != 2:
        return ""
    people = "women" if sex == "female" else "men"
    return (
        f"Median of {people} of {norm.ages[0]:g}–{norm.ages[1]:g} in {norm.population.split(',')[0]}: {norm.value:g}, "
        f"quartiles {norm.quartiles[0]:g}–{norm.quartiles[1]:g} ({norm.source})."
    )


def _thresholds(past: History, shown: Thresholds) -> str:
    """Sources of the thresholds on the page, or that there are none."""
    found = [
        (scale, ref) for instrument in past.data.instruments.values() for scale in instrument.scales
        if (ref := shown.of(instrument.id, scale.id)) is not None
    ]  # fmt: skip
    bands = "LARS bands (Emmertsen 2012)" if "lars" in past.data.instruments else ""
    if not found:
        return "; ".join(part for part in ("none shown: none is confirmed for this wording", bands) if part)
    named = ", ".join(f"{scale.label.lower()} {ref.value:g}" for scale, ref in found)
    said = f"{named} ({found[0][1].source.split(',')[0]})" + ("; shown as illustration" if shown.illustration else "")
    return "; ".join(part for part in (said, bands) if part)
