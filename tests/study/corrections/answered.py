"""A patient of the small clinic whose decision visit is answered, for tests of what staff do with it."""

from datetime import timedelta

from qol.storage import assessments, forms
from qol.storage.tables import Form
from qol.study.collection.handing_over import open_ways
from qol.study.corrections.correcting import Preview, as_typed, correct, preview
from qol.study.corrections.form_record import FormRecord, form_record
from qol.study.corrections.reasons import ReasonGiven
from tests.study.clinic import NOW, TODAY, Clinic
from tests.web.staff.answering import answer_everything

LATER = NOW + timedelta(hours=3)
SAID = ReasonGiven("patient_said", "asked again by telephone")


def answered(clinic: Clinic) -> str:
    """A man under watch and wait with everything of his decision visit sent; his study code."""
    code = clinic.enrol(on=TODAY - timedelta(days=60))
    clinic.decided(code, "nom")
    open_ways(clinic.house, clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    answer_everything(clinic, code)
    return code


def form_of(clinic: Clinic, code: str, instrument: str) -> Form:
    """The newest form of an instrument."""
    with clinic.house.database.reading() as session:
        patient = clinic.scope().patient(session, code)
        every = [f for a in assessments.of_patient(session, patient.id) for f in forms.of_assessment(session, a.id)]
    return [form for form in every if form.instrument_id == instrument][-1]


def record_of(clinic: Clinic, code: str, instrument: str) -> FormRecord:
    """That form with all of it."""
    return form_record(clinic.house, clinic.scope(), code, form_of(clinic, code, instrument).id)


def looked_at(clinic: Clinic, code: str, instrument: str, wanted: dict[str, str]) -> Preview:
    """What a correction would do."""
    return preview(record_of(clinic, code, instrument), wanted)


def corrected(clinic: Clinic, code: str, instrument: str, wanted: dict[str, str], reason: ReasonGiven = SAID) -> int:
    """Look at a correction and save it."""
    found = looked_at(clinic, code, instrument, wanted)
    form = form_of(clinic, code, instrument)
    return correct(clinic.house, clinic.scope(), code, form.id, wanted, reason, found.fingerprint, LATER)


def given(record: FormRecord) -> dict[str, str]:
    """Item -> the answer in force as it stands in a box."""
    return {one.item.id: as_typed(one.current) for one in record.items}
