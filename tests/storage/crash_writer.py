"""A writer that is killed: it keeps submissions as fast as it can and says each one after it is committed."""

import itertools
from multiprocessing.connection import Connection
from uuid import uuid4

from qol.settings import Settings
from qol.storage import answers, audit, submissions
from qol.storage.answers import NewAnswer
from qol.storage.database import Database
from tests.storage.conftest import NOW

ANSWERS = 12


def write_until_killed(settings: Settings, assessment_id: str, form_id: str, acknowledged: Connection) -> None:
    """Each transaction holds a submission, its answers and an audit entry."""
    database = Database(settings)
    for number in itertools.count(1):
        submission_id = str(uuid4())
        with database.writing() as session:
            submissions.take(
                session,
                submission_id=submission_id,
                assessment_id=assessment_id,
                content_hash="c" * 64,
                content="{}",
                now=NOW,
            )
            given = [NewAnswer(f"{submission_id}.{item}", number) for item in range(ANSWERS)]
            answers.append(session, form_id, given, at=NOW, language="en")
            audit.append(
                session, at=NOW, actor="patient", action="submit", object_kind="submission", object_id=submission_id
            )
        acknowledged.send(submission_id)
