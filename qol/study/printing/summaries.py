"""The summaries of several patients in one pass: the data read once, one that fails named, the others printed."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from qol.errors import QolError
from qol.instruments.build_references import load_references
from qol.language import SOURCE, speaking
from qol.reports import reports
from qol.reports._collector import undisturbed
from qol.reports._document import fitted
from qol.reports._paper import written
from qol.reports._summary.person import PersonShown
from qol.storage import identities
from qol.study.house import House
from qol.study.results.cut import data_of_each

REPORT = "patient-summary"
KINDS = ("pdf", "zip")
"""One document with a page a patient, or a file a patient in one archive."""
MOST = 120
"""Summaries of one batch: the pages of one document wait together in memory, about 5 MB each."""
UNFORESEEN = "The page could not be drawn; the log of the server says where."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Summaries:
    """A finished batch. printed: ids of the patients in it; failed: study code and reason of those who are not."""

    content: bytes
    printed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Wanted:
    """Which summaries: patient id -> study code. named: whether they carry name, birth date and hospital number."""

    study: str
    patients: Mapping[str, str]
    kind: str = "pdf"
    visit: str | None = None
    named: bool = True


def print_summaries(house: House, wanted: Wanted, now: datetime, tell: Callable[[int], object]) -> Summaries:
    """All of them in the order of their codes; without content where not one could be printed.

    tell: called with how many are behind us after each; what it raises ends the batch.
    Raises NotFound where the study is not there.
    """
    sheets: list[tuple[str, str, Any]] = []
    failed: list[tuple[str, str]] = []
    with undisturbed(), speaking(SOURCE):
        for done, (patient_id, made) in enumerate(_drawn(house, wanted, now), start=1):
            if isinstance(made, str):
                failed.append((wanted.patients[patient_id], made))
            else:
                sheets.append((patient_id, *made))
            tell(done)
        if not sheets:
            return Summaries(b"", (), tuple(failed))
        content = _one_document(wanted, sheets, now) if wanted.kind == "pdf" else _archive(sheets)
    return Summaries(content, tuple(patient_id for patient_id, _, _ in sheets), tuple(failed))


def _drawn(house: House, wanted: Wanted, now: datetime) -> Iterator[tuple[str, tuple[str, Any] | str]]:
    """Patient id with file name and laid-out page (as bytes for an archive), or with the reason why there is none."""
    references = load_references(house.settings.instruments_dir / "references")
    people = _people(house, wanted)
    rows = data_of_each(house, wanted.study, now, set(wanted.patients))
    document, left = reports()[REPORT].document, set(wanted.patients)
    for patient_id, data in rows:
        left.discard(patient_id)
        pseudonym = house.database.keys.pseudonym(patient_id)
        draw = partial(document, data, references, pseudonym, people.get(patient_id), visit=wanted.visit)
        yield patient_id, _sheet(draw, wanted.kind)
    for patient_id in left:
        yield patient_id, "The patient is no longer in the study."


def _sheet(draw: Callable[[], Any], kind: str) -> tuple[str, Any] | str:
    try:
        document, sheet = fitted(draw())
        return document.file_name, written([sheet]).content if kind == "zip" else sheet
    except QolError as refused:
        return str(refused)
    except Exception as error:  # one broken page must not take the day's other pages with it
        log.error("A summary could not be drawn: %s", type(error).__name__, exc_info=error)
        return UNFORESEEN


def _people(house: House, wanted: Wanted) -> dict[str, PersonShown]:
    if not wanted.named:
        return {}
    with house.database.reading() as session:
        found = identities.read_many(session, set(wanted.patients))
    shown = {}
    for patient_id, code in wanted.patients.items():
        person = found.get(patient_id)
        shown[patient_id] = PersonShown(
            name=person.name if person else None, birth_date=person.birth_date if person else None,
            hospital_number=person.hospital_number if person else None, code=code,
        )  # fmt: skip
    return shown


def _one_document(wanted: Wanted, sheets: list[tuple[str, str, Any]], now: datetime) -> bytes:
    return written([sheet for _, _, sheet in sheets], f"Quality-of-life summaries, {now.astimezone():%Y-%m-%d}").content


def _archive(sheets: list[tuple[str, str, bytes]]) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:  # a PDF is compressed already
        for _, name, content in sheets:
            archive.writestr(name, content)
    return body.getvalue()
