"""Empty tables to fill in, with the columns and one invented row each."""

from qol.study.roster.rows import FACT_COLUMNS, FACTS, PATIENT_COLUMNS, PATIENTS

EXAMPLES = {
    PATIENTS: {
        "hospital_number": "0000-000", "name": "Example Person", "birth_date": "1949-11-17", "sex": "female",
        "language": "en", "mail_agreed": "no",
    },
    FACTS: {"hospital_number": "0000-000", "event": "decision", "date": "2025-12-31", "strategy": "nom"},
}  # fmt: skip
COLUMNS = {PATIENTS: PATIENT_COLUMNS, FACTS: FACT_COLUMNS}


def template(file: str) -> str:
    """The heading and the example, as CSV with the mark that spreadsheets need to read UTF-8."""
    columns = COLUMNS[file]
    return "\ufeff" + ",".join(columns) + "\r\n" + ",".join(EXAMPLES[file].get(name, "") for name in columns) + "\r\n"
