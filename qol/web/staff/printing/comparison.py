"""The whole comparison, ordered with a button and made in the background."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.analysis.disease_set import POOLED, SETS
from qol.errors import OrderRefused
from qol.study.printing import ordering
from qol.study.printing.batch_files import COMPARISON
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.printing.batches import earlier
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/comparison/print", "print_comparison", print_comparison, methods=["POST"])


@roles("clinician", "researcher")
def print_comparison() -> ResponseReturnValue:
    """Order it, of the study being worked in, and show its page; `copy=release` for what may leave the team.

    `set` names the set of stage and intent; else it is the report's own choice.
    """
    wish = {"copy": "release"} if request.form.get("copy") == "release" else {}
    if chosen := request.form.get("set"):
        if chosen not in (*SETS, POOLED):
            abort(400)
        wish["set"] = chosen
    scope = signed_in().scope("clinician", "researcher")
    try:
        made = ordering.order_comparison(house(), scope, wish, now())
    except OrderRefused as error:
        return render_template("staff/printing/refused.html", refused=str(error), earlier=earlier(COMPARISON)), 409
    return redirect(url_for("staff.batch", batch_id=made.id), 303)
