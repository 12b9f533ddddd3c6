"""Random histories of patients keep every promise, on both databases; `./run histories` goes on for longer."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.study import clinic as clinics
from tests.study.clinic import Clinic
from tests.study.erasing.histories import Histories, live


def test_random_histories_keep_every_promise(staffed: Clinic) -> None:
    Histories.done.clear()
    live(staffed, examples=8, steps=18)
    assert {"opened", "answered"} <= set(Histories.done), "the histories did nothing"


@pytest.mark.postgresql
def test_random_histories_keep_every_promise_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    settings = replace(clinics.settings_in(tmp_path / "var"), database_url=postgresql_url)
    clinics.build_in(settings)
    clinic = clinics.clinic_in(settings)
    live(clinic, examples=3, steps=12)
    clinic.house.database.close()
