"""The analysis plan of the study being worked in: what it declares, where it stands, and locking it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from qol.errors import QolError
from qol.study.results.plan_locking import PlanShown, lock, shown
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in


class Locking(FlaskForm):
    """The token, and why a plan that was locked before is changed."""

    reason = TextAreaField(lazy_gettext("Why the plan was changed"), [Length(max=500)])


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/plan", "plan", plan)
    blueprint.add_url_rule("/plan/lock", "lock_plan", lock_plan, methods=["POST"])


@roles("clinician", "researcher")
def plan() -> ResponseReturnValue:
    """What is declared, line by line, and where it stands."""
    found = shown(house(), signed_in().scope("clinician", "researcher"))
    return _page(found, Locking(), saved=request.args.get("saved"))


@roles("researcher")
def lock_plan() -> ResponseReturnValue:
    """Lock the plan in force, for good."""
    scope = signed_in().scope("researcher")
    found, form = shown(house(), scope), Locking()
    if not form.validate():
        return _page(found, form), 422
    try:
        lock(house(), found.study, now=now(), by=scope.staff_id, reason=form.reason.data or "")
    except QolError as error:
        return _page(found, form, refused=str(error)), 409
    return redirect(url_for("staff.plan", saved="yes"), 303)


def _page(found: PlanShown, form: Locking, **said: object) -> str:
    return render_template("staff/plan.html", plan=found, form=form, **said)
