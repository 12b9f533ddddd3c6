"""The scores of one patient, made from the answers each time with the definition they were given under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import Instrument, Scale
from qol.instruments.hashes import from_canonical
from qol.scoring.scores import Score, score_form
from qol.storage import answers, definitions, forms
from qol.storage.answers import StoredAnswer
from qol.storage.tables import Assessment, Form


@dataclass(frozen=True)
class ScaleScore:
    """One scale of one form with what it means."""

    scale: Scale
    score: Score
    band: str | None
    """The words of the band."""


@dataclass(frozen=True)
class FormScores:
    """One form: the instrument as it was answered, the notice of its wording, every scale."""

    instrument: Instrument
    notice: str
    status: str
    scales: tuple[ScaleScore, ...]


@dataclass(frozen=True)
class Contradiction:
    """An answer that says otherwise than the record: the patient's answer chose the questions."""

    label: str
    fact: str
    answered: str
    recorded: str


@dataclass(frozen=True)
class AssessmentScores:
    """One submitted assessment."""

    assessment: Assessment
    label: str
    on: date | None
    submitted_at: datetime
    forms: tuple[FormScores, ...]
    not_asked: tuple[str, ...]
    """Ids of the visit's instruments that did not apply."""
    contradictions: tuple[Contradiction, ...]
    unexpected: tuple[str, ...]
    """Short names of items that were answered on a typed form although nothing asked them."""


def scores_of(session: Session, protocol: Protocol, opened: Sequence[Assessment]) -> tuple[AssessmentScores, ...]:
    """Scores of every submitted assessment, newest first."""
    sent = [row for row in opened if row.submitted_at is not None]
    of_assessment = forms.of_assessments(session, [row.id for row in sent])
    newest = {key: forms.newest_attempts(rows) for key, rows in of_assessment.items()}
    every = [form for rows in newest.values() for form in rows]
    bodies = definitions.bodies(session, "scoring", {form.scoring_hash for form in every})
    instruments = {digest: protocol.shown(from_canonical(body)) for digest, body in bodies.items()}
    given = _by_form(answers.current(session, [form.id for form in every]))
    found = [_one(protocol, row, newest[row.id], instruments, given) for row in sent]
    return tuple(sorted(found, key=lambda item: item.submitted_at, reverse=True))


def _one(
    protocol: Protocol,
    row: Assessment,
    kept: Sequence[Form],
    instruments: Mapping[str, Instrument],
    given: Mapping[str, Mapping[str, int | None]],
) -> AssessmentScores:
    visit = protocol.visit_by_id.get(row.visit_id or "")
    asked = {form.instrument_id for form in kept}
    contradictions = [
        item for form in kept for item in _contradictions(instruments[form.scoring_hash], given.get(form.id, {}), row)
    ]
    return AssessmentScores(
        assessment=row,
        label=visit.label if visit else "",
        on=row.on_date,
        submitted_at=row.submitted_at or row.created_at,
        forms=tuple(_form(form, instruments[form.scoring_hash], given.get(form.id, {}), row.facts) for form in kept),
        not_asked=tuple(a for a in (visit.instrument_ids if visit else ()) if a not in asked),
        contradictions=tuple(contradictions),
        unexpected=tuple(
            label
            for form in kept
            if form.entered_by is not None
            for label in _unexpected(instruments[form.scoring_hash], given.get(form.id, {}), row)
        ),
    )


def _form(form: Form, instrument: Instrument, given: Mapping[str, int | None], facts: Mapping[str, str]) -> FormScores:
    scored = score_form(instrument, given, facts)
    return FormScores(
        instrument=instrument,
        notice=form.wording_notice,
        status=form.status,
        scales=tuple(
            ScaleScore(scale, scored[scale.id], _band(scale, scored[scale.id].band)) for scale in instrument.scales
        ),
    )


def _band(scale: Scale, band_id: str | None) -> str | None:
    return next((band.label for band in scale.bands if band.id == band_id), None)


def _contradictions(instrument: Instrument, given: Mapping[str, int | None], row: Assessment) -> list[Contradiction]:
    """Items that set a fact and were answered otherwise than staff had confirmed."""
    found = []
    for item in instrument.items.values():
        answer = given.get(item.id)
        if item.sets is None or answer is None:
            continue
        said, recorded = item.sets_by.get(answer), row.facts.get(item.sets)
        if said is not None and recorded is not None and said != recorded:
            found.append(Contradiction(item.label, item.sets, said, recorded))
    return found


def _unexpected(instrument: Instrument, given: Mapping[str, int | None], row: Assessment) -> list[str]:
    asked = asked_items(instrument, facts_with_answers(instrument, row.facts, given))
    return [item.label for item in instrument.items.values() if given.get(item.id) is not None and item.id not in asked]


def _by_form(rows: Sequence[StoredAnswer]) -> Mapping[str, dict[str, int | None]]:
    """Form id -> item id -> code; what was declined or cleared is no answer."""
    found: dict[str, dict[str, int | None]] = {}
    for row in rows:
        if row.state == "answered":
            found.setdefault(row.form_id, {})[row.item_id] = row.value
    return found
