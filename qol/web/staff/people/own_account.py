"""One's own account: what it may do, its sign-ins with their end, another password, the second factor."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from qol.errors import QolError
from qol.study.people import own_account as own
from qol.study.people import second_factor, sessions, sign_in_log
from qol.web.access import STAFF, asks_again, roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.people.log_words import way_words, words_of
from qol.web.staff.people.new_password import NewPassword
from qol.web.staff.people.second_step import SetUp, set_up_page
from qol.web.staff.visitor import signed_in

OWN_LOG = 20
"""Lines of the own sign-in log."""


class ChangePassword(NewPassword):
    """The present password, and the other one twice."""

    present = PasswordField(
        lazy_gettext("Present password"), [InputRequired(lazy_gettext("Type your password.")), Length(max=1000)]
    )


class TakeAway(FlaskForm):
    """The password that will have to do alone."""

    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(lazy_gettext("Type your password.")), Length(max=1000)]
    )


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/account", "own_account", own_account)
    blueprint.add_url_rule("/account/sign-ins/<sign_in_id>", "end_own_sign_in", end_own_sign_in, methods=["POST"])
    blueprint.add_url_rule("/account/password", "own_password", own_password, methods=both)
    blueprint.add_url_rule("/account/second-factor", "own_second_factor", own_second_factor, methods=both)
    blueprint.add_url_rule("/account/second-factor/away", "no_second_factor", no_second_factor, methods=both)
    blueprint.add_url_rule("/account/recovery-codes", "recovery_codes", recovery_codes, methods=["POST"])


@roles(*STAFF)
def own_account() -> ResponseReturnValue:
    """Everything about the own account on one page."""
    person = signed_in()
    return render_template(
        "staff/people/own_account.html",
        account=own.own_account(house(), person.staff_id),
        sign_ins=sessions.open_sign_ins(house(), person.staff_id, now()),
        present=person.sign_in_id,
        log=sign_in_log.of_account(house(), person.staff_id, OWN_LOG),
        words=words_of(),
        way_words=way_words(),
        done=request.args.get("done", ""),
    )


@roles(*STAFF)
def end_own_sign_in(sign_in_id: str) -> ResponseReturnValue:
    """End one of one's own sign-ins, the present one too."""
    sessions.end_own(house(), signed_in().staff_id, sign_in_id, now())
    return redirect(url_for("staff.own_account", done="ended"), 303)


@roles(*STAFF)
def own_password() -> ResponseReturnValue:
    """Another password; the other sign-ins end with it."""
    form, person = ChangePassword(), signed_in()
    account = own.own_account(house(), person.staff_id)
    if not account.has_password:
        if not person.confirmed:
            return _confirm_first()
        del form.present
    shown = {"form": form, "second_factor": account.second_factor_since is not None}
    if request.method != "POST":  # also HEAD, which carries no token
        return render_template("staff/people/own_password.html", **shown)
    if not form.validate():
        return render_template("staff/people/own_password.html", **shown, faulty=True), 422
    present = (form.present.data or "") if form.present else ""
    try:
        own.change_password(
            house(), person.staff_id, person.sign_in_id, present, form.password.data or "", now(), person.confirmed
        )
    except QolError as refused:
        page = render_template("staff/people/own_password.html", **shown, refused=str(refused), faulty=True)
        return page, status_of(refused)
    return redirect(url_for("staff.own_account", done="password"), 303)


@roles(*STAFF)
@asks_again()
def own_second_factor() -> ResponseReturnValue:
    """Set a second factor up, in place of any before; its recovery codes are shown once."""
    form, person = SetUp(), signed_in()
    if request.method != "POST":
        return set_up_page(form, person.staff_id)
    if not form.validate():
        return set_up_page(form, person.staff_id, faulty=True), 422
    try:
        codes = own.set_up(house(), person.staff_id, form.made.data or "", form.code.data or "", now())
    except QolError as refused:
        return set_up_page(form, person.staff_id, refused=str(refused), faulty=True), status_of(refused)
    return render_template("staff/people/recovery_codes.html", codes=codes, onward=url_for("staff.own_account"))


@roles(*STAFF)
def no_second_factor() -> ResponseReturnValue:
    """Take the second factor away, where no role needs one and the password is long enough alone."""
    form, person = TakeAway(), signed_in()
    if not own.own_account(house(), person.staff_id).has_password:
        if not person.confirmed:
            return _confirm_first()
        del form.password
    if request.method != "POST":
        return render_template("staff/people/no_second_factor.html", form=form)
    if not form.validate():
        return render_template("staff/people/no_second_factor.html", form=form, faulty=True), 422
    password = (form.password.data or "") if form.password else ""
    try:
        own.take_away(house(), person.staff_id, password, now(), person.confirmed)
    except QolError as refused:
        page = render_template("staff/people/no_second_factor.html", form=form, refused=str(refused), faulty=True)
        return page, status_of(refused)
    return redirect(url_for("staff.own_account", done="away"), 303)


@roles(*STAFF)
@asks_again("staff.own_account")
def recovery_codes() -> ResponseReturnValue:
    """Other recovery codes, shown once; those before open nothing."""
    codes = second_factor.other_codes(house(), signed_in().staff_id, now())
    return render_template("staff/people/recovery_codes.html", codes=codes, onward=url_for("staff.own_account"))


def _confirm_first() -> ResponseReturnValue:
    """Who has no password to type here proves by another way that it is still the same person."""
    return redirect(url_for("staff.confirm", next=request.path), 303)
