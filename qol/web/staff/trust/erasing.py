"""Erase a patient: what will go is said first, the code is typed again, the person proves again who is there."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.errors import NotFound, QolError
from qol.study.erasing.erasing import erase_patient, erasing_of
from qol.web.access import asks_again, roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/patients/<code>/erase", "erase", erase, methods=["GET", "POST"])


@roles("coordinator")
@asks_again()
def erase(code: str) -> ResponseReturnValue:
    """Ask, then erase and say where something is left."""
    scope = signed_in().scope("coordinator")
    planned = erasing_of(house(), scope, code)
    if request.method != "POST":  # also HEAD
        return render_template("staff/trust/erase.html", planned=planned)
    sent = request.form
    try:
        done = erase_patient(
            house(), scope, code, again=sent.get("again", ""), reason=sent.get("reason", ""), now=now(),
            said_keep=sent.get("said") == "keep",
        )  # fmt: skip
    except NotFound:
        raise
    except QolError as refused:
        shown = render_template("staff/trust/erase.html", planned=planned, refused=str(refused), sent=sent)
        return shown, status_of(refused)
    return render_template("staff/trust/erased.html", done=done)
