"""Upload, preview, confirmation: nothing is kept between the first and the last but what the page itself carries."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import ImportRefused, QolError
from qol.language import gettext
from qol.study.roster import bringing_in as roster
from qol.study.roster.bringing_in import Preview, Tables
from qol.study.roster.rows import FACT_COLUMNS, PATIENT_COLUMNS
from qol.study.roster.sheet import LONGEST_FILE
from qol.study.roster.templates import COLUMNS, template
from qol.study.roster.waiting import sealed, unsealed
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.visitor import signed_in

MOST_SHOWN = 200
"""Faults on one page."""


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients/import", "bring_in", bring_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/patients/import/<name>.csv", "empty_table", empty_table)


@roles("coordinator")
def bring_in() -> ResponseReturnValue:
    """The form; what two files would do; after confirmation, the deed."""
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(done=request.args.get("done"))
    if "waiting" in request.form:
        return _confirmed()
    tables = Tables(_uploaded("patients"), _uploaded("facts"))
    return _shown(tables, roster.preview(house(), signed_in().scope("coordinator"), tables, today()))


@roles("coordinator")
def empty_table(name: str) -> ResponseReturnValue:
    """A table to fill in."""
    if name not in COLUMNS:
        abort(404)
    answer = Response(template(name), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return answer


def _confirmed() -> ResponseReturnValue:
    """The tables of the preview once more: judged again, since the record may have changed."""
    scope = signed_in().scope("coordinator")
    try:
        tables = unsealed(house(), scope, request.form["waiting"], now())
    except QolError as ended:
        return _page(refused=str(ended), faulty=True), 400
    seen = request.form.get("seen") == "yes"
    try:
        roster.bring_in(house(), scope, tables, today(), now(), seen)
    except ImportRefused:
        return _shown(tables, roster.preview(house(), scope, tables, today()), unseen=not seen)
    return redirect(url_for("staff.bring_in", done="yes"), 303)


def _uploaded(name: str) -> bytes:
    """A file, as far as it may be read; a longer one is refused by what reads it."""
    file = request.files.get(name)
    return file.read(LONGEST_FILE + 1) if file else b""


def _shown(tables: Tables, found: Preview, unseen: bool = False) -> ResponseReturnValue:
    if found.faults:
        return _page(faults=found.faults[:MOST_SHOWN], more=len(found.faults) - MOST_SHOWN, faulty=True), 422
    waiting = sealed(house(), signed_in().scope("coordinator"), tables, now())
    unseen = unseen and bool(found.doubtful)
    return _page(preview=found, waiting=waiting, unseen=unseen), 409 if unseen else 200


def _page(**said: object) -> str:
    words = {"patients": gettext("Patients"), "facts": gettext("Events")}
    return render_template(
        "staff/roster/bring_in.html",
        patient_columns=PATIENT_COLUMNS,
        fact_columns=FACT_COLUMNS,
        file_words=words,
        **said,
    )
