"""The second step of a sign-in: the code of the second factor, or setting one up."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from qol.errors import AccessRefused
from qol.language import gettext
from qol.study.people import second_factor
from qol.study.people import sign_in as door
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.people.entering import go_in, where_to
from qol.web.staff.qr import sign
from qol.web.staff.visitor import own_token


class Code(FlaskForm):
    """What the app shows; where to go afterwards."""

    code = StringField(
        lazy_gettext("Code"),
        [InputRequired(lazy_gettext("Type the code.")), Length(max=40)],
        description=lazy_gettext("The six digits that your app shows now, or one of your recovery codes."),
    )
    next = HiddenField()


class SetUp(FlaskForm):
    """The secret as it was shown, sealed; the first code that the app makes of it."""

    code = StringField(
        lazy_gettext("The six digits that the app shows now"),
        [InputRequired(lazy_gettext("Type the code.")), Length(max=40)],
    )
    made = HiddenField()
    next = HiddenField()


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/sign-in/second", "second_step", second_step, methods=["GET", "POST"])
    blueprint.add_url_rule("/sign-in/set-up", "set_up_step", set_up_step, methods=["GET", "POST"])


@roles("anonymous")
def second_step() -> ResponseReturnValue:
    """Ask for the code; right, it opens the whole sign-in."""
    person = door.half(house(), own_token(), now())
    if person is None or person.waits_for != door.SECOND_FACTOR:
        return redirect(url_for("staff.sign_in"), 303)
    form = Code()
    if request.method != "POST":  # also HEAD, which carries no token
        form.next.data = request.args.get("next", "")
        return render_template("staff/people/second_step.html", form=form)
    if not form.validate():
        return render_template("staff/people/second_step.html", form=form, faulty=True), 422
    try:
        opened = door.second_step(house(), own_token(), form.code.data or "", now())
    except AccessRefused as refused:
        shown = render_template("staff/people/second_step.html", form=form, refused=str(refused), faulty=True)
        return shown, status_of(refused)
    return go_in(opened, form.next.data or "")


@roles("anonymous")
def set_up_step() -> ResponseReturnValue:
    """Set a second factor up before the sign-in is whole; the recovery codes are shown once."""
    person = door.half(house(), own_token(), now())
    if person is None or person.waits_for != door.SET_UP:
        return redirect(url_for("staff.sign_in"), 303)
    form = SetUp()
    if request.method != "POST":
        form.next.data = request.args.get("next", "")
        return _asked(form, person)
    if request.form.get("move") == "later":
        return go_in(door.later(house(), own_token(), now()), form.next.data or "")
    if not form.validate():
        return _asked(form, person, faulty=True), 422
    try:
        opened, codes = door.set_up_step(house(), own_token(), form.made.data or "", form.code.data or "", now())
    except AccessRefused as refused:
        return _asked(form, person, refused=str(refused), faulty=True), status_of(refused)
    onward = where_to(form.next.data or "")
    shown = render_template("staff/people/recovery_codes.html", codes=codes, onward=onward)
    return go_in(opened, shown=shown)


def _asked(form: SetUp, person: door.Half, **more: object) -> str:
    return set_up_page(form, person.staff_id, step=True, needed=person.needed, **more)


def set_up_page(form: SetUp, staff_id: str, **more: object) -> str:
    """The sign to scan, the same secret to type, and a field for the first code."""
    made = second_factor.draft(house(), staff_id, form.made.data or "")
    form.made.data = made.sealed
    picture = sign(made.address, gettext("Sign to scan with the app"))
    return render_template("staff/people/set_up.html", form=form, sign=picture, typed=made.typed, **more)
