"""Consent: a patient's signatures and withdrawal, and the texts, of which every version stays."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import NotFound, QolError
from qol.study.consent import consenting, texts
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients/<code>/consent", "consent", consent)
    blueprint.add_url_rule("/patients/<code>/consent/record", "record_consent", record_consent, methods=["POST"])
    blueprint.add_url_rule("/consent", "consent_texts", consent_texts)
    blueprint.add_url_rule("/consent/texts", "add_consent_text", add_consent_text, methods=["POST"])
    blueprint.add_url_rule("/consent/texts/<text_id>", "consent_text", consent_text)


@roles("coordinator", "clinician")
def consent(code: str) -> ResponseReturnValue:
    """What the patient said, and for coordinators what can be recorded."""
    return _patient_page(code)


@roles("coordinator")
def record_consent(code: str) -> ResponseReturnValue:
    """A signature or a withdrawal, as it stands on paper."""
    scope, sent, day = signed_in().scope("coordinator"), request.form, date_of(request.form.get("on", ""))
    try:
        if sent.get("move") == "withdraw":
            consenting.withdraw(house(), scope, code, sent.get("choice", ""), day, today(), now())
        else:
            consenting.sign(house(), scope, code, sent.get("text", ""), day, today(), now())
    except NotFound:
        raise
    except QolError as refused:
        return _patient_page(code, refused=str(refused)), status_of(refused)
    return redirect(url_for("staff.consent", code=code, done="1"), 303)


@roles("coordinator", "administrator")
def consent_texts() -> ResponseReturnValue:
    """Every version, and who is to sign a newer one."""
    return _texts_page()


@roles("administrator")
def add_consent_text() -> ResponseReturnValue:
    """One more version in one language."""
    sent, person = request.form, signed_in()
    try:
        texts.add(
            house(), person.scope("administrator").study_id, version=sent.get("version", ""),
            language=sent.get("language", ""), body=sent.get("body", ""), renews=sent.get("renews") == "yes",
            by=person.staff_id, now=now(),
        )  # fmt: skip
    except QolError as refused:
        return _texts_page(refused=str(refused), sent=sent), status_of(refused)
    return redirect(url_for("staff.consent_texts", done="1"), 303)


@roles("coordinator", "administrator")
def consent_text(text_id: str) -> ResponseReturnValue:
    """One version, word by word, with its hash."""
    found = texts.text(house(), signed_in().scope("coordinator", "administrator").study_id, text_id)
    return render_template("staff/trust/consent_text.html", text=found)


def date_of(typed: str) -> date | None:
    """A day as a date field sends it; None where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _patient_page(code: str, refused: str = "") -> str:
    scope = signed_in().scope("coordinator", "clinician")
    found = consenting.consent_of(house(), scope, code)
    return render_template(
        "staff/trust/consent.html", consent=found, refused=refused, today=today(), done=request.args.get("done")
    )


def _texts_page(refused: str = "", sent: object = None) -> str:
    person = signed_in()
    again = consenting.to_sign_again(house(), person.scope("coordinator")) if "coordinator" in person.roles else ()
    found = texts.of_study(house(), person.scope("coordinator", "administrator").study_id)
    return render_template(
        "staff/trust/consent_texts.html", texts=found, again=again, refused=refused, sent=sent or {},
        done=request.args.get("done"),
    )  # fmt: skip
