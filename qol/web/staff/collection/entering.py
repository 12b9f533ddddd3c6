"""Type paper forms in: first the days and which forms came, then one sheet, checked before it is saved."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import QolError
from qol.study.paper import entering
from qol.study.paper.entering import Entry, case_of, sheets_of
from qol.study.paper.entry_case import EntryCase, Head
from qol.study.paper.entry_sheet import Sheet, fingerprint
from qol.study.patients import patient_record
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.staff.collection.entry_forms import EntryHead, address_of, entry_head
from qol.web.staff.collection.facts_words import fact_words
from qol.web.staff.collection.mode_words import mode_words
from qol.web.staff.visitor import signed_in

SEPARATOR = "."


@dataclass(frozen=True)
class Page:
    """A patient, what was said of the forms, and the visit that follows from it."""

    course: patient_record.Course
    form: EntryHead
    head: Head | None
    case: EntryCase | None
    refused: QolError | None = None


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/patients/<code>/entry", "entry", entry)
    blueprint.add_url_rule("/patients/<code>/entry/sheet", "entry_sheet", entry_sheet, methods=["GET", "POST"])


@roles("coordinator")
def entry(code: str) -> ResponseReturnValue:
    """Days and mode; once they are there, the visit that follows and the forms that may have come."""
    page = _page(code, asked="completed-day" in request.args)
    return _start(page), status_of(page.refused) if page.refused else 200


@roles("coordinator")
def entry_sheet(code: str) -> ResponseReturnValue:
    """The sheet; checked by the first button, saved by the second if nothing was changed in between."""
    page = _page(code, asked=True)
    if page.case is None or page.head is None:
        return _start(page), status_of(page.refused) if page.refused else 422
    chosen = dict.fromkeys(request.args.getlist("form"))
    if not chosen:
        return _start(page, nothing_chosen=True), 422
    typed = {name: _typed(name) for name in chosen}
    try:
        sheets = sheets_of(page.case, typed)
        if request.method != "POST":  # also HEAD, which carries no token
            return _sheet(page, sheets)
        if any(one.faults for one in sheets):
            return _sheet(page, sheets, faulty=True), 422
        if request.form.get("checked") != fingerprint(sheets):
            return _sheet(page, sheets, totals=True)
        whole = request.args.get("whole") == "yes"
        scope = signed_in().scope("coordinator")
        entering.enter(house(), scope, code, Entry(page.head, typed, whole), today(), now())
    except QolError as refused:
        return _start(page, refused=refused), status_of(refused)
    return redirect(url_for("staff.patient", code=code, entered="yes"), 303)


def _page(code: str, asked: bool) -> Page:
    scope = signed_in().scope("coordinator")
    course = patient_record.course(house(), scope, code, today())
    form = entry_head(request.args, today(), course.person.language if course.person else "")
    head = form.head() if asked else None
    if head is None:
        return Page(course, form, None, None)
    try:
        return Page(course, form, head, case_of(house(), scope, code, head, today()))
    except QolError as refused:
        return Page(course, form, head, None, refused)


def _typed(instrument: str) -> dict[str, str]:
    """Item -> text of one form's boxes."""
    before = f"{instrument}{SEPARATOR}"
    return {name[len(before) :]: text for name, text in request.form.items() if name.startswith(before)}


def _start(page: Page, nothing_chosen: bool = False, refused: QolError | None = None) -> str:
    refusal = refused or page.refused
    faulty = nothing_chosen or refusal is not None or bool(page.form.errors)
    return render_template(
        "staff/entry.html", page=page, form=page.form, refused=str(refusal) if refusal else "", faulty=faulty,
        nothing_chosen=nothing_chosen, facts=fact_words(page.case.facts) if page.case else (),
    )  # fmt: skip


def _sheet(page: Page, sheets: tuple[Sheet, ...], faulty: bool = False, totals: bool = False) -> str:
    said: dict[str, Any] = {"code": page.course.code, **address_of(page.form)}
    here: dict[str, Any] = {**said, "form": request.args.getlist("form"), "whole": request.args.get("whole")}
    return render_template(
        "staff/entry_sheet.html", page=page, sheets=sheets, faulty=faulty, totals=totals,
        here=url_for("staff.entry_sheet", **here), back=url_for("staff.entry", **said),
        checked=fingerprint(sheets), token=FlaskForm(), mode=mode_words()[page.form.mode.data],
    )  # fmt: skip
