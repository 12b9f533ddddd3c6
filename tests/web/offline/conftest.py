"""A clinic behind a line that can be cut, and a patient's device in front of it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Playwright

from qol.web import create_app
from tests.study.patients_side import Clinic, clinic_in, settings_in
from tests.web.offline.device import Device
from tests.web.offline.line import Line


@pytest.fixture
def app(tmp_path: Path, migrated: Path) -> Flask:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    return create_app(settings_in(tmp_path))


@pytest.fixture
def clinic(app: Flask) -> Iterator[Clinic]:
    clinic = clinic_in(app.extensions["qol_house"])
    yield clinic
    clinic.house.database.close()


@pytest.fixture
def line(app: Flask, clinic: Clinic) -> Iterator[Line]:
    line = Line(app)
    yield line
    line.cut()


@pytest.fixture
def phone(playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Device]:
    phone = Device(playwright, tmp_path / "profile", browser_type_launch_args)
    yield phone
    phone.kill()


def now() -> datetime:
    """The real time: a browser has no other."""
    return datetime.now(UTC)
