"""A clinic's day on paper: choose who, follow how far it is, stop it, fetch the file; so for a comparison."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import NotFound, OrderRefused
from qol.language import gettext
from qol.study.printing import ordering
from qol.study.printing.batch_files import COMPARISON, OPEN, READY, SUMMARIES, Batch
from qol.study.printing.summaries import MOST
from qol.study.scope import Scope
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.printing import states
from qol.web.staff.visitor import signed_in

MIME = {"pdf": "application/pdf", "zip": "application/zip"}
MAY = {SUMMARIES: ("coordinator", "clinician"), COMPARISON: ("clinician", "researcher")}
"""Who may have a batch of a report that they ordered."""


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/summaries", "print_summaries", print_summaries, methods=["GET", "POST"])
    blueprint.add_url_rule("/summaries/<batch_id>", "batch", batch)
    blueprint.add_url_rule("/summaries/<batch_id>/stop", "stop_batch", stop_batch, methods=["POST"])
    blueprint.add_url_rule("/summaries/<batch_id>/file", "batch_file", batch_file)


@roles("coordinator", "clinician")
def print_summaries() -> ResponseReturnValue:
    """Who answered on a day, all ticked; sent, the order is made and its page shown."""
    scope = signed_in().scope("coordinator", "clinician")
    refused = ""
    if request.method == "POST":
        try:
            codes = ordering.codes_of(request.form.getlist("row"))
            made = ordering.order(house(), scope, codes, request.form.get("kind", ""), now())
            return redirect(url_for("staff.batch", batch_id=made.id), 303)
        except OrderRefused as error:
            refused = str(error)
    given = request.values.get("day", "")
    day, site = _day(given), request.values.get("site", "")
    page = render_template(
        "staff/printing/choose.html",
        day=day,
        site=site,
        sites=ordering.site_names(house(), scope),
        rows=ordering.choice(house(), scope, day, site),
        earlier=earlier(SUMMARIES, COMPARISON),
        most=MOST,
        refused=refused,
    )
    return page, (409 if refused else 200)


@roles("coordinator", "clinician", "researcher")
def batch(batch_id: str) -> ResponseReturnValue:
    """How far a batch is, as a page, or as JSON for the script of the page."""
    found = ordering.batch_of(house(), _scope(batch_id), batch_id, now())
    words = states.words(found)
    if request.accept_mimetypes.best == "application/json":
        return {"words": words, "done": found.done, "open": found.state in OPEN}
    return render_template(
        "staff/printing/batch.html",
        batch=found,
        words=words,
        says=states,
        is_open=found.state in OPEN,
        is_ready=found.state == READY,
        earlier=[one for one in earlier(COMPARISON) if one[0].id != batch_id] if states.is_comparison(found) else (),
    )


@roles("coordinator", "clinician", "researcher")
def stop_batch(batch_id: str) -> ResponseReturnValue:
    """End it; nothing of it is kept."""
    ordering.stop(house(), _scope(batch_id), batch_id, now())
    return redirect(url_for("staff.batch", batch_id=batch_id), 303)


@roles("coordinator", "clinician", "researcher")
def batch_file(batch_id: str) -> ResponseReturnValue:
    """The finished file, for an hour."""
    body, name = ordering.fetch(house(), _scope(batch_id), batch_id, now())
    answer = Response(body, mimetype=MIME[name.rpartition(".")[2]])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def earlier(*reports: str) -> list[tuple[Batch, str, str]]:
    """What this account ordered of these reports and may have, newest first: the batch, what it is, its state."""
    here, found = signed_in(), list[Batch]()
    for report in reports:
        if here.roles & set(MAY[report]):
            own = ordering.own_batches(house(), here.scope(*MAY[report]), now())
            found += [one for one in own if one.report == report]
    newest = sorted(found, key=lambda one: one.ordered_at, reverse=True)
    return [(one, states.what(one), states.words(one)) for one in newest]


def _scope(batch_id: str) -> Scope:
    """What the roles for the report of a batch open; raises NotFound without such a role, as for a foreign batch."""
    here, needed = signed_in(), MAY[ordering.report_of(house(), batch_id)]
    if not here.roles & set(needed):
        raise NotFound(gettext("There is no such print."))
    return here.scope(*needed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()
