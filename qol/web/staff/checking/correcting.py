"""Correct answers of a form: the old and the new one, why, what it does to the scores; then it is saved."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import QolError
from qol.language import gettext
from qol.study.corrections.correcting import Preview, as_typed, correct, preview, refuse_unfit
from qol.study.corrections.form_record import FormRecord, ItemRecord, form_record
from qol.study.corrections.reasons import OF_ANSWERS, ReasonGiven
from qol.study.corrections.withheld import is_kept_from_staff, words_end
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.staff.checking.answer_words import choices, said
from qol.web.staff.visitor import signed_in

BOX = "box."


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule(
        "/patients/<code>/forms/<form_id>/correct", "correct_form", correct_form, methods=["GET", "POST"]
    )


@roles("coordinator")
def correct_form(code: str, form_id: str) -> ResponseReturnValue:
    """The chosen questions with a box each; checked first, saved as it was checked."""
    scope = signed_in().scope("coordinator")
    record = form_record(house(), scope, code, form_id)
    refuse_unfit(record)
    chosen = _chosen(record)
    if not chosen:
        return redirect(url_for("staff.form", code=code, form_id=form_id), 303)
    if request.method != "POST":  # also HEAD, which carries no token
        return _page(record, chosen, {one.item.id: as_typed(one.current) for one in chosen})
    typed = {one.item.id: request.form.get(f"{BOX}{one.item.id}", as_typed(one.current)) for one in chosen}
    reason, found = _reason(), preview(record, typed)
    faults = _faults(found, reason)
    if faults:
        return _page(record, chosen, typed, faults=faults), 422
    looked_at = request.form.get("looked_at", "")
    if request.form.get("move") != "save" or looked_at != found.fingerprint:
        return _page(record, chosen, typed, found=found, again=request.form.get("move") == "save")
    try:
        correct(house(), scope, code, form_id, typed, reason, looked_at, now())
    except QolError as refused:
        return _page(record, chosen, typed, faults={"": str(refused)}), status_of(refused)
    return redirect(url_for("staff.form", code=code, form_id=form_id, done="corrected"), 303)


def _chosen(record: FormRecord) -> list[ItemRecord]:
    """The questions that the address names, in the order of the form."""
    named = frozenset(request.args.getlist("item"))
    return [one for one in record.items if one.item.id in named and not is_kept_from_staff(record, one)]


def _reason() -> ReasonGiven:
    return ReasonGiven(request.form.get("reason", ""), request.form.get("words", ""))


def _faults(found: Preview, reason: ReasonGiven) -> dict[str, str]:
    """Field -> what is wrong, all at once; "" where nothing would change."""
    faults = {f"{BOX}{item}": fault for item, fault in found.faults.items()}
    if not found.changed and not found.faults:
        faults[""] = gettext("Every answer is as it was. Choose another one, or go back.")
    why = reason.fault(OF_ANSWERS)
    return faults | ({"reason": why} if why else {})


def _page(
    record: FormRecord,
    chosen: Sequence[ItemRecord],
    typed: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    found: Preview | None = None,
    again: bool = False,
) -> str:
    return render_template(
        "staff/checking/correct.html",
        code=record.patient.code,
        record=record,
        chosen=[(one, choices(one.answers), said(one.current, one.answers)) for one in chosen],
        typed=typed,
        faults=faults or {},
        faulty=bool(faults),
        found=found,
        again=again,
        after={one.item.id: _after(found, one) for one in chosen} if found else {},
        reasons={kind: words() for kind, words in OF_ANSWERS.items()},
        reason=_reason(),
        words_end=words_end(house(), record, today()),
        token=FlaskForm(),
    )


def _after(found: Preview, one: ItemRecord) -> str:
    """The new answer in words; empty for one that stays."""
    if one not in found.changed:
        return ""
    text = found.boxes[one.item.id].text
    return dict(choices(one.answers)).get(text) or text or gettext("no answer")
