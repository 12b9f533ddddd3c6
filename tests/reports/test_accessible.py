"""What a checker of accessible PDFs finds. It is no proof of validity, and nothing claims so."""

from collections.abc import Callable
from pathlib import Path

import outloud
import pytest

from qol.analysis.study_data import StudyData
from qol.reports import patient_copy, patient_summary
from qol.reports._copy.handed import Handed
from qol.reports._document import printed
from tests.reports.cohort import arms, library, only, references, study
from tests.reports.conftest import Printed


def errors(content: bytes, folder: Path) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(content)
    found = outloud.check(str(path)).findings
    return [
        f"{finding.rule} page {finding.page}: {finding.message}" for finding in found if finding.severity == "error"
    ]


def test_the_comparison_has_no_error(comparison: Printed, tmp_path: Path) -> None:
    assert errors(comparison[2].content, tmp_path) == []


def test_the_comparison_of_arms_has_no_error(arms_comparison: Printed, tmp_path: Path) -> None:
    assert errors(arms_comparison[2].content, tmp_path) == []


@pytest.mark.parametrize(("study_of", "patient"), [(study, "P-0001"), (arms, "P-A000")], ids=["demo", "arms"])
def test_a_patients_page_has_no_error(study_of: Callable[[], StudyData], patient: str, tmp_path: Path) -> None:
    document = patient_summary.document(only(study_of(), patient), references(), patient)
    assert errors(printed(document)[1].content, tmp_path) == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_patients_own_copy_has_no_error(language: str, tmp_path: Path) -> None:
    handed = Handed("030 1234", "112", language, translations=library().translations)
    document = patient_copy.document(only(study(), "P-0001"), references(), "P-0001", handed=handed)
    assert errors(printed(document)[1].content, tmp_path) == []
