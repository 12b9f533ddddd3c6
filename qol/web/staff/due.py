"""The work list: who is due, in which state, and what to do."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.language import gettext
from qol.study import enrolment
from qol.study.licence_table import worries
from qol.study.work_list import Choice, work_list
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.staff.visitor import signed_in

STATES = ("overdue", "due", "in_progress", "partially_completed", "completed")
LONGEST_SEARCH = 100


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/due", "due", due)


@roles("coordinator", "clinician")
def due() -> ResponseReturnValue:
    """The list, narrowed by state, visit and search."""
    scope = signed_in().scope("coordinator", "clinician")
    state = request.args.get("state", "")
    choice = Choice(
        state=state if state in STATES else "",
        visit=request.args.get("visit", ""),
        find=request.args.get("find", "")[:LONGEST_SEARCH].strip(),
    )
    return render_template(
        "staff/due.html",
        work=work_list(house(), scope, choice, today()),
        asked=choice,
        sites=tuple(enrolment.sites(house(), scope).values()),
        moment=local(now()),
        filters=_filters(),
        group_words=_group_words(),
        worries=worries(house(), scope, today()),
    )


def _filters() -> tuple[tuple[str, str, str], ...]:
    """State, glyph and words of each filter."""
    return (
        ("overdue", "warning", gettext("Overdue")),
        ("due", "calendar", gettext("Due")),
        ("in_progress", "pencil", gettext("In progress")),
        ("partially_completed", "partly", gettext("Partly answered")),
        ("completed", "tick", gettext("Answered today")),
    )


def _group_words() -> dict[str, str]:
    return {
        "clinic": gettext("In the clinic: handed over today"),
        "waiting": gettext("Not handed over yet"),
        "home": gettext("At home: link or slip given"),
    }
