"""Random histories of a clinic's patients, each step held against a plain account of what was acknowledged.

Whatever order patients are enrolled, asked, answer, send, are corrected, withdraw and are erased in: acknowledged
answers are stored in every version, the audit verifies, datasets hold who is there, the erased cannot be found.
`./run histories` goes on for longer.
"""

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from qol.course.events import EventKind
from qol.errors import NotFound, QolError
from qol.storage import answers, assessments, events, identities
from qol.storage.answers import NewAnswer
from qol.storage.audit_check import check
from qol.storage.erasing.rows import WITH_ANSWERS, of_patient, patient_tables
from qol.study.collection import answering, submitting
from qol.study.collection.handing_over import open_ways
from qol.study.consent import consenting
from qol.study.corrections.correcting import correct, preview
from qol.study.corrections.form_record import form_record
from qol.study.corrections.reasons import ReasonGiven
from qol.study.erasing.erasing import erase_patient
from qol.study.patients import treatment_course
from qol.study.patients.treatment_course import Change
from qol.study.results.cut import study_data
from tests.study import clinic as clinics
from tests.study.clinic import NOW, TODAY, Clinic

VISIT = "decision"
NUMBERS = count(1)


@dataclass
class Known:
    """What was acknowledged of a patient."""

    patient_id: str
    code: str
    given: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    versions_of_decision: int = 1
    open_visit: str = ""
    sent: bool = False
    withdrawn: str = ""
    erased: str = ""


