"""A writer is killed without warning, again and again: what it had acknowledged is there, whole."""

import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.connection import Connection

from sqlmodel import select

from qol.settings import Settings
from qol.storage.audit_check import check
from qol.storage.database import Database
from qol.storage.tables import Answer, AuditEntry, Submission
from tests.storage.crash_writer import ANSWERS, write_until_killed

KILLS = 10


def killed_writer(settings: Settings, assessment_id: str, form_id: str, wait: float) -> list[str]:
    """Let a writer run until some while after its first acknowledgement; what it acknowledged."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.storage.crash_writer"])
    heard, spoken = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_until_killed, args=(settings, assessment_id, form_id, spoken))
    writer.start()
    spoken.close()
    acknowledged = [heard.recv()]
    time.sleep(wait)
    writer.kill()
    writer.join()
    acknowledged += rest(heard)
    heard.close()
    return acknowledged


def rest(heard: Connection) -> list[str]:
    """What was said before the end; a word cut off by the kill does not count."""
    found = []
    try:
        while True:
            found.append(heard.recv())
    except (EOFError, OSError):
        return found


def test_ten_killed_writers_lose_and_double_nothing_that_they_acknowledged(
    settings: Settings, database: Database, assessment_id: str, form_id: str
) -> None:
    waits = random.Random(7)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += killed_writer(settings, assessment_id, form_id, waits.uniform(0.001, 0.06))
    with database.reading() as session:
        kept = list(session.exec(select(Submission.id)))
        answered = Counter(item.partition(".")[0] for item in session.exec(select(Answer.item_id)))
        audited = list(session.exec(select(AuditEntry.object_id)))
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= set(kept)
    assert len(kept) - len(acknowledged) <= KILLS  # committed, but killed before it could be said
    assert set(answered.values()) == {ANSWERS}
    assert sorted(answered) == sorted(kept) == sorted(audited)
    assert check(database).problems == ()
