"""The scores of one patient, made from the answers each time with the definition they were given under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.instruments.definition import Instrument, Scale
from qol.instruments.hashes import from_canonical
from qol.scoring.scores import Score, score_form
from qol.storage import answers, definitions, form_marks, forms
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
    """One form: the instrument as it was answered, the notice of its wording, every scale.

    corrected: when staff last corrected an answer of it. in_error: kept, and without any score.
    """

    id: str
    instrument: Instrument
    notice: str
    status: str
    scales: tuple[ScaleScore, ...]
    corrected: datetime | None = None
    in_error: bool = False


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


def scores_of(session: Session, protocol: Protocol, opened: Sequence[Assessment]) -> tuple[AssessmentScores, ...]:
    """Scores of every submitted assessment, newest first."""
    sent = [row for row in opened if row.submitted_at is not None]
    of_assessment = forms.of_assessments(session, [row.id for row in sent])
    newest = {key: forms.newest_attempts(rows) for key, rows in of_assessment.items()}
    every = [form for rows in newest.values() for form in rows]
    bodies = definitions.bodies(session, "scoring", {form.scoring_hash for form in every})
    instruments = {digest: protocol.shown(from_canonical(body)) for digest, body in bodies.items()}
    ids = [form.id for form in every]
    given = _by_form(answers.current(session, ids))
    read = _Read(instruments, given, form_marks.in_error(session, ids), _corrected(session, ids))
    found = [_one(protocol, row, newest[row.id], read) for row in sent]
    return tuple(sorted(found, key=lambda item: item.submitted_at, reverse=True))


@dataclass(frozen=True)
class _Read:
    """What was read of all forms together, by form or by hash of the definition."""

    instruments: Mapping[str, Instrument]
    given: Mapping[str, Mapping[str, int | None]]
    in_error: frozenset[str]
    corrected: Mapping[str, datetime]


def _one(protocol: Protocol, row: Assessment, kept: Sequence[Form], read: _Read) -> AssessmentScores:
    visit = protocol.visit_by_id.get(row.visit_id or "")
    asked = {form.instrument_id for form in kept}
    return AssessmentScores(
        assessment=row,
        label=visit.label if visit else "",
        on=row.on_date,
        submitted_at=row.submitted_at or row.created_at,
        forms=tuple(_form(form, row.facts, read) for form in kept),
        not_asked=tuple(a for a in (visit.instrument_ids if visit else ()) if a not in asked),
    )


def _form(form: Form, facts: Mapping[str, str], read: _Read) -> FormScores:
    instrument, in_error = read.instruments[form.scoring_hash], form.id in read.in_error
    scored = {} if in_error else score_form(instrument, read.given.get(form.id, {}), facts)
    return FormScores(
        id=form.id,
        instrument=instrument,
        notice=form.wording_notice,
        status=form.status,
        scales=tuple(
            ScaleScore(scale, scored[scale.id], _band(scale, scored[scale.id].band))
            for scale in instrument.scales
            if not in_error
        ),
        corrected=read.corrected.get(form.id),
        in_error=in_error,
    )


def _corrected(session: Session, ids: Sequence[str]) -> Mapping[str, datetime]:
    """Form -> when staff last corrected an answer of it."""
    found: dict[str, datetime] = {}
    for version in answers.corrected(session, ids):
        if version.reason:
            found[version.form_id] = max(version.at, found.get(version.form_id, version.at))
    return found


def _band(scale: Scale, band_id: str | None) -> str | None:
    return next((band.label for band in scale.bands if band.id == band_id), None)


def _by_form(rows: Sequence[StoredAnswer]) -> Mapping[str, dict[str, int | None]]:
    """Form id -> item id -> code; what was declined or cleared is no answer."""
    found: dict[str, dict[str, int | None]] = {}
    for row in rows:
        if row.state == "answered":
            found.setdefault(row.form_id, {})[row.item_id] = row.value
    return found
