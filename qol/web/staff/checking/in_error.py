"""A form that was entered in error is marked, or its mark is taken back."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import QolError
from qol.study.corrections import in_error
from qol.study.corrections.form_record import form_record
from qol.study.corrections.reasons import OF_MARKS, OF_RETURN, ReasonGiven
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule(
        "/patients/<code>/forms/<form_id>/in-error", "form_in_error", form_in_error, methods=["GET", "POST"]
    )


@roles("coordinator")
def form_in_error(code: str, form_id: str) -> ResponseReturnValue:
    """What it means, why, and whether the whole visit is meant."""
    scope = signed_in().scope("coordinator")
    record = form_record(house(), scope, code, form_id)
    reason = ReasonGiven(request.form.get("reason", ""), request.form.get("words", ""))
    whole = request.form.get("whole") == "yes"
    refused, status = "", 200
    if request.method == "POST":  # not HEAD, which carries no token
        try:
            if record.in_error:
                in_error.take_back(house(), scope, code, form_id, reason, now())
            else:
                in_error.mark(house(), scope, code, form_id, reason, now(), whole_visit=whole)
        except QolError as error:
            refused, status = str(error), max(status_of(error), 422) if status_of(error) == 400 else status_of(error)
        else:
            done = "restored" if record.in_error else "in_error"
            return redirect(url_for("staff.form", code=code, form_id=form_id, done=done), 303)
    kinds = OF_RETURN if record.in_error else OF_MARKS
    page = render_template(
        "staff/checking/in_error.html", code=code, record=record, reasons={k: words() for k, words in kinds.items()},
        reason=reason, whole=whole, refused=refused, faulty=bool(refused), token=FlaskForm(),
    )  # fmt: skip
    return page, status
