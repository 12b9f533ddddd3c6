"""Staff correct answers of a form that came: what would change is shown first, then kept as further versions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from qol.errors import Conflict, QolError
from qol.instruments.conditions import asked_items
from qol.instruments.definition import Scale
from qol.language import gettext as _
from qol.scoring.scores import Score, score_form
from qol.storage import answers, audit, forms
from qol.storage.answers import NewAnswer, StoredAnswer
from qol.study.collection.answering import of_forms
from qol.study.collection.submitting import state_of
from qol.study.corrections.form_record import FormRecord, ItemRecord, read
from qol.study.corrections.reasons import OF_ANSWERS, ReasonGiven
from qol.study.house import House
from qol.study.paper import typed
from qol.study.paper.typed import MISSING, Typed
from qol.study.queries.settling import settling
from qol.study.scope import Scope

CORRECTED = "form.corrected"


@dataclass(frozen=True)
class ScaleChange:
    """A scale that would come out otherwise."""

    scale: Scale
    before: Score
    after: Score


@dataclass(frozen=True)
class Preview:
    """What a correction would do.

    faults: item -> why what was typed is no answer there. changed: the items that would get another answer. scales:
    those that would come out otherwise. no_longer_asked, newly_asked: short names of questions by the new answers.
    """

    record: FormRecord
    boxes: Mapping[str, Typed]
    faults: Mapping[str, str]
    changed: tuple[ItemRecord, ...]
    scales: tuple[ScaleChange, ...]
    no_longer_asked: tuple[str, ...]
    newly_asked: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Stands for what was looked at: the answers as they are, and as they would be."""
        now = {one.item.id: one.current.version if one.current else 0 for one in self.record.items}
        new = {one.item.id: self.boxes[one.item.id].text for one in self.changed}
        return sha256(json.dumps([self.record.form.id, now, new], sort_keys=True).encode()).hexdigest()[:32]


def as_typed(answer: StoredAnswer | None) -> str:
    """An answer as it stands in a box; nothing where there is none."""
    if answer is None or answer.state == "cleared":
        return ""
    if answer.state == "declined":
        return MISSING
    return answer.text or ("" if answer.value is None else str(answer.value))


def preview(record: FormRecord, wanted: Mapping[str, str]) -> Preview:
    """What would change with other answers, item -> text of its box; items that are not named stay."""
    chosen = [one for one in record.items if one.item.id in wanted]
    boxes = {one.item.id: _box(one, wanted[one.item.id]) for one in chosen}
    faults = {item: box.fault for item, box in boxes.items() if box.fault}
    changed = tuple(one for one in chosen if _differs(one, boxes[one.item.id]))
    after = record.values | {one.item.id: _value(boxes[one.item.id]) for one in changed}
    kept = {item: value for item, value in after.items() if value is not None}
    asked = [frozenset(asked_items(record.scored, record.facts(values))) for values in (record.values, kept)]
    return Preview(
        record, boxes, faults, changed, _scales(record, kept) if not faults else (),
        *(tuple(one.item.label for one in record.items if one.item.id in ids)
          for ids in (asked[0] - asked[1], asked[1] - asked[0])),
    )  # fmt: skip


def correct(
    house: House, scope: Scope, code: str, form_id: str, wanted: Mapping[str, str], reason: ReasonGiven,
    looked_at: str, now: datetime,
) -> int:  # fmt: skip
    """Keep the corrections of one form in one transaction; how many answers were changed.

    looked_at: the preview's fingerprint. Raises QolError where the reason or an answer will not do or the form is
    still being answered or marked in error, Conflict where anything changed since the preview.
    """
    why = reason.written(OF_ANSWERS)
    with house.database.writing() as session:
        record = read(session, scope, code, form_id)
        refuse_unfit(record)
        found = preview(record, wanted)
        if found.faults:
            raise QolError(_("Not every answer can be given to its question. Nothing was saved."))
        if found.fingerprint != looked_at:
            raise Conflict(_("This form was changed in the meantime. Look at it again, then save."))
        if not found.changed:
            raise QolError(_("Nothing would change. Nothing was saved."))
        with settling(session, record.patient, "corrected", why, scope.staff_id, now):
            _keep(session, scope, found, why, now)
        return len(found.changed)


def refuse_unfit(record: FormRecord) -> None:
    """Raise QolError for a form whose answers cannot be corrected."""
    if not record.has_come:
        raise QolError(_("This form has not been sent yet; the patient can still change it."))
    if record.in_error:
        raise QolError(_("This form is marked as entered in error. Take the mark back first."))


def _keep(session: Session, scope: Scope, found: Preview, why: str, now: datetime) -> None:
    form = found.record.form
    new = [found.boxes[one.item.id].answer or NewAnswer(one.item.id, state="cleared") for one in found.changed]
    seen = {one.item.id: one.current.version if one.current else 0 for one in found.changed}
    language = found.record.worded.language
    answers.append(session, form.id, new, at=now, language=language, by=scope.staff_id, reason=why, seen=seen)
    audit.append(
        session, at=now, actor=scope.staff_id, action=CORRECTED, object_kind="form", object_id=form.id, reason=why
    )
    opened = of_forms(session, found.record.assessment, [form])
    forms.restate(session, form, state_of(opened, opened.sections[0]))
    session.flush()


def _box(one: ItemRecord, text: str) -> Typed:
    return typed.read(one.item.id, text, one.answers)


def _differs(one: ItemRecord, box: Typed) -> bool:
    return not box.fault and box.text != as_typed(one.current)


def _value(box: Typed) -> int | None:
    return box.answer.value if box.answer and box.is_answer else None


def _scales(record: FormRecord, after: Mapping[str, int | None]) -> tuple[ScaleChange, ...]:
    before = score_form(record.scored, record.values, record.assessment.facts)
    now = score_form(record.scored, after, record.assessment.facts)
    return tuple(
        ScaleChange(scale, before[scale.id], now[scale.id])
        for scale in record.scored.scales
        if before[scale.id] != now[scale.id]
    )
