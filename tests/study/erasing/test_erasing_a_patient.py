"""Staff erase a patient by code: what goes, what the consent keeps, what is left elsewhere and said."""

from pathlib import Path

import pytest
from sqlmodel import select

from qol.cli import main
from qol.errors import NotFound, QolError
from qol.storage import consents, identities
from qol.storage.tables import AuditEntry, Patient
from qol.study.erasing.erasing import erase_patient, erasing_of
from qol.study.results.cut import study_data
from qol.study.results.freezing import freeze
from tests.study.clinic import NOW, Clinic


def erased(clinic: Clinic, code: str, again: str | None = None, reason: str = "asked for it"):
    scope = clinic.scope()
    return erase_patient(clinic.house, scope, code, again=code if again is None else again, reason=reason, now=NOW)


def withdrawn(clinic: Clinic, code: str, choice: str) -> str:
    with clinic.house.database.writing() as session:
        patient = clinic.scope().patient(session, code)
        consents.record(
            session, patient_id=patient.id, kind="withdrawn", choice=choice, said_on=NOW.date(), now=NOW, by="s"
        )
        return patient.id


def patients_left(clinic: Clinic) -> list[Patient]:
    with clinic.house.database.reading() as session:
        return list(session.exec(select(Patient)))


def test_everything_goes_where_the_consent_says_nothing_else(staffed: Clinic) -> None:
    code = staffed.enrol()
    done = erased(staffed, code)
    assert (done.keep_answers, done.swept, done.frozen) == (False, True, ())
    assert patients_left(staffed) == []
    with pytest.raises(NotFound):
        erasing_of(staffed.house, staffed.scope(), code)


def test_kept_answers_get_another_code_as_the_old_one_stands_on_paper(staffed: Clinic) -> None:
    code = staffed.enrol()
    patient_id = withdrawn(staffed, code, "keep")
    before = study_data(staffed.house, "follow-up", NOW).patients["patient"].tolist()
    assert erased(staffed, code).keep_answers
    (left,) = patients_left(staffed)
    assert (left.id, left.code != code) == (patient_id, True)
    with staffed.house.database.reading() as session:
        assert identities.read(session, patient_id) is None
    assert study_data(staffed.house, "follow-up", NOW).patients["patient"].tolist() == before
    with pytest.raises(QolError, match="was erased already"):
        erased(staffed, left.code)


@pytest.mark.parametrize(
    ("again", "reason", "words"), [("", "why", "not the same study code"), (None, " ", "a reason")]
)
def test_it_asks_for_the_code_again_and_for_a_reason(
    staffed: Clinic, again: str | None, reason: str, words: str
) -> None:
    code = staffed.enrol()
    with pytest.raises(QolError, match=words):
        erased(staffed, code, again, reason)
    assert len(patients_left(staffed)) == 1


def test_a_patient_of_another_site_is_not_there(staffed: Clinic) -> None:
    code = staffed.enrol(site="Southmere")
    with pytest.raises(NotFound):
        erased(staffed, code)
    assert len(patients_left(staffed)) == 1


def test_data_cuts_that_hold_the_patient_are_named_and_stay_as_they_are(staffed: Clinic) -> None:
    code = staffed.enrol()
    cut = freeze(staffed.house, "interim", "follow-up", NOW)
    late = staffed.enrol(name="Vera Late", number="9")
    file = staffed.settings.data_dir / "freezes" / cut.study_id / "interim.zip"
    before = file.read_bytes()
    assert erased(staffed, late).frozen == ()
    assert erased(staffed, code).frozen == ("interim",)
    assert file.read_bytes() == before


def test_the_audit_says_who_and_when_and_of_the_reason_a_hash(staffed: Clinic) -> None:
    code = staffed.enrol()
    patient_id = erased(staffed, code).patient_id
    with staffed.house.database.reading() as session:
        entry = session.exec(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()  # type: ignore[attr-defined]
    assert entry is not None
    assert (entry.action, entry.object_id, entry.actor) == ("patient.erased", patient_id, staffed.staff["coordinator"])
    assert entry.reason_hash is not None


def test_the_command_says_what_went_and_where_something_is_left(
    staffed: Clinic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = staffed.enrol()
    freeze(staffed.house, "interim", "follow-up", NOW)
    staffed.house.database.close()
    monkeypatch.setenv("QOL_DATA_DIR", str(staffed.settings.data_dir))
    kept_aside = staffed.settings.data_dir / "before-restore-20260101-aaaa"
    kept_aside.mkdir()
    assert main(["erase", code]) == 2
    assert main(["erase", code, "--reason", "x", "--again", "K"]) == 1
    assert "not the same study code" in capsys.readouterr().err
    assert main(["erase", code, "--reason", "x", "--again", code.lower()]) == 0
    said = capsys.readouterr()
    assert "everything goes for good" in said.err
    assert "The data cut interim holds the pseudonym" in said.out
    assert str(kept_aside) in said.out
    assert main(["erase", "--sweep"]) == 0
    assert main(["verify-audit"]) == 0
    assert main(["erase", code, "--reason", "x", "--again", code]) == 1
    assert Path(staffed.settings.data_dir / "erased").is_dir()
