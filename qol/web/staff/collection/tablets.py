"""The clinic's tablets: announced here, enrolled on the device, listed, renamed, withdrawn; and where codes open."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import QolError
from qol.language import clock, gettext
from qol.study.collection import clinic_tablets
from qol.study.collection.clinic_tablets import Announced
from qol.study.scope import Scope
from qol.study.secrets import grouped
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, local, now
from qol.web.staff.qr import sign
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/tablets", "tablets", tablets, methods=["GET", "POST"])
    blueprint.add_url_rule("/tablets/rule", "tablet_rule", tablet_rule, methods=["POST"])
    blueprint.add_url_rule("/tablets/<tablet_id>", "change_tablet", change_tablet, methods=["POST"])


@roles("coordinator")
def tablets() -> ResponseReturnValue:
    """The list; after "new" the code of one more, shown once."""
    if request.method != "POST":  # also HEAD, which carries no token
        return _page()
    name, site = request.form.get("name", ""), request.form.get("site", "")
    try:
        announced = clinic_tablets.announce(house(), _scope(), site, name, now())
    except QolError as refused:
        return _page(refused=str(refused)), status_of(refused)
    return _page(announced=announced)


@roles("coordinator")
def change_tablet(tablet_id: str) -> ResponseReturnValue:
    """Rename or withdraw one."""
    try:
        if request.form.get("move") == "withdraw":
            clinic_tablets.withdraw(house(), _scope(), tablet_id, now())
        else:
            clinic_tablets.rename(house(), _scope(), tablet_id, request.form.get("name", ""), now())
    except QolError as refused:
        return _page(refused=str(refused)), status_of(refused)
    return redirect(url_for("staff.tablets"), 303)


@roles("coordinator")
def tablet_rule() -> ResponseReturnValue:
    """Whether a site's codes open on its enrolled tablets alone."""
    only = request.form.get("only") == "yes"
    clinic_tablets.own_tablets_only(house(), _scope(), request.form.get("site", ""), only, now())
    return redirect(url_for("staff.tablets"), 303)


def _scope() -> Scope:
    return signed_in().scope("coordinator")


def _page(announced: Announced | None = None, refused: str = "") -> str:
    address = f"{house().settings.public_url}{url_for('survey.enrol_tablet')}"
    shown = {}
    if announced:
        shown = {
            "code": grouped(announced.code),
            "until": clock(local(announced.until)),
            "sign": sign(f"{address}#{announced.code}", gettext("Sign to scan with the tablet")),
        }
    return render_template(
        "staff/tablets.html", clinics=clinic_tablets.clinics(house(), _scope()), announced=announced, address=address,
        refused=refused, faulty=bool(refused), **shown,
    )  # fmt: skip
