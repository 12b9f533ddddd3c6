"""The two reports of the invented studies, printed once for all tests that read them."""

from collections.abc import Callable

import pytest

from qol.analysis.study_data import StudyData
from qol.reports import group_comparison
from qol.reports._document import Document
from qol.reports._paper import Paper, pdf
from tests.reports import cohort

Printed = tuple[StudyData, Document, Paper]


@pytest.fixture(scope="session")
def comparison() -> Printed:
    """NOM against surgery in an invented study."""
    return _made(cohort.study())


@pytest.fixture(scope="session")
def arms_comparison() -> Printed:
    """Two unexplained arms of an imported study: QLQ-C30 alone, no dates, no events."""
    return _made(cohort.arms())


@pytest.fixture(scope="session")
def compared() -> Callable[[StudyData], Document]:
    """The comparison of a few scales of any study, not yet printed."""
    return lambda data: group_comparison.document(cohort.few_scales(data), cohort.references())


def _made(data: StudyData) -> Printed:
    document = group_comparison.document(data, cohort.references())
    return data, document, pdf(document.html)
