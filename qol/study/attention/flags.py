"""The flags that stand: read from the answers in force each time, so that they follow every correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from qol.course.attention import Attention, MarkedAnswer
from qol.course.protocol import Protocol
from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.storage import answers, assessments, attention_seen, definitions, form_marks, forms, studies
from qol.storage.answers import CodeGiven
from qol.storage.attention_seen import Place
from qol.storage.tables import Assessment, AttentionSeen, Form, Patient
from qol.study.studies import editions

State = Literal["waiting", "overdue", "seen"]


@dataclass(frozen=True)
class Flag:
    """One marked answer. raised_at: when it came, or was corrected to what it is; look_by: the reader's deadline."""

    patient: Patient
    form: Form
    instrument: Instrument
    visit: str
    item: str
    version: int
    code: int
    says: str
    raised_at: datetime
    look_by: datetime
    seen: tuple[AttentionSeen, ...]

    @property
    def place(self) -> Place:
        """Which version of which answer raised it."""
        return self.form.id, self.item, self.version

    @property
    def label(self) -> str:
        """The short name of the question."""
        return self.instrument.items[self.item].label

    @property
    def answer(self) -> str:
        """The words of the answer."""
        return self.instrument.answers_of(self.item).label_of(self.code)

    def state(self, now: datetime) -> State:
        """Whether somebody saw it, and whether that is late."""
        if self.seen:
            return "seen"
        return "overdue" if now > self.look_by else "waiting"


def flags(session: Session, patients: Sequence[Patient]) -> tuple[Flag, ...]:
    """Every flag of some patients of one study, the oldest first; none where the protocol marks nothing."""
    if not patients:
        return ()
    protocol = editions(session, studies.by_id(session, patients[0].study_id)).together
    if protocol.attention is None or not protocol.attention.is_on:
        return ()
    of_patient = {patient.id: patient for patient in patients}
    rows = {a.id: a for every in assessments.of_patients(session, of_patient).values() for a in every}
    came = _came(session, protocol.attention, rows)
    read = _Read(
        protocol,
        of_patient,
        rows,
        _instruments(session, came),
        _given(session, came),
        attention_seen.of_forms(session, [form.id for form in came]),
    )
    found = [flag for form in came for flag in read.of(form, protocol.attention)]
    return tuple(sorted(found, key=lambda flag: (flag.raised_at, flag.patient.code, flag.item)))


@dataclass(frozen=True)
class _Read:
    """What was read of all forms together."""

    protocol: Protocol
    patients: Mapping[str, Patient]
    assessments: Mapping[str, Assessment]
    instruments: Mapping[str, Instrument]
    given: Mapping[str, Mapping[str, CodeGiven]]
    seen: Mapping[Place, list[AttentionSeen]]

    def of(self, form: Form, attention: Attention) -> list[Flag]:
        """The flags of one form."""
        assessment, instrument = self.assessments[form.assessment_id], self.instruments[form.scoring_hash]
        given = self.given.get(form.id, {})
        values = {item: one.value for item, one in given.items()}
        asked = asked_items(instrument, facts_with_answers(instrument, assessment.facts, dict(values)))
        marked = attention.marked(instrument.id, values, asked)
        return [self._flag(form, assessment, attention, mark, given[mark.item]) for mark, _code in marked]

    def _flag(
        self, form: Form, assessment: Assessment, attention: Attention, mark: MarkedAnswer, given: CodeGiven
    ) -> Flag:
        visit = self.protocol.visit_by_id.get(assessment.visit_id or "")
        raised = max(given.at, form.entered_at or given.at)
        return Flag(
            patient=self.patients[assessment.patient_id],
            form=form,
            instrument=self.instruments[form.scoring_hash],
            visit=visit.label if visit else "",
            item=mark.item,
            version=given.version,
            code=given.value,
            says=mark.says,
            raised_at=raised,
            look_by=raised + timedelta(days=attention.deadline or 0),
            seen=tuple(self.seen.get((form.id, mark.item, given.version), ())),
        )


def _came(session: Session, attention: Attention, rows: Mapping[str, Assessment]) -> list[Form]:
    """The forms of marked instruments that are in and count."""
    marked = {mark.instrument for mark in attention.answers}
    newest = [form for every in forms.of_assessments(session, rows).values() for form in forms.newest_attempts(every)]
    came = [form for form in newest if form.entered_at is not None and form.instrument_id in marked]
    in_error = form_marks.in_error(session, [form.id for form in came])
    return [form for form in came if form.id not in in_error]


def _instruments(session: Session, came: Sequence[Form]) -> Mapping[str, Instrument]:
    bodies = definitions.bodies(session, "scoring", {form.scoring_hash for form in came})
    return {digest: from_canonical(body) for digest, body in bodies.items()}


def _given(session: Session, came: Sequence[Form]) -> Mapping[str, Mapping[str, CodeGiven]]:
    found: dict[str, dict[str, CodeGiven]] = {}
    for one in answers.codes(session, [form.id for form in came]):
        found.setdefault(one.form_id, {})[one.item_id] = one
    return found
