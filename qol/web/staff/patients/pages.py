"""The list of patients, and one patient's page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.study.attention.seeing import watch_patient
from qol.study.mail.log import of_patient
from qol.study.patients import before_decision, enrolment
from qol.study.patients.patient_list import patient_page
from qol.study.patients.patient_record import record
from qol.study.patients.searching import sealed, unsealed
from qol.study.trail.reading import note_reading
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.checking.query_words import said
from qol.web.staff.patients.characteristics import known_shown
from qol.web.staff.patients.course_charts import directions
from qol.web.staff.patients.course_page import course_shown, due_now, visit_rows
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients", "patients", patients, methods=["GET", "POST"])
    blueprint.add_url_rule("/patients/<code>", "patient", patient)


@roles("coordinator", "clinician")
def patients() -> ResponseReturnValue:
    """Everybody of the account's sites, a page at a time."""
    scope = signed_in().scope("coordinator", "clinician")
    if request.method == "POST":  # what is searched for stands in no address as it was typed
        sought = sealed(house(), scope, request.form.get("find", "")) or None
        return redirect(url_for("staff.patients", sought=sought), 303)
    find = unsealed(house(), scope, request.args.get("sought", ""))
    number = request.args.get("page", "1")
    listed = patient_page(house(), scope, find, int(number) if number.isdecimal() and len(number) < 6 else 1, today())
    return render_template(
        "staff/patients.html",
        listed=listed,
        find=find,
        sought=request.args.get("sought"),
        sites=tuple(enrolment.sites(house(), scope).values()),
    )


@roles("coordinator", "clinician")
def patient(code: str) -> ResponseReturnValue:
    """Head, state now, timeline, visits, scores, open queries."""
    scope = signed_in().scope("coordinator", "clinician")
    note_reading(house(), scope, code, now())
    found = record(house(), scope, code, today())
    asked = [said(query) for query in found.queries if query.state == "open"]
    watched = watch_patient(house(), scope, code)
    reader = watched.attention.reader if watched.attention else None
    return render_template(
        "staff/patient.html",
        record=found,
        course=found.course,
        shown=course_shown(found, today(), alone=not asked),
        directions=directions(found, today()),
        rows=visit_rows(found),
        due_now=due_now(found),
        mail=of_patient(house(), scope, code),
        queries=asked,
        library=house().library,
        enrolled=request.args.get("enrolled"),
        entered=request.args.get("entered"),
        characteristics=known_shown(before_decision.known(house(), scope, code)),
        characteristics_saved=request.args.get("before_decision"),
        answered=request.args.get("answered"),
        watch=watched,
        waiting=watched.waiting(now()),
        reads=signed_in().scope(reader or ""),
        now=now(),
        token=FlaskForm(),
    )
