"""A clinic's day on paper: choose who, follow how far it is, stop it, fetch the file."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import OrderRefused
from qol.language import clock, gettext, ngettext
from qol.study.printing import ordering
from qol.study.printing.batch_files import ENDED, FAILED, OPEN, READY, REMOVED, RUNNING, STOPPED, WAITING, Batch
from qol.study.printing.summaries import MOST
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.staff.visitor import signed_in

MIME = {"pdf": "application/pdf", "zip": "application/zip"}


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
        earlier=[(one, _state_words(one)) for one in ordering.own_batches(house(), scope, now())],
        most=MOST,
        refused=refused,
    )
    return page, (409 if refused else 200)


@roles("coordinator", "clinician")
def batch(batch_id: str) -> ResponseReturnValue:
    """How far a batch is, as a page, or as JSON for the script of the page."""
    scope = signed_in().scope("coordinator", "clinician")
    found = ordering.batch_of(house(), scope, batch_id, now())
    words = _state_words(found)
    if request.accept_mimetypes.best == "application/json":
        return {"words": words, "done": found.done, "open": found.state in OPEN}
    return render_template(
        "staff/printing/batch.html",
        batch=found,
        words=words,
        is_open=found.state in OPEN,
        is_ready=found.state == READY,
    )


@roles("coordinator", "clinician")
def stop_batch(batch_id: str) -> ResponseReturnValue:
    """End it; nothing of it is kept."""
    ordering.stop(house(), signed_in().scope("coordinator", "clinician"), batch_id, now())
    return redirect(url_for("staff.batch", batch_id=batch_id), 303)


@roles("coordinator", "clinician")
def batch_file(batch_id: str) -> ResponseReturnValue:
    """The finished file, for an hour."""
    scope = signed_in().scope("coordinator", "clinician")
    body, name = ordering.fetch(house(), scope, batch_id, now())
    answer = Response(body, mimetype=MIME[name.rpartition(".")[2]])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def _state_words(found: Batch) -> str:
    """The state of a batch in a sentence."""
    if found.state == WAITING:
        if not ordering.somebody_prints(house(), now()):
            return gettext("Waits, but the printing process does not run. Tell whoever looks after the server.")
        return gettext("Waits for its turn.")
    if found.state == RUNNING:
        if found.done == found.total:
            return gettext("All pages are drawn; the file is being put together.")
        return gettext("%(done)s of %(total)s printed.") % {"done": found.done, "total": found.total}
    if found.state == READY:
        ready = ngettext("%(num)s summary is ready.", "%(num)s summaries are ready.", found.printed) % {
            "num": found.printed
        }
        return ready + " " + gettext("The file can be fetched until %(time)s.") % {"time": clock(local(found.until))}
    return {
        STOPPED: gettext("Stopped. Nothing of it was kept."),
        ENDED: gettext("The printing was interrupted and has ended. Print it again."),
        FAILED: gettext("Not one page could be printed."),
        REMOVED: gettext("The file was deleted. Print it again."),
    }[found.state]
