"""The shelf: answers that came from a device without a connection and could not be added."""

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from qol.language import gettext
from qol.study.collection import shelf as shelved
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/shelf", "shelf", shelf)
    blueprint.add_url_rule("/shelf/<code>.json", "shelf_of", shelf_of)


@roles("coordinator")
def shelf() -> ResponseReturnValue:
    """Whose answers could not be added, how many and why."""
    rows = shelved.shelf(house(), signed_in().scope("coordinator"))
    return render_template("staff/shelf.html", rows=rows, reasons=reasons())


@roles("coordinator")
def shelf_of(code: str) -> Response:
    """One patient's part as a file."""
    found = shelved.taken_down(house(), signed_in().scope("coordinator"), code, now())
    answer = Response(json.dumps(found, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"shelf-{code}.json")
    return answer


def reasons() -> dict[str, str]:
    """Each reason in words."""
    return {
        "late": gettext("A later answer was given on another device; it stands."),
        "closed": gettext("The questionnaire had been closed."),
        "restarted": gettext("The form had been begun again, as its recall period was over."),
        "not_asked": gettext("The question is not asked of this patient."),
        "impossible": gettext("The question does not offer that answer."),
        "unreadable": gettext("The seal cannot be opened with this installation’s key."),
        "sent_before": gettext("Something else had come under the same number."),
    }