class Histories(RuleBasedStateMachine):
    """One clinic for all histories of a run; every history has patients of its own."""

    clinic: Clinic
    patients = Bundle("patients")
    done: ClassVar[Counter[str]] = Counter()
    """What really happened, so that a run which did nothing shows."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[Known] = []

    @rule(target=patients, asked=st.booleans())
    def enrol(self, asked: bool) -> Known:
        number = next(NUMBERS)
        code = self.clinic.enrol(name=f"Heron{number} Weir", number=f"H-{number}", on=TODAY - timedelta(days=300))
        self.clinic.decided(code, days_ago=20)
        with self.clinic.house.database.reading() as session:
            patient_id = self.clinic.scope().patient(session, code).id
        self.known.append(Known(patient_id, code))
        if asked:
            self._open(self.known[-1])
        return self.known[-1]

    @rule(one=patients)
    def open(self, one: Known) -> None:
        self._open(one)

    def _open(self, one: Known) -> None:
        try:
            open_ways(self.clinic.house, self.clinic.scope(), one.code, VISIT, "handover", "en", TODAY, NOW)
        except (QolError, NotFound):
            assert one.withdrawn or one.erased or one.sent
            return
        assert not (one.withdrawn or one.erased or one.sent)
        with self.clinic.house.database.reading() as session:
            self.done["opened"] += 1
            one.open_visit = assessments.of_patient(session, one.patient_id)[-1].id

    @rule(one=patients, codes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=8))
    def answer_some(self, one: Known, codes: list[tuple[int, int]]) -> None:
        """The next question, or an earlier one again, some times."""
        for code, back in codes:
            self._answer(one, code, back)

    def _answer(self, one: Known, code: int, back: int) -> None:
        if not one.open_visit or one.sent or one.erased or one.withdrawn:
            return
        with self.clinic.house.database.writing() as session:
            asked = answering.questionnaire(session, one.open_visit)
            step = asked.path.first_open(asked.store)
            if back and len(one.given) >= back:
                key = list(one.given)[-back]
                step = next((found for found in asked.path.steps if found.key == key), step)
            if step is None or not (offered := step.section.instrument.answers_of(step.item.id).scored_codes):
                return
            value = offered[code % len(offered)]
            answering.keep(session, asked, step, NewAnswer(step.item.id, value), NOW)
        versions = one.given.setdefault(step.key, [])
        self.done["answered again" if versions else "answered"] += 1
        if versions[-1:] != [value]:
            versions.append(value)

    @rule(one=patients)
    def send(self, one: Known) -> None:
        if one.open_visit and not (one.sent or one.erased or one.withdrawn):
            submitting.submit(self.clinic.house.database, one.open_visit, str(uuid4()), NOW)
            one.sent = True
            self.done["sent"] += 1

    @rule(one=patients, days=st.integers(15, 25))
    def correct(self, one: Known, days: int) -> None:
        """Another day of the decision: a further version with a reason."""
        if one.erased:
            return
        with self.clinic.house.database.reading() as session:
            row = next(e for e in events.in_force(session, one.patient_id) if e.kind == EventKind.DECISION)
        change = Change(EventKind.DECISION, TODAY - timedelta(days=days), "day", dict(row.details), row.event_id)
        treatment_course.save(self.clinic.house, self.clinic.scope(), one.code, [change], reason="misread",
                              checked=True, today=TODAY, now=NOW)  # fmt: skip
        one.versions_of_decision += 1
        self.done["corrected"] += 1

    @rule(one=patients, back=st.integers(1, 4), code=st.integers(0, 3))
    def correct_an_answer(self, one: Known, back: int, code: int) -> None:
        """Staff give another answer to a question of a form that was sent: a further version, the earlier ones stay."""
        if not one.sent or one.erased or len(one.given) < back:
            return
        form, item = list(one.given)[-back]
        record = form_record(self.clinic.house, self.clinic.scope(), one.code, form)
        offered = record.scored.answers_of(item).scored_codes
        value = offered[code % len(offered)]
        wanted = {item: str(value)}
        looked_at = preview(record, wanted).fingerprint
        if one.given[(form, item)][-1] == value:
            return
        reason = ReasonGiven("patient_said", "by telephone")
        correct(self.clinic.house, self.clinic.scope(), one.code, form, wanted, reason, looked_at, NOW)
        one.given[(form, item)].append(value)
        self.done["answer corrected"] += 1

    @rule(one=patients, choice=st.sampled_from(("stop", "keep", "erase")), luck=st.integers(0, 2))
    def withdraw(self, one: Known, choice: str, luck: int) -> None:
        if one.erased or luck:
            return
        consenting.withdraw(self.clinic.house, self.clinic.scope(), one.code, choice, TODAY, TODAY, NOW)
        one.withdrawn = choice
        self.done[f"withdrawn: {choice}"] += 1

    @rule(one=patients, luck=st.integers(0, 2))
    def erase(self, one: Known, luck: int) -> None:
        if one.erased or (luck and not one.withdrawn):  # sooner where it was asked for
            return
        scope = self.clinic.scope()
        done = erase_patient(self.clinic.house, scope, one.code, again=one.code, reason="asked", now=NOW)
        assert done.keep_answers == (one.withdrawn == "keep")
        one.erased = "words" if done.keep_answers else "all"
        self.done[f"erased: {one.erased}"] += 1

    @precondition(lambda self: bool(self.known))
    @rule()
    def export(self) -> None:
        """A dataset holds who is there, and who is there with coded answers only."""
        exported = set(study_data(self.clinic.house, "follow-up", NOW).patients["patient"])
        pseudonym = self.clinic.house.database.keys.pseudonym
        for one in self.known:
            assert (pseudonym(one.patient_id) in exported) == (one.erased != "all")

    @invariant()
    def every_acknowledged_answer_is_stored_in_every_version(self) -> None:
        with self.clinic.house.database.reading() as session:
            for one in self.known:
                if one.erased != "all":
                    for (form, item), given in one.given.items():
                        assert [row.value for row in answers.history(session, form, item)] == given
                    happened = events.history(session, one.patient_id)
                    decisions = [row for row in happened if row.kind == EventKind.DECISION]
                    assert len(decisions) == one.versions_of_decision

    @invariant()
    def the_erased_cannot_be_found(self) -> None:
        with self.clinic.house.database.reading() as session:
            for one in (found for found in self.known if found.erased):
                assert identities.read(session, one.patient_id) is None
                for table in patient_tables():
                    if one.erased == "words" and table.name in WITH_ANSWERS:
                        continue
                    theirs = of_patient(table, one.patient_id)
                    assert theirs is not None and not session.execute(select(table).where(theirs)).first()

    @invariant()
    def the_audit_is_whole(self) -> None:
        assert check(self.clinic.house.database).problems == ()


def live(clinic: Clinic, examples: int, steps: int) -> None:
    """So many histories of so many steps in one clinic; raises where one of them breaks a promise."""
    machine = type("HistoriesHere", (Histories,), {"clinic": clinic})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def main(examples: int = 100) -> int:
    """Histories in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = clinics.settings_in(Path(folder) / "var")
        clinics.build_in(place)
        clinic = clinics.clinic_in(place)
        live(clinic, examples, 40)
        print(*(f"{number:6} {what}" for what, number in sorted(Histories.done.items())), sep="\n")
        print(f"{examples} histories: nothing lost, history complete, audit whole, the erased not found")
        clinic.house.database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
