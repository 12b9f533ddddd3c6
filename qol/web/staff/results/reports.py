"""The PDFs: one patient's page for the clinic, the patient's own sheet, and the comparison of the groups."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from qol.analysis.one_set import NoSuchSet
from qol.study.results import printing
from qol.study.results.own_data import own_data as patients_own_data
from qol.web.access import asks_again, roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients/<code>/summary.pdf", "summary", summary)
    blueprint.add_url_rule("/patients/<code>/copy.pdf", "patient_copy", patient_copy)
    blueprint.add_url_rule("/patients/<code>/own-data.json", "own_data", own_data)
    blueprint.add_url_rule("/comparison.pdf", "comparison", comparison)


@roles("coordinator", "clinician")
def summary(code: str) -> ResponseReturnValue:
    """One page about one patient, made now."""
    scope = signed_in().scope("coordinator", "clinician")
    return _pdf(*printing.patient_summary(house(), scope, code, now()))


@roles("coordinator", "clinician")
def patient_copy(code: str) -> ResponseReturnValue:
    """The patient's own sheet, in the patient's language or the one that is asked for."""
    scope = signed_in().scope("coordinator", "clinician")
    return _pdf(*printing.patient_copy(house(), scope, code, now(), request.args.get("language")))


@roles("coordinator")
@asks_again("staff.patients")
def own_data(code: str) -> ResponseReturnValue:
    """Everything about one patient as a file, for that patient."""
    scope = signed_in().scope("coordinator")
    body, name = patients_own_data(house(), scope, code, now())
    answer = Response(body, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@roles("clinician", "researcher")
def comparison() -> ResponseReturnValue:
    """NOM against surgery, of the study being worked in, made now; `copy=release` for what may leave the team.

    `set` names the set of stage and intent; one that cannot be compared is refused in words.
    """
    scope, release = signed_in().scope("clinician", "researcher"), request.args.get("copy") == "release"
    try:
        made = printing.comparison(house(), scope, now(), release, request.args.get("set") or None)
    except NoSuchSet as no:
        return render_template("staff/comparison/no_such_set.html", why=str(no)), 400
    return _pdf(*made)


def _pdf(body: bytes, name: str) -> Response:
    answer = Response(body, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
