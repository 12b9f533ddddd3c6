"""What staff do with batches: see who answered on a day, order summaries or the comparison, follow, stop, fetch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.errors import NotFound, OrderRefused
from qol.language import gettext as _
from qol.storage import assessments, audit, identities, patients, studies
from qol.storage.assessments import IN_ERROR
from qol.storage.tables import Patient
from qol.study.house import House
from qol.study.printing.batch_files import COMPARISON, OPEN, READY, SIGN_OF_LIFE, STOPPED, WAITING, Batch, BatchFiles
from qol.study.printing.queue import enqueue
from qol.study.printing.summaries import KINDS, MOST
from qol.study.printing.tidying import sweep
from qol.study.scope import Scope

MOST_OPEN = 3
"""Batches of one account that wait or are being printed."""


@dataclass(frozen=True)
class Answered:
    """Somebody who sent answers on a day."""

    code: str
    name: str
    hospital_number: str | None
    site_id: str


def answered_on(session: Session, scope: Scope, day: date, site_id: str = "") -> Sequence[Patient]:
    """Patients in scope who sent a questionnaire on a day of the clinic's calendar, by study code."""
    sites = scope.site_ids
    if site_id:
        sites = frozenset({site_id}) if scope.includes(site_id) else frozenset()
    found = patients.of_study(session, scope.study_id, sites)
    opened = assessments.of_patients(session, [patient.id for patient in found])
    return [
        patient for patient in found
        if any(
            row.submitted_at and row.closed_as != IN_ERROR and row.submitted_at.astimezone().date() == day
            for row in opened[patient.id]
        )
    ]  # fmt: skip


def choice(house: House, scope: Scope, day: date, site_id: str = "") -> tuple[Answered, ...]:
    """The same with their names, to choose from."""
    with house.database.reading() as session:
        found = answered_on(session, scope, day, site_id)
        people = identities.read_many(session, {patient.id for patient in found})
    return tuple(
        Answered(
            row.code, people[row.id].name if row.id in people else "",
            people[row.id].hospital_number if row.id in people else None, row.site_id,
        )
        for row in found
    )  # fmt: skip


def site_names(house: House, scope: Scope) -> dict[str, str]:
    """The sites of the study that the account works at: id -> name."""
    with house.database.reading() as session:
        every = studies.sites(session, scope.study_id)
    return {site.id: site.name for site in every if scope.includes(site.id)}


def order(house: House, scope: Scope, codes: Sequence[str], kind: str, now: datetime) -> Batch:
    """Order the summaries of some patients; one entry in the audit, one more for each that is printed.

    Raises OrderRefused for nobody, too many, or too many batches; NotFound where one is not in scope.
    """
    wanted = tuple(dict.fromkeys(codes))
    if not wanted:
        raise OrderRefused(_("Tick the patients first whose summaries are to be printed."))
    if len(wanted) > MOST:
        raise OrderRefused(_("Print at most %(most)s summaries at once.") % {"most": MOST})
    if kind not in KINDS:
        raise OrderRefused(_("Choose one PDF or a zip of many."))
    files = BatchFiles(house.settings)
    _not_too_many(files, scope)
    with house.database.writing() as session:
        found = [scope.patient(session, code) for code in wanted]
        batch = Batch(
            id=files.new_id(), study_id=scope.study_id, staff_id=scope.staff_id, kind=kind, ordered_at=now,
            sites=tuple(sorted({patient.site_id for patient in found})),
            patients={patient.id: patient.code for patient in found}, total=len(found),
        )  # fmt: skip
        audit.append(
            session, at=now, actor=scope.staff_id, action="report.batch", object_kind="batch", object_id=batch.id
        )
    files.write(batch)
    enqueue(house.settings, batch.id)
    return batch


def order_comparison(house: House, scope: Scope, wish: Mapping[str, str], now: datetime) -> Batch:
    """Order the whole comparison; where this account waits for the same one already, that one is given.

    wish: as of `Batch`. The audit has its entry when the file is offered. Raises OrderRefused for too many batches,
    NotFound without a study.
    """
    with house.database.reading() as session:
        studies.by_id(session, scope.study_id)
    for one in own_batches(house, scope, now):
        if one.state in OPEN and (one.report, one.wish) == (COMPARISON, dict(wish)):
            return one
    files = BatchFiles(house.settings)
    _not_too_many(files, scope)
    batch = Batch(
        id=files.new_id(), study_id=scope.study_id, staff_id=scope.staff_id, kind="pdf", ordered_at=now, sites=(),
        patients={}, total=1, report=COMPARISON, wish=dict(wish),
    )  # fmt: skip
    files.write(batch)
    enqueue(house.settings, batch.id)
    return batch


def _not_too_many(files: BatchFiles, scope: Scope) -> None:
    if sum(one.staff_id == scope.staff_id and one.state in OPEN for one in files.every()) >= MOST_OPEN:
        raise OrderRefused(_("Your earlier prints are not finished yet. Wait for them, or stop one."))


def report_of(house: House, batch_id: str) -> str:
    """Which report a batch prints, for who may ask about it; raises NotFound."""
    return BatchFiles(house.settings).read(batch_id).report


def batch_of(house: House, scope: Scope, batch_id: str, now: datetime) -> Batch:
    """A batch of this account in this study; raises NotFound for anybody else's, and where a site was taken away."""
    sweep(house.settings, now)
    batch = BatchFiles(house.settings).read(batch_id)
    own = batch.staff_id == scope.staff_id and batch.study_id == scope.study_id
    if not own or not all(scope.includes(site) for site in batch.sites):
        raise NotFound(_("There is no such print."))
    return batch


def own_batches(house: House, scope: Scope, now: datetime) -> tuple[Batch, ...]:
    """What this account ordered in this study and is still known, newest first."""
    found = []
    for one in BatchFiles(house.settings).every():
        try:
            found.append(batch_of(house, scope, one.id, now))
        except NotFound:
            continue
    return tuple(sorted(found, key=lambda batch: batch.ordered_at, reverse=True))


def stop(house: House, scope: Scope, batch_id: str, now: datetime) -> None:
    """End a batch that waits or is being printed; nothing of it is kept."""
    batch, files = batch_of(house, scope, batch_id, now), BatchFiles(house.settings)
    if batch.state in OPEN:
        files.ask_to_stop(batch.id)
    if batch.state == WAITING:
        files.discard(batch, STOPPED, now)


def fetch(house: House, scope: Scope, batch_id: str, now: datetime) -> tuple[bytes, str]:
    """The finished file with its name; raises NotFound where it is not ready or gone."""
    batch = batch_of(house, scope, batch_id, now)
    if batch.state != READY:
        raise NotFound(_("This file is gone. Print it again."))
    name = batch.file_name or f"summaries-{batch.ordered_at.astimezone():%Y-%m-%d}.{batch.kind}"
    return BatchFiles(house.settings).content(batch.id), name


def somebody_prints(house: House, now: datetime) -> bool:
    """Whether the process that prints was heard of lately."""
    return now.timestamp() - BatchFiles(house.settings).last_sign() < SIGN_OF_LIFE.total_seconds()


def codes_of(rows: Collection[str]) -> list[str]:
    """Study codes out of the work list's ticks, which carry the visit as well."""
    return list(dict.fromkeys(row.partition(" ")[0] for row in rows))
