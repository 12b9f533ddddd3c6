"""The shipped instruments and protocols, read once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from qol.course.protocol import Protocol, load_protocols
from qol.instruments.library import Library

FOLDER = Path(__file__).parents[2] / "instruments"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(FOLDER)


@pytest.fixture(scope="session")
def protocols(library: Library) -> Mapping[str, Protocol]:
    return load_protocols(FOLDER / "protocols", library)


@pytest.fixture(scope="session")
def stage_1_3(protocols: Mapping[str, Protocol]) -> Protocol:
    return protocols["stage_1_3"]
