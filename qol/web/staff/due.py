"""The work list: who is due, in which state, and what to do."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.language import gettext
from qol.study.collection.asking_for_a_link import settle, waiting
from qol.study.patients import enrolment
from qol.study.schedule.work_list import Choice, work_list
from qol.study.wording.licence_table import worries
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.staff.visitor import signed_in

STATES = ("overdue", "due", "in_progress", "partially_completed", "completed")
LONGEST_SEARCH = 100


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/due", "due", due)
    blueprint.add_url_rule(
        "/patients/<code>/link-request", "settle_link_request", settle_link_request, methods=["POST"]
    )


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
        asking=waiting(house(), scope),
        worries=worries(house(), scope, today()),
    )


@roles("coordinator")
def settle_link_request(code: str) -> ResponseReturnValue:
    """A request for a new link was answered in another way."""
    settle(house(), signed_in().scope("coordinator"), code, now())
    return redirect(url_for("staff.due"), 303)


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
