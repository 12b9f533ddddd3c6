"""What of a form staff of the clinic do not read, so that nobody answers to please, or under a licence that ended."""

from datetime import date

from qol.reports._summary.worth import HIDDEN
from qol.study.corrections.form_record import FormRecord, ItemRecord
from qol.study.house import House
from qol.study.wording.wording_refusals import is_withheld


def is_kept_from_staff(record: FormRecord, one: ItemRecord) -> bool:
    """Whether an answer was given on a screen to a question about check-ups and staff, or in own words."""
    if record.form.entered_by is not None:  # typed from paper, so staff have read it
        return False
    return (record.form.instrument_id, one.item.id) in HIDDEN or one.answers.kind == "text"


def words_end(house: House, record: FormRecord, today: date) -> bool:
    """Whether the form was shown in licensed words whose licence has ended: then its short names stand alone."""
    if record.form.wording_kind != "licensed":
        return False
    with house.database.reading() as session:
        return is_withheld(house, session, record.assessment.id, today)
