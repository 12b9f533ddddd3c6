"""Wording packs, for administrators: the list, an upload, what was understood of it, and storing it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from qol.errors import Problem, SourceError
from qol.instruments.wording_packs import plain_name
from qol.instruments.wording_states import Judged
from qol.study.wording import licensed_wording, waiting_wording
from qol.web.access import asks_again, roles
from qol.web.house import house, now, today
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in
from qol.web.staff.wording.preview import preview
from qol.web.staff.wording.words import pack_states

LONGEST_NAME = 80
MOST_PROBLEMS = 200
"""Lines of a table that somebody works through; a file that is something else altogether has thousands."""
UPLOADED = "uploaded file"


class Upload(FlaskForm):
    """One file."""

    file = FileField(
        lazy_gettext("Wording pack, a YAML file"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("It is checked first and shown to you. Nothing is stored until you confirm."),
    )


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/wording", "wording_packs", wording_packs, methods=["GET", "POST"])
    blueprint.add_url_rule("/wording/waiting/<digest>", "waiting_pack", waiting_pack, methods=["GET", "POST"])


@roles("administrator")
def wording_packs() -> ResponseReturnValue:
    """The packs with their state; a file that is sent is checked, and shown before it is stored."""
    form = Upload()
    if request.method != "POST":  # also HEAD, which carries no token
        return _list(form)
    if not form.validate():
        return _list(form, faulty=True), 422
    name, body = sent_file(form.file.data, licensed_wording.LARGEST)
    try:
        licensed_wording.understood(house(), body, name, today())
    except SourceError as error:
        return _list(form, faulty=True, problems=error.problems, name=name), 422
    digest = waiting_wording.keep_waiting(house(), body, now())
    return redirect(url_for("staff.waiting_pack", digest=digest), 303)


@roles("administrator")
@asks_again()
def waiting_pack(digest: str) -> ResponseReturnValue:
    """What was understood of an uploaded file; stored, or forgotten, by one of two buttons."""
    body = waiting_wording.waiting(house(), digest, now())
    if request.method == "POST" and request.form.get("move") == "forget":
        waiting_wording.done_waiting(house(), digest)
        return redirect(url_for("staff.wording_packs"), 303)
    try:
        return _store(body, digest) if request.method == "POST" else _preview(body)
    except SourceError as error:  # the instruments, or the day, have changed since the upload
        return _list(Upload(), faulty=True, problems=error.problems, name=UPLOADED), 422


def _list(form: Upload, faulty: bool = False, problems: tuple[Problem, ...] = (), name: str = "") -> str:
    states, asked = licensed_wording.states(house(), today()), licensed_wording.asked_for(house())
    added = next((one for one in states if one.pack.name == request.args.get("added")), None)
    return render_template(
        "staff/wording_packs.html",
        form=form,
        faulty=faulty,
        problems=problems,
        most_problems=MOST_PROBLEMS,
        name=name,
        packs=[
            (one, licensed_wording.is_stored(house(), one), licensed_wording.is_asked(one, asked)) for one in states
        ],
        states=pack_states(),
        instruments=sorted(house().library.values(), key=lambda one: one.title),
        added=added,
        added_asked=added is not None and licensed_wording.is_asked(added, asked),
        withdrawn=request.args.get("withdrawn", ""),
    )


def _preview(body: bytes) -> str:
    pack = licensed_wording.understood(house(), body, UPLOADED, today())
    instrument = house().library[pack.instrument]
    states = licensed_wording.states(house(), today())
    meant = (pack.instrument, pack.language, pack.study)
    return render_template(
        "staff/wording_preview.html",
        pack=pack,
        instrument=instrument,
        parts=preview(pack, instrument),
        asked=pack.instrument in licensed_wording.asked_for(house()).get(pack.study, ()),
        replaced=next((s for s in states if s.in_force and _meant(s) == meant), None),
        known=next((s.pack.name for s in states if s.pack.digest == pack.digest), None),
    )


def _store(body: bytes, digest: str) -> ResponseReturnValue:
    one = licensed_wording.add(house(), body, UPLOADED, signed_in().staff_id, today(), now())
    waiting_wording.done_waiting(house(), digest)
    return redirect(url_for("staff.wording_packs", added=one.pack.name), 303)


def sent_file(file: FileStorage, largest: int) -> tuple[str, bytes]:
    """Name without folders, for messages, and the bytes; one more than allowed shows that there are too many."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return plain_name(name[-LONGEST_NAME:]), file.read(largest + 1)


def _meant(one: Judged) -> tuple[str, str, str]:
    return one.pack.instrument, one.pack.language, one.pack.study
