"""The work list: who is due, in which state, and what to do."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.language import gettext
from qol.study.attention.seeing import watch
from qol.study.collection.asking_for_a_link import settle, waiting
from qol.study.collection.slips import print_slips
from qol.study.patients import enrolment
from qol.study.patients.searching import sealed, unsealed
from qol.study.queries.counting import open_count
from qol.study.schedule.work_list import DAYS, PLACES, Choice, work_list
from qol.study.scope import Scope
from qol.study.wording.licence_table import worries
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.staff.qr import sign
from qol.web.staff.visitor import signed_in

STATES = ("overdue", "due", "in_progress", "partially_completed", "completed")
STRATEGIES = ("undecided", "nom", "surgery")
CHOSEN = ("state", "visit", "site", "strategy", "place", "day")
"""What may stand in the address; what is searched for stands there sealed, as `sought`."""


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/due", "due", due, methods=["GET", "POST"])
    blueprint.add_url_rule("/due/slips.pdf", "slips", slips, methods=["POST"])
    blueprint.add_url_rule(
        "/patients/<code>/link-request", "settle_link_request", settle_link_request, methods=["POST"]
    )


@roles("coordinator", "clinician")
def due() -> ResponseReturnValue:
    """The list, narrowed; a choice that is sent becomes an address without a name."""
    scope = signed_in().scope("coordinator", "clinician")
    if request.method == "POST":
        kept: dict[str, Any] = {name: request.form.get(name) or None for name in CHOSEN}
        sought = sealed(house(), scope, request.form.get("find", "")) or None
        return redirect(url_for("staff.due", **kept, sought=sought), 303)
    choice = _choice(scope)
    return render_template(
        "staff/due.html",
        work=work_list(house(), scope, choice, today()),
        asked=choice,
        kept={**{name: asdict(choice)[name] or None for name in CHOSEN}, "sought": request.args.get("sought")},
        sites=tuple(enrolment.sites(house(), scope).values()),
        moment=local(now()),
        filters=_filters(),
        group_words=_group_words(),
        day_words=_day_words(),
        asking=waiting(house(), scope),
        worries=worries(house(), scope, today()),
        marked=len(watch(house(), scope).waiting(now())),
        open_queries=open_count(house(), scope, now()),
    )


@roles("coordinator")
def slips() -> ResponseReturnValue:
    """Slips for the ticked patients, in one PDF."""
    picked = [(code, visit) for code, _, visit in (row.partition(" ") for row in request.form.getlist("row"))]
    scope = signed_in().scope("coordinator")
    printed = print_slips(house(), scope, picked, sign, today(), now())
    answer = Response(printed.pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename="slips.pdf")
    return answer


@roles("coordinator")
def settle_link_request(code: str) -> ResponseReturnValue:
    """A request for a new link was answered in another way."""
    settle(house(), signed_in().scope("coordinator"), code, now())
    return redirect(url_for("staff.due"), 303)


def _choice(scope: Scope) -> Choice:
    """What the address says, as far as it can be chosen."""
    possible = {"state": STATES, "strategy": STRATEGIES, "place": PLACES, "day": tuple(DAYS)}
    given = {name: request.args.get(name, "") for name in CHOSEN}
    known = {name: text if text in possible.get(name, (text,)) else "" for name, text in given.items()}
    number = request.args.get("page", "1")
    return Choice(
        **known,
        find=unsealed(house(), scope, request.args.get("sought", "")),
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
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


def _day_words() -> dict[str, str]:
    return {"": gettext("today"), "tomorrow": gettext("tomorrow"), "week": gettext("the next seven days")}
