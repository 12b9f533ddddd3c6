"""What is said once of paper forms: how they were answered, and their two dates."""

from collections.abc import Mapping
from datetime import date

from wtforms import Form, RadioField, SelectField

from qol.language import gettext, languages
from qol.study.collection import modes
from qol.study.paper.entry_case import Head
from qol.web.staff.choices import language_choices
from qol.web.staff.collection.mode_words import mode_choices
from qol.web.staff.date_entry import PARTS, DateEntry
from qol.web.staff.lazy import lazy_gettext


class EntryHead(Form):
    """Read from the address, so that the sheet behind it can be reloaded; nothing here names anybody."""

    mode = RadioField(lazy_gettext("Who answered, and how"), default=modes.PAPER, validate_choice=False)
    completed = DateEntry(
        lazy_gettext("Completed on"), description=lazy_gettext("The day written on the form. It decides the visit.")
    )
    received = DateEntry(lazy_gettext("Received on"), description=lazy_gettext("The day on which the clinic had it."))
    language = SelectField(lazy_gettext("Language of the form"), validate_choice=False)

    def head(self) -> Head | None:
        """What was said; None where a date is not there or wrong, which its field then says."""
        for field in (self.completed, self.received):
            if field.data is None and not field.process_errors:
                field.errors = [gettext("Type day, month and year.")]
            elif field.process_errors:
                field.errors = field.process_errors
        if self.completed.data is None or self.received.data is None:
            return None
        return Head(self.mode.data, self.language.data, self.completed.data, self.received.data)


def entry_head(sent: Mapping[str, object], today: date, language: str) -> EntryHead:
    """The form with what stands in an address; received today and in the patient's language unless it says so."""
    form = EntryHead(formdata=sent if sent else None)
    form.mode.choices = mode_choices(modes.TYPED)
    form.language.choices = language_choices(languages())
    form.mode.data = form.mode.data or modes.PAPER
    if form.language.data not in languages():
        form.language.data = language if language in languages() else languages()[0]
    if form.received.empty:
        form.received.show(today, "day")
    return form


def address_of(form: EntryHead) -> dict[str, str]:
    """The part of an address that says the same again."""
    dates = {f"{field.name}-{part}": field.typed[part] for field in (form.completed, form.received) for part in PARTS}
    return {"mode": form.mode.data, "language": form.language.data, **dates}
