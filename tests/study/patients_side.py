"""One study with one patient, and questionnaires that are open for that patient."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from qol.settings import Settings
from qol.storage import accesses, assessments, forms, identities, migrating, patients, studies
from qol.storage.identities import Person
from qol.storage.tables import Assessment, Form
from qol.study.collection.answering import Questionnaire, keep, questionnaire
from qol.study.definitions import keep_definitions
from qol.study.house import House, furnish
from qol.study.secrets import secret_hash
from qol.study.studies import body_of

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BORN = date(1948, 3, 27)
KEPT = {"sex": "female", "stoma": "no", "strategy": "nom", "rectum": "kept", "occasion": "follow_up"}
"""A woman under watch and wait at a follow-up visit."""
CORE = ("treatment_satisfaction", "qlq_c30", "qlq_cr29", "lars")
LINK, TYPED, CODE, SLIP = "abcdefghijklmnopqrstuv", "ACDEFGHJKLMN", "482917", "135790"


@dataclass(frozen=True)
class Clinic:
    """The house and the one patient in it."""

    house: House
    patient_id: str
    study_id: str

    def ask(
        self,
        *instruments: str,
        facts: Mapping[str, str] = KEPT,
        now: datetime = NOW,
        days: int = 30,
        language: str = "en",
    ) -> str:
        """Open a questionnaire with every kind of way in; its id."""
        with self.house.database.writing() as session:
            study = studies.by_id(session, self.study_id)
            row = assessments.add(
                session,
                Assessment(
                    patient_id=self.patient_id, visit_id="month_12", protocol_id="stage_1_3",
                    protocol_version="1.0", occasion=facts["occasion"], facts=dict(facts),
                    language=language, created_at=now,
                ),
            )  # fmt: skip
            for position, name in enumerate(instruments or CORE, 1):
                instrument = self.house.library[name]
                kept = keep_definitions(self.house, session, instrument, study, now.date(), language)
                forms.add(session, Form(assessment_id=row.id, position=position, **kept.columns))
            ends = {"link": timedelta(days=days), "typed": timedelta(days=days)}
            ends |= {"handover": timedelta(minutes=10), "slip": timedelta(hours=12)}
            for kind, secret in {"link": LINK, "typed": TYPED, "handover": CODE, "slip": SLIP}.items():
                accesses.add(
                    session, assessment_id=row.id, kind=kind, secret_hash=secret_hash(kind, secret), now=now,
                    expires_at=now + ends[kind],
                )  # fmt: skip
            return row.id

    def opened(self, assessment_id: str) -> Questionnaire:
        """The questionnaire as it stands."""
        with self.house.database.reading() as session:
            return questionnaire(session, assessment_id)

    def answer(self, assessment_id: str, item: str, value: int, part: int = 1, now: datetime = NOW) -> int:
        """Keep one answer of a form; the version in force."""
        from qol.storage.answers import NewAnswer

        with self.house.database.writing() as session:
            opened = questionnaire(session, assessment_id)
            step = opened.path.find(part, item)
            assert step is not None, f"{item} is not on the path"
            return keep(session, opened, step, NewAnswer(item, value), now)


def settings_in(folder: Path, **more: str) -> Settings:
    """Settings of a fresh, migrated installation."""
    return Settings.from_environment({"QOL_DATA_DIR": str(folder), "QOL_CLINIC_PHONE": "01632 960 123", **more})


def clinic_in(house: House) -> Clinic:
    """A study at Northfield Hospital with one patient, born on 27 March 1948."""
    migrating.upgrade(house.database)
    with house.database.writing() as session:
        study = studies.add(
            session, name="course", title="A course of treatment", protocol_id="stage_1_3",
            protocol_body=body_of(house.protocols["stage_1_3"]), groups=[], now=NOW,
        )  # fmt: skip
        site = studies.add_site(session, study.id, "Northfield Hospital")
        patient = patients.add(
            session, study_id=study.id, site_id=site.id, code="N-001", sex="female",
            enrolled_on=date(2026, 1, 5), source="enrolled", now=NOW,
        )  # fmt: skip
        person = Person(name="Vera Example", birth_date=BORN, hospital_number="4711", language="en")
        identities.save(session, patient.id, person)
    return Clinic(house, patient.id, study.id)


def new_clinic(folder: Path) -> Clinic:
    """A clinic of a test's own."""
    return clinic_in(furnish(settings_in(folder)))
