"""Licences of all instruments, with the wording packs of the study that one works in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from qol.study.wording.licence_table import licence_table
from qol.web.access import STAFF, roles
from qol.web.house import house, today
from qol.web.staff.visitor import signed_in
from qol.web.staff.wording.words import licence_needed, licence_status, pack_states, wording_here


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/licences", "licences", licences)


@roles(*STAFF)
def licences() -> ResponseReturnValue:
    """One line an instrument."""
    return render_template(
        "staff/licences.html",
        rows=licence_table(house(), signed_in().scope(*STAFF), today()),
        states=pack_states(),
        licence_status=licence_status,
        licence_needed=licence_needed,
        wording_here=wording_here,
    )
