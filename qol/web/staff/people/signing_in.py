"""Sign in, sign out, choose the study, and the first page of each role."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from qol.errors import AccessRefused
from qol.language import gettext
from qol.study.people import sessions
from qol.study.people import sign_in as door
from qol.web.access import STAFF, roles
from qol.web.caller import network
from qol.web.error_pages import page, status_of
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.people.browser import browser
from qol.web.staff.people.entering import first_page, go_in
from qol.web.staff.visitor import COOKIE, STUDY_COOKIE, own_token, signed_in, visitor
from qol.web.survey.clinic_tablet import present_device


class SignIn(FlaskForm):
    """Login name and password; where to go afterwards."""

    login = StringField(
        lazy_gettext("Login name"), [InputRequired(lazy_gettext("Type your login name.")), Length(max=200)]
    )
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(lazy_gettext("Type your password.")), Length(max=1000)]
    )
    next = HiddenField()


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    blueprint.add_url_rule("/study", "change_study", change_study, methods=["POST"])


@roles("anonymous")
def home() -> ResponseReturnValue:
    """To the first page of whoever is signed in."""
    person = visitor()
    return redirect(first_page(person) if person else url_for("staff.sign_in"), 303)


@roles("anonymous")
def sign_in() -> ResponseReturnValue:
    """The sign-in page; a wrong name and a wrong password get the same sentence."""
    if present_device() is not None:
        title = gettext("This tablet belongs to patients")
        return page(403, title, gettext("Nobody signs in on it. Use your own screen, or withdraw the tablet first."))
    form = SignIn()
    if request.method != "POST":  # also HEAD, which carries no token
        form.next.data = request.args.get("next", "")
        return render_template("staff/sign_in.html", form=form)
    if not form.validate():
        return render_template("staff/sign_in.html", form=form, faulty=True), 422
    login, password = form.login.data or "", form.password.data or ""
    try:
        opened = door.sign_in(house(), login, password, network(), now(), browser())
    except AccessRefused as refused:
        shown = render_template("staff/sign_in.html", form=form, refused=str(refused), faulty=True)
        return shown, status_of(refused)
    return go_in(opened, form.next.data or "")


@roles(*STAFF)
def sign_out() -> ResponseReturnValue:
    """End the session on the server, then forget the cookie."""
    way = sessions.sign_out(house(), own_token(), now())
    answer = redirect(url_for("staff.sign_in", left=way if way == door.PROVIDER else None), 303)
    answer.delete_cookie(COOKIE)
    return answer


@roles(*STAFF)
def change_study() -> ResponseReturnValue:
    """Work in another study of the same installation."""
    wanted = request.form.get("study", "")
    answer = redirect(url_for("staff.home"), 303)
    if wanted in {study.id for study in signed_in().studies}:
        answer.set_cookie(STUDY_COOKIE, wanted, httponly=True, samesite="Strict", secure=house().settings.production)
    return answer
