"""One form as it is kept: every answer with its versions, and what can be done about it."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.study.corrections import reasons
from qol.study.corrections.form_record import FormRecord, ItemRecord, form_record
from qol.study.corrections.withheld import is_kept_from_staff, words_end
from qol.study.trail.reading import note_reading
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.checking.answer_words import said
from qol.web.staff.visitor import signed_in


@dataclass(frozen=True)
class Line:
    """One question of the page."""

    record: ItemRecord
    answer: str
    kept_from_staff: bool
    earlier: tuple[tuple[str, str, object, str], ...]
    """Versions before the one in force, oldest first: answer, who gave it, when, why it was changed then."""


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/patients/<code>/forms/<form_id>", "form", form)


@roles("coordinator", "clinician")
def form(code: str, form_id: str) -> ResponseReturnValue:
    """Head, answers, versions, marks."""
    scope = signed_in().scope("coordinator", "clinician")
    record = form_record(house(), scope, code, form_id)
    note_reading(house(), scope, code, now())
    return render_template(
        "staff/checking/form.html",
        code=code,
        record=record,
        lines=[_line(record, one) for one in record.items],
        words_end=words_end(house(), record, today()),
        said=reasons.said,
        done=request.args.get("done", ""),
    )


def _line(record: FormRecord, one: ItemRecord) -> Line:
    kept = is_kept_from_staff(record, one)
    pairs = zip(one.versions[:-1], one.versions[1:], strict=True)
    earlier = tuple(
        (said(old, one.answers), record.names.get(old.by or "", ""), old.at, new.reason or "") for old, new in pairs
    )
    return Line(one, said(one.current, one.answers), kept, () if kept else earlier)
