"""What could do most harm asks again who is there; what was filled in comes back afterwards and is lost to nobody."""

import json
from contextlib import suppress

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from qol.errors import AccessRefused
from qol.language import gettext
from qol.study.people import confirming
from qol.web.access import STAFF, roles, way_back
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.people.addresses import safe
from qol.web.staff.people.entering import where_to
from qol.web.staff.visitor import keep_token, own_token, signed_in, this_page, visitor


class Again(FlaskForm):
    """The password or a code; where the person was going, and what was filled in there."""

    password = PasswordField(lazy_gettext("Password"), [Length(max=1000)])
    code = StringField(lazy_gettext("Code of your second factor"), [Length(max=40)])
    next = HiddenField()
    to = HiddenField()
    kept = HiddenField()


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/confirm", "confirm", confirm, methods=["GET", "POST"])


def ask_again() -> ResponseReturnValue | None:
    """Before a view that asks again: a page that asks, unless the person has just proved who is there."""
    back = way_back(current_app, request.endpoint or "")
    person = visitor()
    if back is None or person is None or person.confirmed:
        return None
    if request.method != "POST":
        return redirect(url_for("staff.confirm", next=url_for(back) if back else this_page()), 303)
    form = Again(formdata=None)
    form.to.data, form.kept.data = request.full_path.removesuffix("?"), _kept()
    return _page(form, file_lost=any(file.filename for file in request.files.values())), 403


@roles(*STAFF)
def confirm() -> ResponseReturnValue:
    """Ask; a right answer leads back, or to one button that sends what was filled in before."""
    form = Again()
    if request.method != "POST":  # also HEAD, which carries no token
        form.next.data = request.args.get("next", "")
        return _page(form)
    if not form.validate() or not (form.password.data or form.code.data):
        return _page(form, refused=gettext("Type your password or a code."), faulty=True), 422
    try:
        token = confirming.confirm(house(), own_token(), form.password.data or "", form.code.data or "", now())
    except AccessRefused as refused:
        return _page(form, refused=str(refused), faulty=True), status_of(refused)
    return went_on(form, token)


def went_on(form: Again, token: str) -> ResponseReturnValue:
    """Back to the page, or the button that sends what was filled in."""
    to, fields = safe(form.to.data or ""), _fields(form.kept.data or "")
    onward = render_template("staff/people/go_on.html", to=to, fields=fields) if to else None
    answer = make_response(onward or redirect(where_to(form.next.data or ""), 303))
    keep_token(answer, token)
    return answer


def _page(form: Again, **more: object) -> str:
    ways = confirming.ways(house(), signed_in().staff_id)
    return render_template("staff/people/confirm.html", form=form, ways=ways, **more)


def _kept() -> str:
    """The fields of the form that was interrupted."""
    return json.dumps([pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"])


def _fields(kept: str) -> list[tuple[str, str]]:
    with suppress(ValueError, TypeError, RecursionError):
        return [(str(name), str(value)) for name, value in json.loads(kept)]
    return []
