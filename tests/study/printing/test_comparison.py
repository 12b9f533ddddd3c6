"""The whole comparison in the background: the single print to the letter, one entry, nothing left of a stopped one."""

import json
import multiprocessing
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import select

from qol.errors import NotFound
from qol.storage import audit, plan_locks, studies
from qol.storage.tables import AuditEntry
from qol.study.erasing.erasing import erase_patient
from qol.study.printing.batch_files import COMPARISON, ENDED, FAILED, READY, STOPPED, SUMMARIES, Batch, BatchFiles
from qol.study.printing.comparison import Order, compare_apart
from qol.study.printing.ordering import batch_of, fetch, order, order_comparison, own_batches, stop
from qol.study.printing.working import print_batch
from qol.study.results.reporting import make_report
from tests.study.clinic import NOW, Clinic

RELEASE = {"copy": "release"}


def ordered(staffed: Clinic, wish: Mapping[str, str]) -> Batch:
    return order_comparison(staffed.house, staffed.scope(None, "researcher"), wish, NOW)


def state(staffed: Clinic, batch: Batch) -> str:
    return batch_of(staffed.house, staffed.scope(None, "researcher"), batch.id, NOW).state


def said(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def noted(staffed: Clinic) -> list[tuple[str, str, str | None]]:
    """What the audit has of printed comparisons."""
    with staffed.house.database.reading() as session:
        rows = session.exec(select(AuditEntry)).all()
    return [
        (row.action, row.actor, row.object_id) for row in rows if row.action.startswith(f"report.{COMPARISON}")
    ]  # fmt: skip


@pytest.mark.parametrize(("wish", "action"), [({}, ""), (RELEASE, ".release")])
def test_it_is_the_page_of_a_single_print_with_its_one_entry_in_the_audit(
    wish: dict[str, str], action: str, staffed: Clinic
) -> None:
    staffed.enrol()
    batch = ordered(staffed, wish)
    assert noted(staffed) == []
    print_batch(staffed.house, batch.id, lambda: NOW)
    assert state(staffed, batch) == READY
    content, name = fetch(staffed.house, staffed.scope(None, "researcher"), batch.id, NOW)
    assert noted(staffed) == [(f"report.{COMPARISON}{action}", staffed.staff["researcher"], staffed.study_id)]
    with staffed.house.database.reading() as session:
        first = plan_locks.first_comparison(session, staffed.study_id)
        assert first is not None
        assert first.by == staffed.staff["researcher"]
        assert audit.of_object(session, "batch", batch.id) == []
    single = make_report(staffed.house, COMPARISON, None, NOW, release=bool(wish))
    assert said(content) == said(single.pdf)
    assert name == single.file_name


def test_it_follows_the_set_that_was_chosen_and_says_why_one_cannot_be_compared(staffed: Clinic) -> None:
    staffed.enrol()
    batch = ordered(staffed, {"set": "stage_4_curative"})
    with staffed.house.database.reading() as session:
        name = studies.by_id(session, staffed.study_id).name
    assert ordered(staffed, {"set": "stage_4_palliative"}).id != batch.id
    asked = Order(name, staffed.staff["researcher"], batch.wish, NOW)
    made = compare_apart(staffed.house.settings, asked, lambda: None)
    assert not made.content and "Stage IV, curative intent: there is nobody in" in made.refused
    print_batch(staffed.house, batch.id, lambda: NOW)
    found = batch_of(staffed.house, staffed.scope(None, "researcher"), batch.id, NOW)
    assert (found.state, found.failed) == (FAILED, (("", made.refused),))
    assert noted(staffed) == []


def test_one_that_waits_is_stopped_at_once_and_one_that_runs_within_a_second_with_its_process(staffed: Clinic) -> None:
    scope = staffed.scope(None, "researcher")
    waiting = ordered(staffed, {})
    stop(staffed.house, scope, waiting.id, NOW)
    assert state(staffed, waiting) == STOPPED
    running = ordered(staffed, {})
    began: list[int] = []

    def clock() -> datetime:
        """Somebody stops it as soon as its process is there."""
        if multiprocessing.active_children() and not began:
            began.append(1)
            stop(staffed.house, scope, running.id, NOW)
        return NOW

    print_batch(staffed.house, running.id, clock)
    assert began
    assert state(staffed, running) == STOPPED
    assert not multiprocessing.active_children()
    assert noted(staffed) == []
    with pytest.raises(NotFound):
        fetch(staffed.house, scope, running.id, NOW)


def test_asking_again_while_it_waits_gives_the_same_and_another_copy_is_another(staffed: Clinic) -> None:
    first, release = ordered(staffed, {}), ordered(staffed, RELEASE)
    assert first.id != release.id
    assert [ordered(staffed, wish).id for wish in ({}, RELEASE)] == [first.id, release.id]
    clinician = order_comparison(staffed.house, staffed.scope(login="clinician"), {}, NOW)
    assert clinician.id not in (first.id, release.id)
    with pytest.raises(NotFound):
        batch_of(staffed.house, staffed.scope(login="clinician"), first.id, NOW)
    assert {one.id for one in own_batches(staffed.house, staffed.scope(None, "researcher"), NOW)} == {
        first.id, release.id,
    }  # fmt: skip


def test_an_erasure_takes_every_comparison_with_it(staffed: Clinic) -> None:
    code = staffed.enrol()
    finished = ordered(staffed, {})
    BatchFiles(staffed.settings).keep(finished.id, b"%PDF")
    BatchFiles(staffed.settings).write(Batch(**{**vars(finished), "state": READY, "changed_at": NOW}))
    waiting = ordered(staffed, RELEASE)
    erase_patient(staffed.house, staffed.scope(), code, again=code, reason="asked for it", now=NOW)
    assert state(staffed, waiting) == ENDED
    with pytest.raises(NotFound):
        state(staffed, finished)
    assert not list((staffed.settings.data_dir / "printing").glob("*.sealed"))


def test_a_record_of_an_older_version_is_read_as_summaries(staffed: Clinic) -> None:
    batch = order(staffed.house, staffed.scope(), [staffed.enrol()], "pdf", NOW)
    place = staffed.settings.data_dir / "printing" / f"{batch.id}.json"
    record = json.loads(place.read_text())
    for later in ("report", "wish", "file_name"):
        del record[later]
    place.write_text(json.dumps(record))
    assert batch_of(staffed.house, staffed.scope(), batch.id, NOW) == batch
    assert batch.report == SUMMARIES
