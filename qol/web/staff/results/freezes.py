"""Frozen data cuts, for researchers: what there is, a new one, and each as it was kept."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import QolError
from qol.study.results.freeze_shelf import freeze_rows, make_freeze, take_freeze
from qol.web.access import asks_again, roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/freezes", "freezes", freezes, methods=["GET", "POST"])
    blueprint.add_url_rule("/freezes/<name>.zip", "freeze", freeze)


@roles("researcher")
def freezes() -> ResponseReturnValue:
    """The list; a post makes one more."""
    scope, refused, status = signed_in().scope("researcher"), "", 200
    name, reason = request.form.get("name", ""), request.form.get("reason", "")
    if request.method == "POST":  # not HEAD, which carries no token
        try:
            made = make_freeze(house(), scope, name, reason, now())
        except QolError as error:
            refused, status = str(error), 422 if status_of(error) == 400 else status_of(error)
        else:
            return redirect(url_for("staff.freezes", made=made.name), 303)
    page = render_template(
        "staff/freezes.html", rows=freeze_rows(house(), scope), made=request.args.get("made", ""), name=name,
        reason=reason, refused=refused, faulty=bool(refused), token=FlaskForm(),
    )  # fmt: skip
    return page, status


@roles("researcher")
@asks_again("staff.freezes")
def freeze(name: str) -> ResponseReturnValue:
    """The bytes of one, the same whenever they are asked for."""
    body, file = take_freeze(house(), signed_in().scope("researcher"), name, now())
    answer = Response(body, content_type="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=file)
    return answer
