"""Invite somebody, for administrators; and the page that a one-time link opens."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from qol.errors import LinkExpired, QolError, TooManyTries
from qol.language import gettext
from qol.study.people import account_list, invitations
from qol.study.people.accounts import ROLES
from qol.study.people.invitations import Newcomer
from qol.study.people.link_by_mail import sent_by_mail
from qol.web.access import asks_again, roles
from qol.web.caller import network
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.choices import choices
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.people.accounts import grant_of
from qol.web.staff.people.browser import browser
from qol.web.staff.people.entering import go_in
from qol.web.staff.people.new_password import NewPassword
from qol.web.staff.visitor import signed_in
from qol.web.staff.words import role_name


class Invite(FlaskForm):
    """Who, with which first role, where."""

    name = StringField(lazy_gettext("Full name"), [InputRequired(lazy_gettext("Type the full name."))])
    email = StringField(lazy_gettext("E-mail address"), [InputRequired(lazy_gettext("Type the e-mail address."))])
    login = StringField(
        lazy_gettext("Login name"),
        [InputRequired(lazy_gettext("Type a login name."))],
        description=lazy_gettext("One word that the person types to sign in."),
    )
    role = SelectField(lazy_gettext("Role"), description=lazy_gettext("Further roles can be given afterwards."))
    place = SelectField(
        lazy_gettext("Where"), description=lazy_gettext("Administrators are those of the whole installation.")
    )


class Accept(NewPassword):
    """The secret of the link, and a password."""

    secret = StringField(
        lazy_gettext("Your one-time link"),
        [InputRequired(lazy_gettext("Put in the whole link that you were given.")), Length(max=500)],
    )


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/invite", "invite", invite, methods=["GET", "POST"])
    blueprint.add_url_rule("/invitation", "invitation", invitation, methods=["GET", "POST"])


@roles("administrator")
@asks_again()
def invite() -> ResponseReturnValue:
    """The form, its faults, and the link, which is shown once."""
    form = Invite()
    form.role.choices = choices((role, role_name(role)) for role in ROLES)
    form.place.choices = choices(_places())
    if request.method != "POST":  # also HEAD, which carries no token
        return render_template("staff/people/invite.html", form=form)
    if not form.validate():
        return render_template("staff/people/invite.html", form=form, faulty=True), 422
    who = Newcomer(form.login.data or "", form.name.data or "", form.email.data or "")
    try:
        grant = grant_of(form.role.data, form.place.data)
        link = account_list.invite_somebody(house(), who, grant, signed_in().staff_id, now())
    except QolError as refused:
        return render_template("staff/people/invite.html", form=form, refused=str(refused), faulty=True), status_of(
            refused
        )
    mailed = sent_by_mail(house(), link, signed_in().staff_id, now())
    return render_template("staff/people/invited.html", link=link, name=who.name, mailed=mailed)


@roles("anonymous")
def invitation() -> ResponseReturnValue:
    """What a one-time link opens: choose a password; setting up the second factor follows."""
    form = Accept()
    if request.method != "POST":
        return render_template("staff/people/invitation.html", form=form)
    if not form.validate():
        return render_template("staff/people/invitation.html", form=form, faulty=True), 422
    secret, password = form.secret.data or "", form.password.data or ""
    try:
        opened = invitations.accept(house(), secret, password, network(), browser(), now())
    except (LinkExpired, TooManyTries) as refused:
        page = render_template("staff/people/invitation.html", form=form, refused=str(refused), faulty=True)
        return page, status_of(refused)
    except QolError as refused:
        form.password.errors = str(refused).splitlines()
        return render_template("staff/people/invitation.html", form=form, faulty=True), 422
    return go_in(opened)


def _places() -> list[tuple[str, str]]:
    found = [("", gettext("every study, every site"))]
    for place in account_list.places(house()):
        found.append((f"study:{place.study_id}", gettext("%(study)s, every site") % {"study": place.study}))
        found += [(f"site:{site_id}", f"{place.study}, {name}") for site_id, name in place.sites]
    return found
