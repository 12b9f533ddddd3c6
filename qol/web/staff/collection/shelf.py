"""The shelf: answers that came from a device without a connection and could not be added."""

import json
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from qol.errors import QolError
from qol.language import gettext
from qol.study.collection import shelf as shelved
from qol.study.collection.bringing import Bringing, bring
from qol.study.collection.kept_file import LARGEST, carried_in
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in
from qol.web.survey.delivering import read


class KeptFile(FlaskForm):
    """One file of a device."""

    file = FileField(
        lazy_gettext("File of sealed answers"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("A device that cannot deliver saves it: on the device, open /tablet/kept."),
    )


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/shelf", "shelf", shelf, methods=["GET", "POST"])
    blueprint.add_url_rule("/shelf/<code>.json", "shelf_of", shelf_of)
    blueprint.url_value_preprocessor(_allow_a_whole_file)


@roles("coordinator")
def shelf() -> ResponseReturnValue:
    """Whose answers could not be added, how many and why; a device's file is opened and its receipts are shown."""
    form = KeptFile()
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        with form.file.data.stream as file:
            carried = carried_in(file.read(LARGEST + 1))
    except QolError as error:
        form.file.errors = [str(error)]
        return _page(form), 422
    return _page(KeptFile(formdata=None), bring(house(), signed_in().scope("coordinator"), carried, read, now()))


def _allow_a_whole_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A device's file may be longer than other requests; said before anything reads the request."""
    if request.endpoint == "staff.shelf":
        request.max_content_length = LARGEST + 4096


def _page(form: KeptFile, bringing: Bringing | None = None) -> str:
    rows = shelved.shelf(house(), signed_in().scope("coordinator"))
    return render_template("staff/shelf.html", rows=rows, reasons=reasons(), form=form, bringing=bringing)


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
