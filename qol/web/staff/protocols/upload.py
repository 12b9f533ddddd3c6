"""Protocols, for administrators: an upload, what it changes shown as a calendar, and letting a study follow it."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from qol.course.protocol import Protocol
from qol.course.version_differences import differences
from qol.errors import Problem, QolError, SourceError
from qol.language import gettext
from qol.study.protocols import protocol_shelf
from qol.study.protocols.next_version import take_file
from qol.study.protocols.study_protocol import followed_by_every
from qol.study.wording.waiting_wording import PROTOCOLS, done_waiting, keep_waiting, waiting
from qol.web.access import asks_again, roles
from qol.web.house import house, now
from qol.web.staff.choices import choices
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.protocols.page import calendar_of
from qol.web.staff.visitor import signed_in
from qol.web.staff.wording.packs import MOST_PROBLEMS, UPLOADED, sent_file

NO_STUDY = ""


class Upload(FlaskForm):
    """One file."""

    file = FileField(
        lazy_gettext("Protocol, a YAML file"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("It is checked first and shown to you. Nothing is stored until you confirm."),
    )


class Taking(FlaskForm):
    """Which study follows it from today on, and why."""

    study = SelectField(lazy_gettext("Which study follows it from today on"), validate_choice=False)
    reason = TextAreaField(lazy_gettext("Why the protocol changes"), [Length(max=500)])


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/protocols", "protocols", protocols, methods=["GET", "POST"])
    blueprint.add_url_rule("/protocols/waiting/<digest>", "waiting_protocol", waiting_protocol, methods=["GET", "POST"])
    blueprint.add_url_rule("/protocols/files/<name>", "download_protocol", download_protocol)
    blueprint.add_url_rule("/protocols/files/<name>/withdraw", "withdraw_protocol", withdraw_protocol, methods=["POST"])


@roles("administrator")
def protocols() -> ResponseReturnValue:
    """The stored files and what every study follows; a file that is sent is checked before it is shown."""
    form = Upload()
    if request.method != "POST":  # also HEAD, which carries no token
        return _list(form)
    if not form.validate():
        return _list(form), 422
    name, body = sent_file(form.file.data, protocol_shelf.LARGEST)
    try:
        protocol_shelf.understood(house(), body, name)
    except SourceError as error:
        return _list(form, error.problems, name), 422
    return redirect(url_for("staff.waiting_protocol", digest=keep_waiting(house(), body, now(), PROTOCOLS)), 303)


@roles("administrator")
@asks_again()
def waiting_protocol(digest: str) -> ResponseReturnValue:
    """An uploaded protocol with what it changes; taken by a study, only stored, or forgotten."""
    body = waiting(house(), digest, now(), PROTOCOLS)
    if request.method == "POST" and request.form.get("move") == "forget":
        done_waiting(house(), digest, PROTOCOLS)
        return redirect(url_for("staff.protocols"), 303)
    try:
        protocol = protocol_shelf.understood(house(), body, UPLOADED)
    except SourceError as error:  # the instruments have changed since the upload
        return _list(Upload(), error.problems, UPLOADED), 422
    form = _taking()
    if request.method != "POST":
        return _preview(protocol, form)
    if not form.validate():
        return _preview(protocol, form), 422
    try:
        done = _store(body, protocol, form)
    except QolError as error:
        return _preview(protocol, form, refused=str(error)), 409
    done_waiting(house(), digest, PROTOCOLS)
    return redirect(url_for("staff.protocols", done=done), 303)


@roles("administrator")
def download_protocol(name: str) -> ResponseReturnValue:
    """One stored file as it is."""
    answer = Response(protocol_shelf.body_of_file(house(), name), mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@roles("administrator")
@asks_again("staff.protocols")
def withdraw_protocol(name: str) -> ResponseReturnValue:
    """Take a stored file out of use; studies that took it go on with it."""
    protocol_shelf.withdraw(house(), name, signed_in().staff_id, now())
    return redirect(url_for("staff.protocols", done="withdrawn"), 303)


def _store(body: bytes, protocol: Protocol, form: Taking) -> str:
    name, by = f"{protocol.id}.yaml", signed_in().staff_id
    if form.study.data == NO_STUDY:
        protocol_shelf.keep(house(), body, name, by, now())
        return "stored"
    take_file(house(), form.study.data, body, name, by=by, reason=form.reason.data or "", now=now())
    return "taken"


def _taking() -> Taking:
    form = Taking()
    names = [(one.study, one.study) for one in followed_by_every(house())]
    form.study.choices = choices([*names, (NO_STUDY, gettext("None yet: only store it, for a new study"))])
    if request.method == "GET":
        form.study.data = names[0][0] if len(names) == 1 else NO_STUDY
    return form


def _list(form: Upload, problems: tuple[Problem, ...] = (), name: str = "") -> str:
    return render_template(
        "staff/protocols.html", form=form, problems=problems, most_problems=MOST_PROBLEMS, name=name,
        stored=protocol_shelf.stored(house()), studies=followed_by_every(house()), done=request.args.get("done", ""),
    )  # fmt: skip


def _preview(protocol: Protocol, form: Taking, refused: str = "") -> str:
    compared = [(one.study, one.current, differences(one.current, protocol)) for one in followed_by_every(house())]
    return render_template(
        "staff/protocol_waiting.html", form=form, refused=refused, compared=compared, **calendar_of(protocol)
    )
