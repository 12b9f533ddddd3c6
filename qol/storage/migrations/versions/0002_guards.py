"""Triggers that keep answers, events, submissions, definitions and the audit from being changed or removed.

The one way past them: while an `erasure` row stands for a patient, that patient's answers, events and
submissions may be removed, and the free text of an answer may be emptied. A tombstone itself stays for good.
The same triggers keep invented and real patients in different databases.
"""

from alembic import op

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
    sqlite = op.get_bind().dialect.name == "sqlite"
    for guard in GUARDS:
        for statement in _on_sqlite(*guard) if sqlite else _on_postgresql(*guard):
            op.execute(statement)


def downgrade() -> None:
    """Take every guard away."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _on_sqlite(name: str, table: str, done: str, refused_when: str, words: str) -> list[str]:
    condition = refused_when.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {name} BEFORE {done} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    ]


def _on_postgresql(name: str, table: str, done: str, refused_when: str, words: str) -> list[str]:
    kept = "OLD" if done == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused_when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {done} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
