from pathlib import Path

from qol.reports import patient_summary, reports
from tests.reports.cohort import only, references, study
from tests.reports.conftest import Printed

REPORTS = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_every_report_is_documented() -> None:
    assert [name for name in reports() if f"`{name}`" not in REPORTS] == []


def test_every_kind_of_printed_number_has_its_way_back_to_the_exported_tables(
    comparison: Printed, arms_comparison: Printed
) -> None:
    summary = patient_summary.document(only(study(), "P-0009"), references(), "P-0009")
    numbers = [*comparison[1].numbers, *arms_comparison[1].numbers, *summary.numbers]
    assert sorted({row["kind"] for row in numbers if f"`{row['kind']}`" not in REPORTS}) == []
