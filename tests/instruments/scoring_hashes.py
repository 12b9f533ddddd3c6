"""Every scoring definition that was ever released, by version: `python -m tests.instruments.scoring_hashes` adds rows.

A row is never changed or removed, for data lie with those who were scored by it.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from qol.instruments.hashes import scoring_hash
from qol.instruments.library import Library

FOLDER = Path(__file__).parent.parent.parent / "instruments"
RECORD = Path(__file__).with_suffix(".csv")
COMMAND = ".venv/bin/python -m tests.instruments.scoring_hashes"

Rows = list[tuple[str, str, str]]
"""Instrument, version, hash."""


def recorded(record: Path) -> Rows:
    with record.open(newline="") as file:
        return [(row["instrument"], row["version"], row["hash"]) for row in csv.DictReader(file)]


def present(folder: Path) -> Rows:
    return [(name, made.version, scoring_hash(made)) for name, made in Library(folder).items()]


def faults(now: Rows, before: Rows) -> list[str]:
    """What is wrong between the library and the record, each with what to do."""
    known: Mapping[tuple[str, str], str] = {(name, version): digest for name, version, digest in before}
    found = []
    for name, version, digest in now:
        kept = known.get((name, version))
        if kept is None:
            found.append(f"{name} {version} is not recorded yet. Record it: {COMMAND}")
        elif kept != digest:
            found.append(
                f"{name}: what its scores rest on has changed, but it still calls itself version {version}. "
                f"Give instruments/{name}.yaml a new version, then record it: {COMMAND}"
            )
    return found


def record_new(folder: Path, record: Path) -> list[str]:
    """Adds the rows that are new; gives the faults that only a new version mends, and then adds nothing."""
    before = recorded(record)
    known = {(name, version) for name, version, _ in before}
    new = [row for row in present(folder) if row[:2] not in known]
    refused = faults([row for row in present(folder) if row[:2] in known], before)
    if not refused:
        with record.open("a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(new)
    return refused


if __name__ == "__main__":
    said = record_new(FOLDER, RECORD)
    sys.exit("\n".join(said) if said else 0)
