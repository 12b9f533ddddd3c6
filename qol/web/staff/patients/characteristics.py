"""What is known of a patient before the decision: the page that records and corrects it."""

import unicodedata
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from qol.course.characteristics import CHARACTERISTICS, Characteristic, as_number
from qol.language import digits, gettext, number
from qol.study.patients import before_decision, patient_record
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.choices import choices
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/patients/<code>/before-decision", "characteristics", page, methods=["GET", "POST"])


@roles("coordinator")
def page(code: str) -> ResponseReturnValue:
    """The form with what is known, its faults, and the saving."""
    scope = signed_in().scope("coordinator")
    record = patient_record.course(house(), scope, code, today())
    known = before_decision.known(house(), scope, code)
    form = _form(known)
    if request.method != "POST":  # also HEAD, which carries no token
        return render_template("staff/characteristics.html", form=form, record=record, known=known)
    faultless = form.validate()
    said = {one.id: _recorded(one, form[one.id].data) for one in CHARACTERISTICS}
    corrects = any(name in known for name in before_decision.changes(known, said))
    if corrects and not (form["reason"].data or "").strip():
        form["reason"].errors = [gettext("Say why this is corrected.")]
        faultless = False
    if not faultless:
        return render_template("staff/characteristics.html", form=form, record=record, known=known, faulty=True), 422
    before_decision.save(house(), scope, code, said, reason=form["reason"].data or "", now=now())
    return redirect(url_for("staff.patient", code=code, before_decision="saved"), 303)


def known_shown(known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is known in words, in the order of the form: label and value, `8.5 cm`."""
    return tuple((gettext(one.label), _in_words(one, known[one.id])) for one in CHARACTERISTICS if one.id in known)


def _in_words(one: Characteristic, value: str) -> str:
    number_of = as_number(value)
    if one.is_number and number_of is not None:
        shown = number(number_of, one.decimals if number_of != round(number_of) else 0)
        return gettext("{number} cm").format(number=shown) if one.unit == "cm" else shown
    return str(_value(one.values.get(value, value)))


def _value(words: str) -> object:
    """A value in the reader's language; a bare number in the reader's digits."""
    return digits(words) if words.isdecimal() else lazy_gettext(words)


def _form(known: Mapping[str, str]) -> FlaskForm:
    """One field a characteristic, and the reason of a correction."""
    reason = TextAreaField(
        lazy_gettext("Reason of the correction"),
        [Length(max=500)],
        description=lazy_gettext("Needed where something that is known is changed. The earlier value stays readable."),
    )
    fields = {one.id: _field(one) for one in CHARACTERISTICS}
    made: FlaskForm = type("Characteristics", (FlaskForm,), {**fields, "reason": reason})(data=dict(known))
    return made


def _field(one: Characteristic) -> object:
    if not one.is_number:
        options = [("", lazy_gettext("Not known")), *((code, _value(words)) for code, words in one.values.items())]
        return SelectField(lazy_gettext(one.label), choices=choices(options), default="",
                           description=_hint(one))  # fmt: skip
    return StringField(lazy_gettext(one.label), [_number_of(one)], description=_hint(one))


def _hint(one: Characteristic) -> object:
    """What is meant, and the unit; the empty text is no sentence of a catalogue."""
    return lazy_gettext(one.hint) if one.hint else ""


def _number_of(one: Characteristic) -> object:
    """A validator: a number that can be, with a decimal point or comma."""

    def validate(_form: FlaskForm, field: Field) -> None:
        value = _recorded(one, field.data)
        if value and one.fault(value):
            raise ValidationError(
                gettext("Type a number from {low} to {high} with at most {places} decimals.").format(
                    low=number(one.lowest), high=number(one.highest), places=number(one.decimals)
                )
            )

    return validate


def _recorded(one: Characteristic, typed: str | None) -> str:
    """A typed value as it is stored: western digits, a decimal point, no spaces around."""
    text = (typed or "").strip()
    if not one.is_number:
        return text
    western = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return western.replace(",", ".").replace("٫", ".")
