"""A batch of summaries: the same pages as one by one, one that fails named, nothing kept that should not be."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import outloud
import pytest
from pypdf import PdfReader

from qol.errors import NotFound, OrderRefused
from qol.storage import audit
from qol.study.erasing.erasing import erase_patient
from qol.study.printing.batch_files import ENDED, READY, REMOVED, STOPPED, Batch, BatchFiles
from qol.study.printing.ordering import answered_on, batch_of, fetch, order, stop
from qol.study.printing.pages import Wanted
from qol.study.printing.summaries import print_summaries
from qol.study.printing.tidying import begin_anew
from qol.study.printing.working import print_batch
from qol.study.results.reporting import make_report
from tests.study import clinic as clinics
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.corrections.answered import answered


@pytest.fixture(scope="module")
def day(built_clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, str]]:
    """A clinic where one answered today and one never did; built once, copied for each test."""
    made = clinics.opened(built_clinic, tmp_path_factory.mktemp("day") / "clinic")
    codes = answered(made), made.enrol("Bea Holt", number="77-1")
    made.house.database.close()
    return made.settings.data_dir, codes


@pytest.fixture
def staffed(day: tuple[Path, tuple[str, str]], tmp_path: Path) -> Iterator[Clinic]:
    clinic = clinics.opened(day[0], tmp_path / "clinic")
    yield clinic
    clinic.house.database.close()


@pytest.fixture
def two(day: tuple[Path, tuple[str, str]]) -> tuple[str, str]:
    """Their study codes."""
    return day[1]


def printed(staffed: Clinic, codes: tuple[str, ...], kind: str = "pdf") -> Batch:
    """A batch ordered and printed here, without the process that does it elsewhere."""
    ordered = order(staffed.house, staffed.scope(), codes, kind, NOW)
    print_batch(staffed.house, ordered.id, lambda: NOW)
    return batch_of(staffed.house, staffed.scope(), ordered.id, NOW)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_the_day_has_those_who_sent_answers_on_it_and_no_other_sites_patients(
    staffed: Clinic, two: tuple[str, str]
) -> None:
    with staffed.house.database.reading() as session:
        assert [row.code for row in answered_on(session, staffed.scope(), TODAY)] == [two[0]]
        assert answered_on(session, staffed.scope(), TODAY - timedelta(days=1)) == []
        assert answered_on(session, staffed.scope("Southmere"), TODAY) == []
        assert answered_on(session, staffed.scope(), TODAY, staffed.sites["Southmere"]) == []


def test_one_document_has_the_pages_of_the_single_prints_and_stays_tagged(
    staffed: Clinic, two: tuple[str, str], tmp_path: Path
) -> None:
    batch = printed(staffed, two)
    content, name = fetch(staffed.house, staffed.scope(), batch.id, NOW)
    single = [make_report(staffed.house, "patient-summary", None, NOW, code=code).pdf for code in sorted(two)]
    assert pages(content) == [text for one in single for text in pages(one)]
    assert name == f"summaries-{NOW.astimezone():%Y-%m-%d}.pdf"
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert len(root["/StructTreeRoot"]["/K"]) >= 1
    (tmp_path / "joined.pdf").write_bytes(content)
    assert [one for one in outloud.check(str(tmp_path / "joined.pdf")).findings if one.severity == "error"] == []


def test_an_archive_has_a_file_a_patient(staffed: Clinic, two: tuple[str, str]) -> None:
    content, _ = fetch(staffed.house, staffed.scope(), printed(staffed, two, "zip").id, NOW)
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert all(archive.read(name).startswith(b"%PDF") for name in names)
    assert len(names) == 2
    assert all(any(code in name for name in names) for code in two)


def test_one_that_fails_is_named_and_the_others_are_printed(staffed: Clinic, two: tuple[str, str]) -> None:
    with staffed.house.database.reading() as session:
        ids = {staffed.scope().patient(session, code).id: code for code in two}
    made = print_summaries(staffed.house, Wanted("follow-up", ids, visit="decision"), NOW, lambda done: None)
    assert [ids[patient] for patient in made.printed] == [two[0]]
    assert made.failed == ((two[1], "This patient has no answers at 'decision'."),)


@pytest.mark.parametrize("kind", ["pdf", "zip"])
def test_two_processes_print_what_one_prints(kind: str, staffed: Clinic, two: tuple[str, str], tmp_path: Path) -> None:
    with staffed.house.database.reading() as session:
        ids = {staffed.scope().patient(session, code).id: code for code in two}
    wanted, told = Wanted("follow-up", {**ids, "nobody": "X"}, kind), list[int]()
    one = print_summaries(staffed.house, wanted, NOW, lambda done: None, processes=1)
    both = print_summaries(staffed.house, wanted, NOW, told.append, processes=2)
    assert (both.printed, both.failed) == (one.printed, one.failed)
    assert [ids[patient] for patient in both.printed] == sorted(two)
    assert both.failed == (("X", "The patient is no longer in the study."),)
    assert told[-1] == 3
    if kind == "zip":
        with ZipFile(BytesIO(one.content)) as archive, ZipFile(BytesIO(both.content)) as shared:
            assert archive.namelist() == shared.namelist()
    else:
        assert pages(both.content) == pages(one.content)
        (tmp_path / "joined.pdf").write_bytes(both.content)
        assert [f for f in outloud.check(str(tmp_path / "joined.pdf")).findings if f.severity == "error"] == []


def test_each_patient_is_in_the_audit_like_a_single_print_and_so_is_the_order(
    staffed: Clinic, two: tuple[str, str]
) -> None:
    batch = printed(staffed, two)
    with staffed.house.database.reading() as session:
        for code in two:
            noted = audit.of_object(session, "patient", staffed.scope().patient(session, code).id)
            assert [(row.actor, row.action) for row in noted][-1] == (
                staffed.staff["coordinator"], "report.patient-summary",
            )  # fmt: skip
        assert [row.action for row in audit.of_object(session, "batch", batch.id)] == ["report.batch"]


def test_nothing_on_the_disk_can_be_read_or_opened_by_others(staffed: Clinic, two: tuple[str, str]) -> None:
    batch = printed(staffed, two)
    folder = staffed.settings.data_dir / "printing"
    kept = [file for file in folder.iterdir() if batch.id in file.name]
    assert {file.suffix for file in kept} == {".json", ".sealed"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in kept)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(b"%PDF" not in file.read_bytes() and b"Dunmore" not in file.read_bytes() for file in kept)


def test_only_whoever_ordered_it_has_it_and_for_an_hour(staffed: Clinic, two: tuple[str, str]) -> None:
    batch = printed(staffed, two)
    for scope in (staffed.scope(login="clinician"), staffed.scope("Southmere")):
        with pytest.raises(NotFound):
            batch_of(staffed.house, scope, batch.id, NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(NotFound):
        fetch(staffed.house, staffed.scope(), batch.id, later)
    assert batch_of(staffed.house, staffed.scope(), batch.id, later).state == REMOVED
    assert not list((staffed.settings.data_dir / "printing").glob("*.sealed"))


@pytest.mark.parametrize("made_up", ["nothing", "../../keys/identity", "0" * 36])
def test_an_id_that_is_none_is_not_found(staffed: Clinic, made_up: str) -> None:
    with pytest.raises(NotFound):
        batch_of(staffed.house, staffed.scope(), made_up, NOW)


def test_a_batch_that_was_stopped_leaves_no_file_and_no_entry_of_a_patient(
    staffed: Clinic, two: tuple[str, str]
) -> None:
    ordered = order(staffed.house, staffed.scope(), two, "pdf", NOW)
    BatchFiles(staffed.settings).ask_to_stop(ordered.id)
    print_batch(staffed.house, ordered.id, lambda: NOW)
    assert batch_of(staffed.house, staffed.scope(), ordered.id, NOW).state == STOPPED
    waiting = order(staffed.house, staffed.scope(), two, "pdf", NOW)
    stop(staffed.house, staffed.scope(), waiting.id, NOW)
    assert batch_of(staffed.house, staffed.scope(), waiting.id, NOW).state == STOPPED
    with staffed.house.database.reading() as session:
        assert not audit.objects_of(session, "patient", "report.patient-summary")


def test_an_erasure_takes_finished_files_and_ends_what_is_being_printed(staffed: Clinic, two: tuple[str, str]) -> None:
    finished, waiting = printed(staffed, two), order(staffed.house, staffed.scope(), two, "pdf", NOW)
    erase_patient(staffed.house, staffed.scope(), two[0], again=two[0], reason="asked for it", now=NOW)
    with pytest.raises(NotFound):
        batch_of(staffed.house, staffed.scope(), finished.id, NOW)
    print_batch(staffed.house, waiting.id, lambda: NOW)
    assert batch_of(staffed.house, staffed.scope(), waiting.id, NOW).state == ENDED
    folder = staffed.settings.data_dir / "printing"
    assert not list(folder.glob("*.sealed"))
    assert all(two[0] not in file.read_text() for file in folder.glob("*.json"))


def test_a_restart_ends_what_was_not_finished_and_removes_what_was(staffed: Clinic, two: tuple[str, str]) -> None:
    finished, waiting = printed(staffed, two), order(staffed.house, staffed.scope(), two, "pdf", NOW)
    assert finished.state == READY
    begin_anew(staffed.settings, NOW)
    states = [batch_of(staffed.house, staffed.scope(), one.id, NOW).state for one in (finished, waiting)]
    assert states == [REMOVED, ENDED]


def test_nobody_too_many_foreign_ones_and_a_queue_of_ones_own_are_refused(
    staffed: Clinic, two: tuple[str, str]
) -> None:
    house, scope = staffed.house, staffed.scope()
    with pytest.raises(OrderRefused, match="Tick the patients first"):
        order(house, scope, [], "pdf", NOW)
    with pytest.raises(OrderRefused, match="at most 120"):
        order(house, scope, [f"A{number}" for number in range(121)], "pdf", NOW)
    with pytest.raises(NotFound):
        order(house, staffed.scope("Southmere"), two, "pdf", NOW)
    for _ in range(3):
        order(house, scope, two, "pdf", NOW)
    with pytest.raises(OrderRefused, match="not finished yet"):
        order(house, scope, two, "pdf", NOW)
