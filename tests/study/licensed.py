"""A clinic whose protocol asks for licensed wording, and packs of made-up words for it."""

from pathlib import Path

from qol.storage import studies
from tests.instruments.filled_pack import filled
from tests.study.clinic import Clinic

STUDY = "follow-up"


def ask_licensed(clinic: Clinic, *instruments: str) -> None:
    """The study's protocol says `wording: licensed` for these."""
    with clinic.house.database.writing() as session:
        study = studies.by_id(session, clinic.study_id)
        wording = {**study.protocol_body["wording"], **dict.fromkeys(instruments, "licensed")}
        study.protocol_body = study.protocol_body | {"wording": wording}
        session.add(study)


def pack_text(clinic: Clinic, instrument: str, language: str = "en", **head: str) -> str:
    """A whole pack for the clinic's study."""
    return filled(clinic.house.library[instrument], language, **({"study": STUDY} | head))


def lay(clinic: Clinic, instrument: str, language: str = "en", **head: str) -> Path:
    """Lay a pack into the data folder by hand."""
    folder = clinic.settings.data_dir / "wording"
    folder.mkdir(exist_ok=True)
    path = folder / f"{instrument}.{language}.yaml"
    path.write_text(pack_text(clinic, instrument, language, **head))
    return path
