"""One form as it is kept: every question with its words, every version of its answer, whether it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.errors import NotFound
from qol.instruments.conditions import Facts, asked_items, facts_with_answers, wording_of
from qol.instruments.definition import AnswerSet, Instrument, Item
from qol.instruments.hashes import from_canonical
from qol.storage import answers, assessments, definitions, form_marks, forms, staff, studies
from qol.storage.answers import StoredAnswer
from qol.storage.tables import Assessment, Form, FormMark, Patient
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import editions


@dataclass(frozen=True)
class ItemRecord:
    """One question of a form. asked: whether it is on the path by what is in force; versions: oldest first."""

    item: Item
    words: str
    answers: AnswerSet
    asked: bool
    versions: Sequence[StoredAnswer]

    @property
    def current(self) -> StoredAnswer | None:
        """The version in force."""
        return self.versions[-1] if self.versions else None

    @property
    def is_corrected(self) -> bool:
        """Whether somebody changed it after it came."""
        return any(version.reason for version in self.versions)


@dataclass(frozen=True)
class FormRecord:
    """A form with all of it. scored: its scoring definition as the study uses it; worded: as it was shown."""

    patient: Patient
    assessment: Assessment
    form: Form
    protocol: Protocol
    scored: Instrument
    worded: Instrument
    histories: Mapping[str, Sequence[StoredAnswer]]
    marks: Sequence[FormMark]
    names: Mapping[str, str]
    """Account id -> name of who did what."""

    @property
    def label(self) -> str:
        """The visit in words; empty where the form lies outside every window."""
        visit = self.protocol.visit_by_id.get(self.assessment.visit_id or "")
        return visit.label if visit else ""

    @property
    def in_error(self) -> bool:
        """Whether it stands as entered in error."""
        return bool(self.marks) and self.marks[-1].mark == form_marks.IN_ERROR

    @property
    def has_come(self) -> bool:
        """Whether its answers are in: what a patient still answers is nobody else's to correct."""
        return self.form.entered_at is not None or self.assessment.submitted_at is not None

    @cached_property
    def values(self) -> dict[str, int | None]:
        """Item -> code in force; what was declined or taken back is no answer."""
        return {item: rows[-1].value for item, rows in self.histories.items() if rows[-1].state == "answered"}

    def facts(self, values: Mapping[str, int | None]) -> Facts:
        """The facts that staff confirmed, the patient's own word before them."""
        return facts_with_answers(self.scored, self.assessment.facts, values)

    @cached_property
    def items(self) -> tuple[ItemRecord, ...]:
        """Every question in the order of the form."""
        facts = self.facts(self.values)
        asked = frozenset(asked_items(self.scored, facts))
        return tuple(
            ItemRecord(
                item, wording_of(item, self.worded, facts), self.worded.answers_of(item.id), item.id in asked,
                self.histories.get(item.id, ()),
            )
            for item in self.worded.items.values()
        )  # fmt: skip


def form_record(house: House, scope: Scope, code: str, form_id: str) -> FormRecord:
    """A form of a patient in scope; raises NotFound, also for a form of another patient or site."""
    with house.database.reading() as session:
        return read(session, scope, code, form_id)


def read(session: Session, scope: Scope, code: str, form_id: str) -> FormRecord:
    """The same inside a transaction that goes on."""
    patient = scope.patient(session, code)
    form = forms.by_id(session, form_id)
    assessment = assessments.by_id(session, form.assessment_id)
    if assessment.patient_id != patient.id:
        raise NotFound("There is no such form.")
    protocol = editions(session, studies.by_id(session, patient.study_id)).together
    scored = from_canonical(definitions.body(session, "scoring", form.scoring_hash))
    return FormRecord(
        patient=patient,
        assessment=assessment,
        form=form,
        protocol=protocol,
        scored=protocol.shown(scored),
        worded=from_canonical(definitions.body(session, "wording", form.wording_hash)),
        histories=answers.histories(session, form.id),
        marks=form_marks.of_form(session, form.id),
        names={row.id: row.display_name for row in staff.every(session)},
    )
