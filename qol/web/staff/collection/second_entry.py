"""The second entry of a paper form: the sheet once more, blind; then the differences, one decision each."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import AccessRefused, QolError
from qol.language import gettext
from qol.study.paper import second_entry
from qol.study.paper.entry_sheet import Sheet
from qol.study.paper.second_entry import Again, Difference
from qol.web.access import roles
from qol.web.error_pages import page
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule(
        "/patients/<code>/entry/<form_id>/again", "entry_again", entry_again, methods=["GET", "POST"]
    )


@roles("coordinator")
def entry_again(code: str, form_id: str) -> ResponseReturnValue:
    """The empty sheet; where the second entry differs from the first, both values and the choice between them."""
    scope = signed_in().scope("coordinator")
    try:
        found = second_entry.again(house(), scope, code, form_id)
    except AccessRefused as refused:
        return page(403, gettext("Second entry"), str(refused))
    before = f"{found.instrument.id}."
    typed = {name[len(before) :]: text for name, text in request.form.items() if name.startswith(before)}
    sheet = found.sheet(typed)
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(code, found, sheet)
    if sheet.faults:
        return _page(code, found, sheet, faulty=True), 422
    chosen = {name[7:]: value for name, value in request.form.items() if name.startswith("choose.")}
    different = found.differences(sheet)
    if any(one.item not in chosen for one in different):
        return _page(code, found, sheet, different=different)
    try:
        second_entry.settle(house(), scope, code, form_id, typed, chosen, now())
    except QolError:
        return _page(code, found, sheet, different=different, faulty=True), 422
    return redirect(url_for("staff.patient", code=code, entered="yes"), 303)


def _page(code: str, found: Again, sheet: Sheet, faulty: bool = False, different: tuple[Difference, ...] = ()) -> str:
    return render_template(
        "staff/second_entry.html", code=code, again=found, sheet=sheet, faulty=faulty, different=different,
        token=FlaskForm(),
    )  # fmt: skip
