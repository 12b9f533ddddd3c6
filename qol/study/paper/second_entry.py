"""Double data entry, where the protocol asks for it: a second person types the form, and differences are settled.

The second sheet shows nothing of the first. Each difference is decided by who has the paper in hand; what was typed
first stays as an earlier version. Who typed twice, and when, stands in the audit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.errors import AccessRefused, NotFound, QolError
from qol.instruments.definition import Instrument
from qol.language import gettext as _
from qol.storage import assessments, audit, forms
from qol.storage.answers import NewAnswer
from qol.storage.tables import Assessment, Form
from qol.study.collection.answering import Questionnaire, keep_all, of_forms
from qol.study.house import House
from qol.study.paper.entry_sheet import Sheet, sheet
from qol.study.paper.typed import MISSING
from qol.study.queries.reading import TYPED_TWICE
from qol.study.queries.settling import settling
from qol.study.scope import Scope

REASON = "second entry"
FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Waiting:
    """A typed form that nobody has typed a second time yet."""

    form_id: str
    title: str
    visit: str


@dataclass(frozen=True)
class Difference:
    """One box that was typed in two ways."""

    item: str
    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Again:
    """A form to be typed a second time."""

    form: Form
    assessment: Assessment
    instrument: Instrument
    first: Mapping[str, str]
    """What was typed first, item -> as it would stand in a box."""

    def sheet(self, typed: Mapping[str, str]) -> Sheet:
        """The sheet with what was typed the second time."""
        return sheet(self.instrument, self.assessment.facts, typed)

    def differences(self, second: Sheet) -> tuple[Difference, ...]:
        """The boxes that differ, in the order of the form."""
        pairs = ((item, self.first.get(item, ""), _shown(second, item)) for item in self.instrument.items)
        labels = {item.id: item.label for item in self.instrument.items.values()}
        return tuple(Difference(item, labels[item], one, two) for item, one, two in pairs if one != two)


def waiting(session: Session, protocol: Protocol, opened: tuple[Assessment, ...], house: House) -> tuple[Waiting, ...]:
    """The typed forms of a patient that wait for a second entry; none where the protocol asks for none."""
    if protocol.second_entry == "no":
        return ()
    found = []
    for row in opened:
        visit = protocol.visit_by_id.get(row.visit_id or "")
        found += [
            Waiting(form.id, house.library[form.instrument_id].title, visit.label if visit else "")
            for form in forms.newest_attempts(forms.of_assessment(session, row.id))
            if form.entered_by is not None and not _is_typed_twice(session, form.id)
        ]
    return tuple(found)


def again(house: House, scope: Scope, code: str, form_id: str) -> Again:
    """A form to type once more.

    Raises NotFound for foreign forms and for those that wait for nothing, AccessRefused for who typed it first.
    """
    with house.database.reading() as session:
        form, assessment = _waiting_form(session, scope, code, form_id)
        opened = of_forms(session, assessment, [form])
    (section,) = opened.sections
    return Again(form, assessment, section.instrument, _first(opened))


def settle(
    house: House, scope: Scope, code: str, form_id: str, typed: Mapping[str, str], chosen: Mapping[str, str],
    now: datetime,
) -> int:  # fmt: skip
    """Keep the decisions, item -> first or second, and that the form was typed twice; how many answers changed.

    Raises QolError where a difference was not decided or a box is wrong, and whatever `again` raises.
    """
    with house.database.writing() as session:
        form, assessment = _waiting_form(session, scope, code, form_id)
        opened = of_forms(session, assessment, [form])
        (section,) = opened.sections
        before = Again(form, assessment, section.instrument, _first(opened))
        second = before.sheet(typed)
        different = before.differences(second)
        if second.faults or any(chosen.get(one.item) not in (FIRST, SECOND) for one in different):
            raise QolError(_("Decide every difference by the paper. Nothing was saved."))
        changed = [_answer(second, one.item) for one in different if chosen[one.item] == SECOND]
        patient = scope.patient(session, code)
        with settling(session, patient, "corrected", REASON, scope.staff_id, now):
            if changed:
                keep_all(session, opened, section, changed, now, scope.staff_id, REASON)
            audit.append(
                session, at=now, actor=scope.staff_id, action=TYPED_TWICE, object_kind="form", object_id=form.id
            )
        return len(changed)


def _waiting_form(session: Session, scope: Scope, code: str, form_id: str) -> tuple[Form, Assessment]:
    patient = scope.patient(session, code)
    form = forms.by_id(session, form_id)
    assessment = assessments.by_id(session, form.assessment_id)
    if assessment.patient_id != patient.id or form.entered_by is None or _is_typed_twice(session, form.id):
        raise NotFound("There is no such form.")
    if form.entered_by == scope.staff_id:
        raise AccessRefused(_("You typed this form first. Somebody else makes the second entry."))
    return form, assessment


def _is_typed_twice(session: Session, form_id: str) -> bool:
    return any(entry.action == TYPED_TWICE for entry in audit.of_object(session, "form", form_id))


def _first(opened: Questionnaire) -> dict[str, str]:
    """What stands in the database, as it would stand in a box; a declined text is an empty one."""
    (section,) = opened.sections
    found = {}
    for (_form, item), given in opened.store.items():
        empty = "" if section.instrument.answers_of(item).kind == "text" else MISSING
        found[item] = (given.text or str(given.value)) if given.is_answer else empty
    return found


def _shown(second: Sheet, item: str) -> str:
    box = second.boxes[item]
    return "" if box.is_missing and item not in second.asked else box.text


def _answer(second: Sheet, item: str) -> NewAnswer:
    """The second answer; an emptied box is taken back."""
    return second.boxes[item].answer or NewAnswer(item, state="declined")
