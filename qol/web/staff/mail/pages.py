"""One patient's mail, a link sent by hand, and the log of the study."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import QolError
from qol.study.mail import consent
from qol.study.mail.log import log_page, of_patient
from qol.study.mail.outbox import outbox
from qol.study.mail.sending import BY_HAND, send
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.staff.mail.words import kind_words, state_words
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/mail", "mail", log)
    blueprint.add_url_rule("/patients/<code>/mail", "patients_mail", patients_mail, methods=["GET", "POST"])
    blueprint.add_url_rule("/patients/<code>/mail/<visit>", "send_link", send_link, methods=["POST"])


@roles("coordinator")
def log() -> ResponseReturnValue:
    """Every message to patients of the account's sites, newest first."""
    troubled = request.args.get("show") == "trouble"
    number = request.args.get("page", "1")
    shown = log_page(
        house(),
        signed_in().scope("coordinator"),
        troubled,
        int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    return render_template("staff/mail/log.html", log=shown, troubled=troubled, **_words())


@roles("coordinator")
def patients_mail(code: str) -> ResponseReturnValue:
    """Address, consent and messages of one patient; a change of either."""
    scope = signed_in().scope("coordinator")
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(code, saved=request.args.get("saved"))
    address, agreed = request.form.get("address", ""), request.form.get("agreed") == "yes"
    try:
        consent.save(house(), scope, code, address, agreed, now())
    except QolError as refused:
        return _page(code, refused=str(refused), typed=(address, agreed), faulty=True), status_of(refused)
    return redirect(url_for("staff.patients_mail", code=code, saved="yes"), 303)


@roles("coordinator")
def send_link(code: str, visit: str) -> ResponseReturnValue:
    """Mail a personal link now; what became of it is the first line of the patient's messages."""
    scope = signed_in().scope("coordinator")
    of_patient(house(), scope, code)  # a patient of another site is none, whatever else is wrong
    try:
        send(house(), scope, code, visit, BY_HAND, today(), now(), outbox(house().settings))
    except QolError as refused:
        return _page(code, refused=str(refused), faulty=True), status_of(refused)
    return redirect(url_for("staff.patients_mail", code=code), 303)


def _page(code: str, typed: tuple[str, bool] | None = None, **said: object) -> str:
    mail = of_patient(house(), signed_in().scope("coordinator"), code)
    address, agreed = typed or (mail.address, mail.agreed_at is not None)
    return render_template("staff/mail/patient.html", mail=mail, address=address, agreed=agreed, **said, **_words())


def _words() -> dict[str, object]:
    return {"kind_words": kind_words, "state_words": state_words()}
