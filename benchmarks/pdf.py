"""What a page of paper costs: one patient's summary and the comparison of the groups, from the database to PDF."""

from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

from benchmarks import Figure, seconds
from benchmarks._houses import empty_house
from qol.study.house import House

NAME = "pdf"
HELP = "Milliseconds a PDF, the program warm: data read, scored, drawn and printed."
PATIENTS = 60
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MOST_SUMMARY = 5_000
"""Ready five seconds after submission is the promise; the aim is a fraction of that."""


def measure() -> Iterator[Figure]:
    """Both reports of an invented study, least and median of several; the first one, with its imports, apart."""
    with empty_house() as house:
        code = _filled(house)
        yield from _summary(house, code)
        yield from _copy(house, code)
        yield from _comparison(house)


def _filled(house: House) -> str:
    """An invented study; the code of the patient with most forms."""
    from qol.study.demonstration.filling import fill
    from qol.study.results.cut import study_data

    fill(house, PATIENTS, 1, NOW.date(), NOW)
    data = study_data(house, None, NOW)
    busiest = data.forms[data.forms["status"] == "completed"]["patient"].value_counts().index[0]
    return _code(house, str(busiest))


def _code(house: House, pseudonym: str) -> str:
    """The code of a pseudonym, which exports and reports never show together."""
    from sqlmodel import select

    from qol.storage.keys import keys_of
    from qol.storage.tables import Patient

    with house.database.reading() as session:
        for patient in session.exec(select(Patient)):
            if keys_of(session).pseudonym(patient.id) == pseudonym:
                return patient.code
    raise LookupError(pseudonym)


def _summary(house: House, code: str) -> Iterator[Figure]:
    from qol.study.results.reporting import make_report

    def work() -> None:
        make_report(house, "patient-summary", None, NOW, code=code)

    yield Figure("patient summary, the first one of a process", 1000 * seconds(work), "ms", MOST_SUMMARY)
    times = [1000 * seconds(work) for _ in range(9)]
    yield Figure("patient summary, warm, least", min(times), "ms")
    yield Figure("patient summary, warm, median", median(times), "ms", MOST_SUMMARY)


def _copy(house: House, code: str) -> Iterator[Figure]:
    """In processor time: two sides, in the language with the most to shape."""
    from time import process_time

    from qol.study.results.reporting import make_report

    times = []
    for _ in range(9):
        begun = process_time()
        make_report(house, "patient-copy", None, NOW, code=code, language="fa")
        times.append(1000 * (process_time() - begun))
    yield Figure("patient's copy in Persian, processor, warm, least", min(times), "ms")
    yield Figure("patient's copy in Persian, processor, warm, median", median(times), "ms", MOST_SUMMARY)


def _comparison(house: House) -> Iterator[Figure]:
    from io import BytesIO

    from pypdf import PdfReader

    from qol.study.results.reporting import make_report

    made = make_report(house, "group-comparison", None, NOW)
    pages = len(PdfReader(BytesIO(made.pdf)).pages)
    times = [1000 * seconds(lambda: make_report(house, "group-comparison", None, NOW)) for _ in range(3)]
    yield Figure(f"group comparison, {pages} pages, warm, least", min(times), "ms")
    yield Figure("group comparison, a page", min(times) / pages, "ms")
