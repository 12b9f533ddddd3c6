"""The summaries of several patients as one document or one archive.

Many are shared among as many processes as there are processors, each with its own stretch of the codes' order.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import count, pairwise
from zipfile import ZIP_STORED, ZipFile

from qol.reports._joined import joined
from qol.storage import study_rows
from qol.study.house import House
from qol.study.printing.pages import Share, Wanted, print_apart, print_share
from qol.study.printing.sharing import hands, shared
from qol.study.studies import study_named

KINDS = ("pdf", "zip")
"""One document with a page a patient, or a file a patient in one archive."""
MOST = 120
"""Summaries of one batch: the pages of a process's document wait together in memory, about 5 MB each."""


@dataclass(frozen=True)
class Summaries:
    """A finished batch. printed: ids of the patients in it; failed: study code and reason of those who are not."""

    content: bytes
    printed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def print_summaries(
    house: House, wanted: Wanted, now: datetime, tell: Callable[[int], object], processes: int | None = None
) -> Summaries:
    """All of them in the order of their codes; without content where not one could be printed.

    tell: called with how many are behind us after each; what it raises ends the batch. processes: how many share
    in the work, else as many as it is worth. Raises NotFound where the study is not there, Interrupted where a
    process ended early.
    """
    shares = [Share(part, now) for part in _parts(house, wanted, processes or hands(len(wanted.patients)))]
    if len(shares) == 1:
        behind = count(1)
        made = [print_share(house, shares[0], lambda: tell(next(behind)))]
    else:
        made = shared(print_apart, house.settings, shares, tell)
    files = [file for one in made for file in one.files]
    return Summaries(
        _one_file(wanted.kind, files) if files else b"",
        tuple(patient_id for one in made for patient_id in one.printed),
        tuple(reason for one in made for reason in one.failed),
    )


def _parts(house: House, wanted: Wanted, many: int) -> list[Wanted]:
    """Stretches of about one length in the order of the codes; who is no longer in the study comes last."""
    with house.database.reading() as session:
        study = study_named(session, wanted.study, house.settings)
        found = [row.id for row in study_rows.patients(session, study.id, set(wanted.patients))]
    order = [*found, *sorted(wanted.patients.keys() - set(found))]
    many = max(1, min(many, len(order)))
    ends = [len(order) * place // many for place in range(many + 1)]
    stretches = [order[start:end] for start, end in pairwise(ends)]
    return [replace(wanted, patients={one: wanted.patients[one] for one in stretch}) for stretch in stretches]


def _one_file(kind: str, files: list[tuple[str, bytes]]) -> bytes:
    if kind == "pdf":
        return joined([document for _, document in files])
    body = BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:  # a PDF is compressed already
        for name, content in files:
            archive.writestr(name, content)
    return body.getvalue()
