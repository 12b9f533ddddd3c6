"""The consent texts of a study: administrators add versions, and every version stays."""

from collections.abc import Sequence
from datetime import datetime

from qol.errors import QolError
from qol.language import gettext, languages
from qol.storage import audit, consents
from qol.storage.tables import ConsentText
from qol.study.house import House

LONGEST, LONGEST_VERSION = 100_000, 40


def of_study(house: House, study_id: str) -> Sequence[ConsentText]:
    """Every version in every language, newest first."""
    with house.database.reading() as session:
        return consents.texts(session, study_id)


def text(house: House, study_id: str, text_id: str) -> ConsentText:
    """One of them; raises NotFound, also for another study's."""
    with house.database.reading() as session:
        return consents.text_by_id(session, study_id, text_id)


def add(
    house: House, study_id: str, *, version: str, language: str, body: str, renews: bool, by: str, now: datetime
) -> None:
    """Keep a version in one language for good; raises QolError with everything that is wrong."""
    version, body = version.strip(), body.strip().replace("\r\n", "\n")
    problems = []
    if not study_id:
        problems.append(gettext("There is no study yet."))
    if not version or len(version) > LONGEST_VERSION:
        problems.append(gettext("Give the version a name, such as 2.0 of 3 March 2026, of at most 40 characters."))
    if language not in languages():
        problems.append(gettext("Choose the language of the text."))
    if not body or len(body) > LONGEST:
        problems.append(gettext("Put the whole text in, word by word as patients sign it."))
    if problems:
        raise QolError("\n".join(problems))
    with house.database.writing() as session:
        row = consents.add_text(session, study_id=study_id, version=version, language=language, body=body,
                                renews=renews, now=now, by=by)  # fmt: skip
        audit.append(session, at=now, actor=by, action="consent.text", object_kind="consent_text", object_id=row.id)
