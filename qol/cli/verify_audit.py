"""`qol verify-audit`: check that nobody changed, removed or reordered the audit trail."""

import sys
from argparse import ArgumentParser, Namespace

from qol.settings import Settings

NAME = "verify-audit"
HELP = "Check the audit trail: changed, removed and reordered entries, and a cut end."
EXAMPLE = "python -m qol verify-audit"
SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none."""


def run(arguments: Namespace, settings: Settings) -> int:
    """Say what was found; 1 where anything is wrong."""
    from qol.storage.audit_check import check
    from qol.storage.database import Database

    database = Database(settings)
    try:
        database.require_current()
        checked = check(database)
    finally:
        database.close()
    for problem in checked.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    if len(checked.problems) > SHOWN:
        print(f"and {len(checked.problems) - SHOWN} more", file=sys.stderr)
    if checked.problems:
        return 1
    print(f"The audit trail is whole: {checked.entries} entries.")
    return 0
