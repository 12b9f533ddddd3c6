"""The audit for administrators: narrowed by person, time, action and row, and as a table."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from itertools import chain

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from qol.exports._csv import guarded
from qol.study.trail.audit_trail import Wanted, trail_page, trail_table
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in

LONGEST = 100
FIELDS = ("actor", "action", "object_kind", "object_id")


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/audit", "audit", audit)
    blueprint.add_url_rule("/audit.csv", "audit_table", audit_table)


@roles("administrator")
def audit() -> ResponseReturnValue:
    """A page of the trail, newest first."""
    number = request.args.get("before", "")
    before = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
    wanted = _wanted()
    chosen = {name: value for name, value in request.args.items() if name in (*FIELDS, "since", "until") and value}
    return render_template(
        "staff/trust/audit.html", trail=trail_page(house(), wanted, before), wanted=wanted, chosen=chosen, before=before
    )


@roles("administrator")
def audit_table() -> Response:
    """The entries that are wanted as CSV, while they are read."""
    rows = trail_table(house(), _wanted(), signed_in().staff_id, now())
    head = next(rows)  # its taking is noted before anything is sent
    answer = Response(_lines(chain([head], rows)), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="audit.csv")
    return answer


def _wanted() -> Wanted:
    typed = {name: request.args.get(name, "")[:LONGEST] for name in FIELDS}
    return Wanted(**typed, since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    """A day, or none where it is no day."""
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 1900 < found.year < 3000 else None


def _lines(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    for row in rows:
        text = io.StringIO()
        csv.writer(text).writerow([guarded(cell) for cell in row])
        yield text.getvalue()
