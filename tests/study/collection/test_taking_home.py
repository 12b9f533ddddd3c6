"""From the tablet to one's own phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from qol.study.collection import sitting
from qol.study.collection.opening import Caller, open_at_home, open_on_tablet
from qol.study.collection.sitting import Sitting, Standing
from qol.study.collection.taking_home import may_go_home, way_home
from tests.study.patients_side import BORN, CODE, NOW, Clinic, new_clinic

HERE = Caller("", {})


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def locked(clinic: Clinic) -> Sitting:
    token = open_on_tablet(clinic.house.database, CODE, HERE, NOW)
    with clinic.house.database.writing() as session:
        found = sitting.find(session, token, NOW)
        assert found is not None
        sitting.lock(session, found, NOW)
        again = sitting.find(session, token, NOW)
    assert again is not None
    return again


def test_link_and_code_open_where_the_tablet_stopped(clinic: Clinic) -> None:
    visit = clinic.ask("lars", days=20)
    here = locked(clinic)
    clinic.answer(visit, "q1", 2)
    with clinic.house.database.writing() as session:
        made = way_home(session, here, NOW)
    assert made.until == NOW + timedelta(days=20), "as long as the visit's own link"
    for kind, secret in (("link", made.link), ("typed", made.typed)):
        assert open_at_home(clinic.house.database, kind, secret, BORN, HERE, NOW)
    assert len(clinic.opened(visit).store) == 1


def test_the_tablet_forgets_the_patient(clinic: Clinic) -> None:
    clinic.ask("lars")
    here = locked(clinic)
    with clinic.house.database.writing() as session:
        way_home(session, here, NOW)
        row = session.get(sitting.SurveySession, here.token_hash)
    assert row is not None
    assert row.ended_at == NOW


def test_only_who_has_just_locked_the_tablet_may_take_the_rest_home(clinic: Clinic) -> None:
    clinic.ask("lars")
    here = locked(clinic)
    assert here.standing is Standing.LOCKED
    assert may_go_home(here, NOW + timedelta(minutes=1))
    assert not may_go_home(here, NOW + timedelta(minutes=3))
