"""Whole questionnaires stored durably: 60 answers, a receipt and an audit entry in one transaction each.

The database lies where a real one would: in the data folder, so the disk is the real one. Every commit waits for
the disk (`synchronous=FULL`). Two processes write at once, as two workers do.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from sqlmodel import Session

from benchmarks import Figure
from qol.settings import Settings
from qol.storage import answers, assessments, audit, forms, migrating, patients, studies, submissions
from qol.storage.answers import NewAnswer
from qol.storage.database import Database
from qol.storage.tables import Assessment, Form

NAME = "submissions"
HELP = "Durable submissions a second through the storage layer, and the longest wait of one."
ITEMS = 60
EACH = 400
"""Submissions of each process."""
PROCESSES = 2
LEAST_A_SECOND = 150
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """Submissions a second with one process and with two, and the longest that one took."""
    for processes in (1, PROCESSES):
        times, elapsed = _run(processes)
        writers = "1 process" if processes == 1 else f"{processes} processes at once"
        a_second = len(times) / elapsed
        yield Figure(f"submissions of {ITEMS} answers stored durably, {writers}", a_second, "a second")
        yield Figure(f"the same, each, {writers}", 1000 / a_second, "ms", at_most=1000 / LEAST_A_SECOND)
        yield Figure(f"longest that one took, {writers}", 1000 * max(times), "ms", at_most=250)


def _run(processes: int) -> tuple[list[float], float]:
    """Seconds of every submission, and of all together."""
    folder = Settings.from_environment().data_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    with TemporaryDirectory(dir=folder, prefix="benchmark-") as place:
        settings = Settings.from_environment({"QOL_DATA_DIR": place})
        ids = prepared(settings, processes, EACH)
        together, results = context.Barrier(processes), context.Queue()
        workers = [context.Process(target=_write, args=(settings, mine, together, results)) for mine in ids]
        for worker in workers:
            worker.start()
        found = [results.get(timeout=600) for _ in workers]
        for worker in workers:
            worker.join()
    times = [seconds for one, _, _ in found for seconds in one]
    return times, max(end for _, _, end in found) - min(begun for _, begun, _ in found)


def prepared(settings: Settings, processes: int, each: int) -> list[list[tuple[str, str]]]:
    """A study with an open questionnaire for every submission: for each process, assessment and form ids."""
    database = Database(settings)
    migrating.upgrade(database)
    with database.writing() as session:
        study = studies.add(session, name="benchmark", title="-", protocol_id="-", protocol_body={}, groups=[], now=NOW)
        site = studies.add_site(session, study.id, "Alder")
        patient = patients.add(
            session, study_id=study.id, site_id=site.id, code="1", sex=None, enrolled_on=None, source="enrolled",
            now=NOW,
        )  # fmt: skip
        ids = [[_opened(session, patient.id) for _ in range(each)] for _ in range(processes)]
    database.close()
    return ids


def _opened(session: Session, patient_id: str) -> tuple[str, str]:
    assessment = Assessment(
        patient_id=patient_id, visit_id="month_3", protocol_id="-", protocol_version="1.0", occasion="follow_up",
        language="en", created_at=NOW,
    )  # fmt: skip
    assessments.add(session, assessment)
    form = Form(
        assessment_id=assessment.id, position=1, instrument_id="qlq_c30", scoring_hash="-", wording_hash="-",
        wording_kind="paraphrase", wording_notice="-", language="en",
    )  # fmt: skip
    return assessment.id, forms.add(session, form).id


def _write(settings: Settings, ids: list[tuple[str, str]], together: Barrier, results: Queue[object]) -> None:
    database = Database(settings)
    database.revision()  # the first connection is not what is measured
    together.wait()
    times, begun = [], perf_counter()
    for assessment_id, form_id in ids:
        start = perf_counter()
        _submit(database, assessment_id, form_id)
        times.append(perf_counter() - start)
    results.put((times, begun, perf_counter()))
    database.close()


def _submit(database: Database, assessment_id: str, form_id: str) -> None:
    given = [NewAnswer(f"q{item}", item % 4 + 1) for item in range(1, ITEMS + 1)]
    content = json.dumps([(answer.item_id, answer.value) for answer in given])
    with database.writing() as session:
        submissions.take(
            session,
            submission_id=str(uuid4()),
            assessment_id=assessment_id,
            content_hash=sha256(content.encode()).hexdigest(),
            content=content,
            now=NOW,
        )
        answers.append(session, form_id, given, at=NOW, language="en")
        forms.close(session, forms.by_id(session, form_id), "completed", NOW)
        assessments.close(session, assessments.by_id(session, assessment_id), "completed", NOW)
        audit.append(
            session, at=NOW, actor="patient", action="survey.submitted", object_kind="assessment",
            object_id=assessment_id,
        )  # fmt: skip
