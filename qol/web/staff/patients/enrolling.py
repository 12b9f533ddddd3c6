"""Enrol a patient: five fields, all faults at once, a warning where the hospital number is known."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from qol.language import gettext, languages
from qol.study.patients import enrolment
from qol.study.patients.visible import visible
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.staff.choices import choices, language_choices
from qol.web.staff.date_entry import DateEntry
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.visitor import signed_in

OLDEST = 120
"""Years; an older date of birth is a slip of the pen."""


class Enrolment(FlaskForm):
    """Full name, date of birth, sex, hospital number, language; the site only where there is a choice."""

    name = StringField(
        lazy_gettext("Full name"),
        [DataRequired(lazy_gettext("Type the full name.")), Length(max=200)],
        filters=[lambda text: visible(text or "")],
    )
    birth_date = DateEntry(lazy_gettext("Date of birth"), description=lazy_gettext("For example 17 11 1949"))
    sex = RadioField(
        lazy_gettext("Sex"),
        [InputRequired(lazy_gettext("Choose one: some questions differ."))],
        choices=choices([("female", lazy_gettext("female")), ("male", lazy_gettext("male"))]),
        validate_choice=False,
    )
    hospital_number = StringField(
        lazy_gettext("Hospital number"),
        [DataRequired(lazy_gettext("Type the hospital number.")), Length(max=60)],
        filters=[lambda text: visible(text or "")],
    )
    language = SelectField(lazy_gettext("Language of the questions"))
    site = SelectField(lazy_gettext("Site"))

    def validate_birth_date(self, field: DateEntry) -> None:
        """A date of birth is known to the day and lies in a lifetime."""
        if field.process_errors:
            return
        if field.data is None:
            raise ValidationError(gettext("Type the date of birth."))
        if not date(today().year - OLDEST, 1, 1) <= field.data <= today():
            raise ValidationError(gettext("Check the year of birth."))

    def validate_sex(self, field: RadioField) -> None:
        """One of the two that the questionnaires know."""
        if field.data not in ("female", "male"):
            raise ValidationError(gettext("Choose one: some questions differ."))


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/patients/enrol", "enrol", enrol, methods=["GET", "POST"])


@roles("coordinator")
def enrol() -> ResponseReturnValue:
    """The form, its faults, the warning about a known hospital number, and the enrolment itself."""
    scope = signed_in().scope("coordinator")
    form = _form(enrolment.sites(house(), scope))
    if request.method != "POST":  # also HEAD, which carries no token
        return render_template("staff/enrol.html", form=form, twins=())
    if not form.validate() or form.birth_date.data is None:
        return render_template("staff/enrol.html", form=form, twins=(), faulty=True), 422
    new = _new_patient(form, form.birth_date.data, enrolment.sites(house(), scope))
    twins = enrolment.twins(house(), scope, new)
    if twins and request.form.get("another_person") != "yes":
        return render_template("staff/enrol.html", form=form, twins=twins, faulty=True), 409
    code = enrolment.enrol(house(), scope, new, today(), now())
    return redirect(url_for("staff.patient", code=code, enrolled="yes"), 303)


def _form(sites: dict[str, str]) -> Enrolment:
    form = Enrolment()
    form.language.choices = language_choices(languages())
    form.site.choices = choices(sites.items())
    if len(sites) == 1:
        del form.site
    return form


def _new_patient(form: Enrolment, born: date, sites: dict[str, str]) -> enrolment.NewPatient:
    return enrolment.NewPatient(
        name=form.name.data or "",
        birth_date=born,
        sex=form.sex.data,
        hospital_number=form.hospital_number.data or "",
        language=form.language.data,
        site_id=form.site.data if form.site else next(iter(sites)),
    )
