"""The whole dataset as one zip: every table, the codebook and a README with checksums."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from qol import __version__
from qol.analysis.study_data import StudyData
from qol.exports import exports
from qol.exports._csv import as_csv

NAME = "dataset"
HELP = "The whole dataset as one zip: every table below but free text, with README and checksums."
SCRIPT = Path(__file__).with_name("analysis.R")
"""Does the primary table and the mixed model of the comparison again, from the analysis data set."""
NO_FORM = "  no form yet"


def file_name(name: str, data: StudyData, suffix: str = "csv") -> str:
    """The name a download gets; a demonstration says so in the name too."""
    mark = "-demonstration" if data.demonstration else ""
    return f"{data.study}-{name}{mark}.{suffix}".replace(" ", "_")


def packed(data: StudyData) -> bytes:
    """The zip; the same data cut gives the same bytes."""
    files = {
        f"{name.replace('-', '_')}.csv": as_csv(export.table(data))
        for name, export in exports().items()
        if export.IN_DATASET
    }
    files["README.txt"] = readme(data)
    files[SCRIPT.name] = SCRIPT.read_text(encoding="utf-8")
    files["checksums.txt"] = "".join(
        f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(files.items())
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(ZipInfo(name, data.cut.timetuple()[:6]), text, ZIP_DEFLATED)
    return out.getvalue()


def readme(data: StudyData) -> str:
    """What is in the dataset, how it was made and what it does not say."""
    lines = [
        f"{data.title}: dataset of {data.cut:%Y-%m-%d %H:%M} UTC, qol {__version__}",
        "",
        *(["INVENTED PATIENTS: a demonstration study. Nothing here is about anybody.", ""] * data.demonstration),
        f"Protocol {data.protocol.id} {data.protocol.version}. Groups: "
        + ", ".join(f"{group.id} ({group.label})" for group in data.groups)
        + ": the strategy at time zero, or the arm of an imported study. Not randomised unless the study says so.",
        "CSV, UTF-8, comma, decimal point, ISO dates, empty = missing. Numbers are in full precision.",
        "A text cell that a spreadsheet would run begins with an apostrophe.",
        "Patients are pseudonyms made with a key that is not part of the dataset.",
        "",
        "Tables",
        *(f"  {name.replace('-', '_')}.csv  {export.HELP}" for name, export in exports().items() if export.IN_DATASET),
        "",
        "analysis.R does the comparison's primary table and mixed model again in R, from the export `analysis`.",
        "",
        "Wording shown to patients",
        *([f"  {instrument}: {notice}" for instrument, notice in data.wording.items()] or [NO_FORM]),
        "",
        *_cautions(data),
        "Scoring definitions (SHA-256)",
        *([f"  {instrument}: {digest}" for instrument, digest in data.definitions.items()] or [NO_FORM]),
        "",
        "Not placed",
        *([f"  {what}: {count}" for what, count in data.refused.items()] or ["  nothing"]),
        "",
        "Free text is not part of the dataset: it may identify people.",
        "",
    ]
    if not data.dates_known:
        lines.insert(2, "Only days since inclusion are known; calendar dates are empty.\n")
    return "\n".join(lines)


def _cautions(data: StudyData) -> list[str]:
    """Instruments that are not released, each with the reason."""
    said = [f"  {one.id} is {one.caution}" for one in data.instruments.values() if one.caution]
    return ["Not released", *said, ""] if said else []
