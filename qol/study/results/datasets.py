"""Datasets for researchers: one export or the whole package, as bytes with a file name."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa

from qol.analysis.study_data import StudyData
from qol.exports import _package, codebook, exports
from qol.exports._csv import as_csv
from qol.study.house import House
from qol.study.results.cut import study_data
from qol.tables.labels import Labels
from qol.tables.writing import writing


def content(house: House, name: str, study: str | None, now: datetime) -> bytes:
    """One export as CSV (UTF-8), or the package as zip, of the data as of now."""
    return written(study_data(house, study, now), name)


def written(data: StudyData, name: str) -> bytes:
    """One export as CSV (UTF-8), or the package as zip, of a data cut."""
    if name == _package.NAME:
        return _package.packed(data)
    return as_csv(exports()[name].table(data)).encode()


def file_name(data: StudyData, name: str) -> str:
    """What the download is called; a demonstration says so."""
    return _package.file_name(name, data, "zip" if name == _package.NAME else "csv")


def save(house: House, name: str, study: str | None, now: datetime, path: Path) -> None:
    """One export as a file whose ending says its format: .csv, .parquet, .sav (SPSS) or .dta (Stata), with labels.

    Raises NotFound for an unknown study, TableError for a column that the format cannot hold or another ending.
    """
    data = study_data(house, study, now)
    rows = exports()[name].table(data).convert_dtypes()
    words = codebook.table(data)
    labels = dict(zip(words["column"], words["label"], strict=True))
    with writing(path, Labels(columns={str(column): labels[column] for column in rows if labels.get(column)})) as file:
        file.write(pa.Table.from_pandas(rows, preserve_index=False))
