"""Open, answer, lock, take home and send, on PostgreSQL as on SQLite."""

from pathlib import Path

import pytest

from qol.study.collection import answering, sitting
from qol.study.collection.answering import questionnaire
from qol.study.collection.opening import Caller, open_at_home, open_on_tablet
from qol.study.collection.reply import Reply
from qol.study.collection.submitting import submit
from qol.study.collection.taking_home import way_home
from qol.study.house import furnish
from tests.study.patients_side import BORN, CODE, NOW, clinic_in, settings_in

HERE = Caller("192.0.2.1", {"text": "large"})


@pytest.mark.postgresql
def test_a_questionnaire_goes_its_whole_way(tmp_path: Path, postgresql_url: str) -> None:
    clinic = clinic_in(furnish(settings_in(tmp_path, QOL_DATABASE_URL=postgresql_url)))
    database = clinic.house.database
    visit = clinic.ask("treatment_satisfaction")
    token = open_on_tablet(database, CODE, HERE, NOW)
    clinic.answer(visit, "q1", 3)
    with database.writing() as session:
        opened = questionnaire(session, visit)
        step = opened.path.find(1, "o1")
        assert step is not None
        answering.leave(session, opened, step, Reply(text="All was well."), NOW, asking=True)
        here = sitting.find(session, token, NOW)
        assert here is not None
        sitting.lock(session, here, NOW)
    with database.writing() as session:
        made = way_home(session, here, NOW)
    open_at_home(database, "link", made.link, BORN, HERE, NOW)
    receipts = {submit(database, visit, "00000000-0000-4000-8000-000000000001", NOW) for _ in range(2)}
    assert len(receipts) == 1
    assert clinic.opened(visit).assessment.closed_as == "partial"
    assert {given.text for given in clinic.opened(visit).store.values()} == {None, "All was well."}
    database.close()
