"""Dated events: what is recorded with its versions, and the page that adds or corrects a set of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from qol.course.event_details import DETAIL_LABELS, DETAILS, LABELS, REQUIRED, VALUE_LABELS
from qol.course.events import EventKind
from qol.errors import TimelineRefused
from qol.language import gettext
from qol.study.patients import patient_record, treatment_course
from qol.study.patients.treatment_course import Change, Recorded
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.choices import choices
from qol.web.staff.date_entry import DateEntry
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in

MOST_AT_ONCE = 8


class Sent(FlaskForm):
    """The whole set: the token, the reason of a correction, and whether doubts were looked at."""

    reason = TextAreaField(
        lazy_gettext("Reason of the correction"),
        [Length(max=500)],
        description=lazy_gettext("It is kept with the earlier version, which stays readable."),
    )


class OneEvent(Form):
    """Date and details of one event; the fields of its kind are added when it is made."""

    on = DateEntry(
        lazy_gettext("Date"),
        day_optional=True,
        description=lazy_gettext("Leave the day empty if only the month is known."),
    )

    def validate_on(self, field: DateEntry) -> None:
        """Every event has a date."""
        if not field.process_errors and field.data is None:
            raise ValidationError(gettext("Type the month and the year, and the day if it is known."))


class Correction(OneEvent):
    """An event that is recorded already may also be taken back."""

    removed = BooleanField(lazy_gettext("This never happened: remove it"))


@dataclass(frozen=True)
class Entry:
    """One event on the page: a new one, or a recorded one that is corrected."""

    kind: EventKind
    form: Form
    recorded: Recorded | None = None

    @property
    def title(self) -> str:
        """What the event is called."""
        return gettext(LABELS[self.kind])

    def change(self) -> Change:
        """What is to be saved."""
        on = self.form["on"]
        details = {name: self.form[name].data for name in DETAILS.get(self.kind, {}) if self.form[name].data}
        return Change(
            kind=self.kind,
            on=on.data,
            precision=on.precision,
            details=details,
            event_id=self.recorded.event_id if self.recorded else None,
            removed=bool(self.recorded and self.form["removed"].data),
        )


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients/<code>/events", "events", events)
    blueprint.add_url_rule("/patients/<code>/events/change", "change_events", change_events, methods=["GET", "POST"])


@roles("coordinator", "clinician")
def events(code: str) -> ResponseReturnValue:
    """Everything recorded, each with its versions, and what can be added."""
    scope = signed_in().scope("coordinator", "clinician")
    record = patient_record.course(house(), scope, code, today())
    kinds = [(kind, gettext(LABELS[kind])) for kind in EventKind]
    return render_template("staff/events.html", record=record, kinds=kinds, saved=request.args.get("saved"))


@roles("coordinator")
def change_events(code: str) -> ResponseReturnValue:
    """Add and correct in one set: what belongs together is judged together."""
    scope = signed_in().scope("coordinator")
    record = patient_record.course(house(), scope, code, today())
    entries = _entries(record.events)
    if not entries:
        return redirect(url_for("staff.events", code=code), 303)
    sent = Sent()
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(record, entries, sent)
    corrects = any(entry.recorded for entry in entries)
    if not _valid(entries, sent, corrects):
        return _page(record, entries, sent, faulty=True), 422
    try:
        doubtful = treatment_course.save(
            house(), scope, code, [entry.change() for entry in entries],
            reason=sent.reason.data or "", checked=request.form.get("checked") == "yes",
            today=today(), now=now(),
        )  # fmt: skip
    except TimelineRefused as error:
        return _page(record, entries, sent, refused=error.problems, faulty=True), 422
    if doubtful:
        return _page(record, entries, sent, doubtful=doubtful, faulty=True), 409
    return redirect(url_for("staff.events", code=code, saved="yes"), 303)


def _page(record: patient_record.Course, entries: Sequence[Entry], sent: Sent, **said: object) -> str:
    return render_template(
        "staff/change_events.html", record=record, entries=entries, sent=sent,
        corrects=any(entry.recorded for entry in entries), **said,
    )  # fmt: skip


def _entries(recorded: Sequence[Recorded]) -> list[Entry]:
    """The events that the address names: `add` by kind, `correct` by id."""
    known = {item.event_id: item for item in recorded}
    named = dict.fromkeys(request.args.getlist("correct"))
    wanted = [known[event_id] for event_id in named if event_id in known][:MOST_AT_ONCE]
    kinds = [EventKind(kind) for kind in request.args.getlist("add") if kind in set(EventKind)][:MOST_AT_ONCE]
    data = request.form if request.method == "POST" else None
    corrected = [
        Entry(item.event.kind, _form(item.event.kind, f"old{n}", data, item), item) for n, item in enumerate(wanted)
    ]
    new = [Entry(kind, _form(kind, f"new{n}", data)) for n, kind in enumerate(kinds)]
    return [*corrected, *new][:MOST_AT_ONCE]


def _form(kind: EventKind, prefix: str, data: object, item: Recorded | None = None) -> Form:
    """A form with the fields of its kind; a closed detail is a choice, an open one is text."""
    base = Correction if item else OneEvent
    fields = {name: _detail(kind, name, values) for name, values in DETAILS.get(kind, {}).items()}
    made = type("EventForm", (base,), fields)(
        formdata=data, prefix=f"{prefix}-", data=dict(item.event.details) if item else None
    )
    if item is not None and data is None:
        made["on"].show(item.event.on, item.event.precision)
    form: Form = made
    return form


def _detail(kind: EventKind, name: str, values: Sequence[str]) -> object:
    label = lazy_gettext(DETAIL_LABELS[name])
    if not values:
        return StringField(label, [Length(max=300)])
    nothing = [("", lazy_gettext("not known"))] if name not in REQUIRED.get(kind, ()) else [("", "")]
    known = [(value, lazy_gettext(VALUE_LABELS[name, value])) for value in values]
    return SelectField(label, [_required(kind, name)], choices=choices(nothing + known), default="")


def _required(kind: EventKind, name: str) -> object:
    """A validator: some events say nothing without a detail."""

    def validate(_form: Form, field: SelectField) -> None:
        if name in REQUIRED.get(kind, ()) and not field.data:
            raise ValidationError(gettext("Choose one."))

    return validate


def _valid(entries: Sequence[Entry], sent: Sent, corrects: bool) -> bool:
    """Validate everything, so that all faults are shown at once."""
    faultless = [entry.form.validate() for entry in entries]
    whole = sent.validate()
    if corrects and not (sent.reason.data or "").strip():
        sent.reason.errors = [gettext("Say why this is corrected.")]
        whole = False
    return all(faultless) and whole
