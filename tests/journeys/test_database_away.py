"""While the database is busy or away: 503 with a plain sentence, nothing lost, and it recovers by itself."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.intruder import Demo, Intruder, first_closed, words


@contextmanager
def another_writer(demo: Demo) -> Iterator[None]:
    """Somebody else writes and does not end."""
    demo.database.patience = 0.05
    turn = os.open(demo.folder / "qol.sqlite.turn", os.O_RDWR | os.O_CREAT)
    fcntl.flock(turn, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(turn)


@contextmanager
def away(demo: Demo) -> Iterator[None]:
    """The database's file cannot be opened."""
    file, kept = demo.folder / "qol.sqlite", demo.folder / "kept"
    demo.database.engine.dispose()
    file.rename(kept)
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        kept.rename(file)


def test_an_answer_waits_for_another_writer_and_is_not_lost(demo: Demo, patient: Intruder) -> None:
    place, token, before = first_closed(demo), patient.token(), demo.stored()
    sent = {"csrf_token": token, "answer": "4", "move": "next"}
    with another_writer(demo):
        said = words(patient.client.post(place, data=sent), 503)
        assert "Nothing was lost. Please go back and press the button again" in said
        saved = patient.client.post(place, data=sent, headers={"Accept": "application/json"})
        assert (saved.status_code, saved.json["saved"]) == (503, False)  # type: ignore[index]
        assert demo.stored() == before
    assert patient.client.post(place, data=sent).status_code == 303
    assert demo.stored() != before


@pytest.mark.parametrize("minutes", [0, 5, 59])
def test_pages_can_be_read_while_nothing_can_be_written(demo: Demo, patient: Intruder, minutes: int) -> None:
    coordinator = demo.staff("coordinator")
    demo.clock.goes_on(minutes=minutes)
    with another_writer(demo):
        for person, place in ((patient, "/survey"), (patient, first_closed(demo)), (coordinator, "/due")):
            assert person.get(place).status_code == 200


def test_a_sign_in_that_is_due_to_rotate_waits_for_another_page(demo: Demo) -> None:
    coordinator = demo.staff("coordinator")
    for _ in range(2):
        demo.clock.goes_on(minutes=25)
        coordinator.get("/due")
    demo.clock.goes_on(minutes=25)
    before = coordinator.cookie("qol_staff")
    with another_writer(demo):
        assert coordinator.get("/due").status_code == 200
        assert coordinator.cookie("qol_staff") == before
    assert coordinator.get("/due").status_code == 200
    assert coordinator.cookie("qol_staff") != before


def test_without_a_database_every_address_says_so_plainly(
    demo: Demo, patient: Intruder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    coordinator = demo.staff("coordinator")
    tokens = {patient: patient.token(), coordinator: coordinator.token("/due")}
    before = demo.stored()
    with away(demo):
        for person, place in ((patient, "/survey"), (patient, "/survey/check"), (patient, "/s"), (coordinator, "/due"),
                              (coordinator, "/"), (coordinator, "/datasets"), (demo.nobody(), "/tablet"),
                              (demo.nobody(), "/documents/lars/en/x")):  # fmt: skip
            said = words(person.get(place), 503)
            assert "Nothing was lost" in said, place
            assert str(demo.folder) not in said
        for person, place in (
            (patient, first_closed_place),
            (coordinator, "/patients/enrol"),
            (coordinator, "/sign-out"),
        ):
            assert person.client.post(place, data={"csrf_token": tokens[person], "answer": "1"}).status_code == 503
        assert demo.nobody().client.post("/tablet", data={"code": "1"}).status_code == 400
        assert demo.nobody().get("/nothing").status_code == 404
        assert demo.nobody().get("/health").status_code == 503
    assert demo.stored() == before
    assert patient.get("/survey").status_code == 200
    assert coordinator.get("/due").status_code == 200
    assert "Traceback" not in caplog.text
    assert "DatabaseBusy" in caplog.text


first_closed_place = "/survey/1/q1"
