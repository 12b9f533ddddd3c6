"""A stretch of a day's summaries in one process: the data read once, every page drawn, one that fails named."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from qol.errors import QolError
from qol.language import SOURCE, speaking
from qol.reports import reports
from qol.reports._collector import undisturbed
from qol.reports._document import fitted
from qol.reports._paper import written
from qol.reports._summary.person import PersonShown
from qol.settings import Settings
from qol.storage import identities
from qol.study.house import House, opened
from qol.study.results.cut import data_of_each

REPORT = "patient-summary"
UNFORESEEN = "The page could not be drawn; the log of the server says where."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """Which summaries: patient id -> study code. named: whether they carry name, birth date and hospital number."""

    study: str
    patients: Mapping[str, str]
    kind: str = "pdf"
    visit: str | None = None
    named: bool = True


@dataclass(frozen=True)
class Share:
    """What one process prints of a batch."""

    wanted: Wanted
    now: datetime


@dataclass(frozen=True)
class Printed:
    """What came of a share. files: name and PDF of each patient, or one PDF of all.

    printed: ids of the patients in it; failed: study code and reason of those who are not.
    """

    files: tuple[tuple[str, bytes], ...]
    printed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def print_apart(settings: Settings, share: Share, step: Callable[[], object]) -> Printed:
    """A share in a process of its own."""
    with opened(settings) as house:
        return print_share(house, share, step)


def print_share(house: House, share: Share, step: Callable[[], object]) -> Printed:
    """The pages of a share; `step` is called after each patient."""
    wanted = share.wanted
    sheets: list[tuple[str, str, Any]] = []
    failed: list[tuple[str, str]] = []
    with undisturbed(), speaking(SOURCE):
        for patient_id, made in _drawn(house, wanted, share.now):
            if isinstance(made, str):
                failed.append((wanted.patients[patient_id], made))
            else:
                sheets.append((patient_id, *made))
            step()
        files = [(name, sheet) for _, name, sheet in sheets]
        if sheets and wanted.kind == "pdf":
            title = f"Quality-of-life summaries, {share.now.astimezone():%Y-%m-%d}"
            files = [(title, written([sheet for _, sheet in files], title).content)]
    return Printed(tuple(files), tuple(patient_id for patient_id, _, _ in sheets), tuple(failed))


def _drawn(house: House, wanted: Wanted, now: datetime) -> Iterator[tuple[str, tuple[str, Any] | str]]:
    """Patient id with file name and laid-out page (as bytes for an archive), or with the reason why there is none."""
    references = house.references
    people = _people(house, wanted)
    rows = data_of_each(house, wanted.study, now, set(wanted.patients))
    document, left = reports()[REPORT].document, set(wanted.patients)
    for patient_id, data in rows:
        left.discard(patient_id)
        pseudonym = house.database.keys.pseudonym(patient_id)
        draw = partial(document, data, references, pseudonym, people.get(patient_id), visit=wanted.visit)
        yield patient_id, _sheet(draw, wanted.kind)
    for patient_id in sorted(left):
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
