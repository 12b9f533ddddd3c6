"""Triggers that keep answers, events, submissions, definitions and the audit from being changed or removed.

The one way past them: while an `erasure` row stands for a patient, that patient's answers, events and
submissions may be removed, and the free text of an answer may be emptied. A tombstone itself stays for good.
The same triggers keep invented and real patients in different databases.
"""

from qol.storage.migrations import guards
from qol.storage.migrations.guards import Guard

revision = "0002"
down_revision = "0001"

ERASED = {
    "answer": "SELECT 1 FROM erasure JOIN assessment USING (patient_id) "
    "JOIN form ON form.assessment_id = assessment.id WHERE form.id = OLD.form_id",
    "event": "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id",
    "submission": "SELECT 1 FROM erasure JOIN assessment USING (patient_id) WHERE assessment.id = OLD.assessment_id",
}
"""Tables of which an erased patient's rows may be removed."""
FOREVER = ("audit_entry", "definition", "erasure", "installation")
UNCHANGED = ("id", "form_id", "item_id", "version", "value", "state", "language", "at", "by")
IS_DEMONSTRATION = "(SELECT demonstration FROM installation)"

GUARDS: list[tuple[str, str, str, str, str]] = [
    *((f"{table}_stays", table, "DELETE", "true", f"{table} rows are never removed") for table in FOREVER),
    *(
        (f"{table}_stays", table, "DELETE", f"NOT EXISTS ({erased})",
         f"{table} rows are removed only with an erased patient")
        for table, erased in ERASED.items()
    ),
    *(
        (f"{table}_unchanged", table, "UPDATE", "true", f"{table} rows are never changed")
        for table in ("audit_entry", "definition", "erasure", "event", "submission")
    ),
    ("answer_unchanged", "answer", "UPDATE",
     " OR ".join([f'NEW."{name}" <> OLD."{name}"' for name in ("id", "form_id", "item_id", "version")]
                 + ["NEW.text IS NOT NULL", "NEW.reason IS NOT NULL"]
                 + [f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in UNCHANGED[4:]]
                 + [f"NOT EXISTS ({ERASED['answer']})"]),
     "answers are never changed; a correction is a further version"),
    ("installation_unchanged", "installation", "UPDATE",
     "NEW.id <> OLD.id OR OLD.demonstration AND NOT NEW.demonstration",
     "a demonstration database stays one for good"),
    ("installation_marked", "installation", "UPDATE",
     "NEW.demonstration AND EXISTS (SELECT 1 FROM patient WHERE source <> 'synthetic')",
     "a database with real patients cannot become a demonstration"),
    ("patient_added", "patient", "INSERT", f"(NEW.source = 'synthetic') <> {IS_DEMONSTRATION}",
     "invented and real patients are never in one database"),
    ("patient_changed", "patient", "UPDATE", "NEW.source <> OLD.source",
     "invented and real patients are never in one database"),
]  # fmt: skip
"""Name, table, what is done, when it is refused, and in which words."""


def upgrade() -> None:
    """Put up every guard."""
    guards.put_up(_each())


def downgrade() -> None:
    """Take every guard away."""
    for guard in _each():
        guards.take_away(guard)


def _each() -> list[Guard]:
    return [Guard(name, table, done, words, refused_when) for name, table, done, refused_when, words in GUARDS]
