"""Through the hospital's own sign-in and back; also to prove again who is there, and out of it."""

from dataclasses import asdict

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from qol.errors import AccessRefused
from qol.language import gettext
from qol.study.people import confirming, provider, provider_sign_in
from qol.web.access import STAFF, roles
from qol.web.error_pages import page
from qol.web.house import house, now
from qol.web.staff.people.addresses import safe
from qol.web.staff.people.browser import browser
from qol.web.staff.people.entering import go_in, step_of, where_to
from qol.web.staff.visitor import keep_token, own_token, signed_in
from qol.web.survey.clinic_tablet import present_device

ASKED, PROVED = "provider", "proved"
"""What this browser was sent with, and whom the provider proved when asked again."""
SOON = 120
"""Seconds in which a new proof must be used."""


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/sign-in/provider", "to_provider", to_provider)
    blueprint.add_url_rule(provider.RETURN, "from_provider", from_provider)
    blueprint.add_url_rule("/sign-in/provider/out", "out_of_provider", out_of_provider)
    blueprint.add_url_rule("/confirm/provider", "confirm_by_provider", confirm_by_provider)


@roles("anonymous")
def to_provider() -> ResponseReturnValue:
    """Send the browser to the hospital's sign-in; it keeps what must come back."""
    _there()
    if present_device() is not None:
        title = gettext("This tablet belongs to patients")
        return page(403, title, gettext("Nobody signs in on it. Use your own screen, or withdraw the tablet first."))
    question = provider.ask(house().settings, now(), again=request.args.get("again") == "yes")
    session[ASKED] = {**asdict(question), "next": safe(request.args.get("next", ""))}
    return redirect(question.address, 303)


@roles("anonymous")
def from_provider() -> ResponseReturnValue:
    """What the browser brought back, used once; then on by a page of our own, which our cookies go with."""
    _there()
    kept = session.pop(ASKED, None)
    if not isinstance(kept, dict):
        raise AccessRefused(provider.not_proved())
    target = kept.pop("next", "")
    question = provider.Question(**kept)
    state, code = request.args.get("state", ""), request.args.get("code", "")
    proof = provider.prove(house().settings, question, state, code, now())
    if question.again:
        session[PROVED] = {"staff": provider_sign_in.staff_of(house(), proof), "at": int(now().timestamp())}
        return _onward(url_for("staff.confirm_by_provider", next=target or None))
    opened = provider_sign_in.sign_in_with(house(), proof, browser(), now())
    return go_in(opened, shown=_onward(step_of(opened, target)))


@roles(*STAFF)
def confirm_by_provider() -> ResponseReturnValue:
    """The provider has just proved again that it is this person."""
    _there()
    proved = session.pop(PROVED, None) or {}
    fresh = proved.get("at", 0) >= int(now().timestamp()) - SOON
    if not fresh or proved.get("staff") != signed_in().staff_id:
        raise AccessRefused(provider.not_proved())
    answer = redirect(where_to(request.args.get("next", "")), 303)
    keep_token(answer, confirming.confirmed(house(), own_token(), now()))
    return answer


@roles("anonymous")
def out_of_provider() -> ResponseReturnValue:
    """Sign out at the hospital as well, where it offers that."""
    _there()
    return redirect(provider.way_out(house().settings) or url_for("staff.sign_in"), 303)


def _onward(address: str) -> str:
    return render_template("staff/people/onward.html", address=address)


def _there() -> None:
    if not provider.is_there(house().settings):
        abort(404)
