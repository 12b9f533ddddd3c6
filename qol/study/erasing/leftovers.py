"""Where a patient still is after an erasure: named data cuts, and what a restore kept aside."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from zipfile import BadZipFile, ZipFile

from qol.study.house import House
from qol.study.results.freezing import freezes

ASIDE = "*before-restore-*"
TABLE = "patients.csv"


def frozen_with(house: House, study_id: str, pseudonym: str) -> tuple[str, ...]:
    """Names of the study's data cuts that hold a pseudonym; one that cannot be read is named too."""
    cuts = [one.name for one in freezes(house) if one.study_id == study_id]
    folder = house.settings.data_dir / "freezes" / study_id
    found = []
    for name in cuts:
        try:
            with ZipFile(folder / f"{name}.zip") as archive:
                if pseudonym in _patients(archive):
                    found.append(name)
        except (OSError, BadZipFile, KeyError):
            found.append(name)
    return tuple(found)


def aside(house: House) -> tuple[str, ...]:
    """Folders and files in which a restore kept the data of before."""
    folders = {house.settings.data_dir}
    if house.settings.sqlite_file is not None:
        folders.add(house.settings.sqlite_file.parent)
    return tuple(sorted({str(path) for folder in folders for path in folder.glob(ASIDE)}))


def _patients(archive: ZipFile) -> Iterator[str]:
    with archive.open(TABLE) as raw:
        for row in csv.DictReader(TextIOWrapper(raw, "utf-8-sig")):
            yield row["patient"]
