"""`qol import-patients`: bring patients and dated events in from spreadsheets."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.settings import Settings

NAME = "import-patients"
HELP = "Enrol patients and record their events from CSV tables, all or nothing, and say what is wrong with them."
EXAMPLE = "python -m qol import-patients --patients patients.csv --facts facts.csv --dry-run"


def add_arguments(parser: ArgumentParser) -> None:
    """The tables, and how far to go."""
    parser.add_argument("--patients", type=Path, metavar="FILE", help="table of patients")
    parser.add_argument("--facts", type=Path, metavar="FILE", help="table of dated events")
    parser.add_argument("--dry-run", action="store_true", help="check everything and change nothing")
    parser.add_argument("--doubts-seen", action="store_true", help="also take what is unusual, after it was looked at")
    parser.add_argument("--template", choices=("patients", "facts"), help="print an empty table to fill in")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: Settings) -> int:
    """Check, and take all of it or nothing."""
    from qol.errors import ImportRefused
    from qol.storage.audit import COMMAND_LINE
    from qol.study.house import opened
    from qol.study.roster.bringing_in import Tables, bring_in, preview
    from qol.study.roster.templates import template
    from qol.study.scope import Scope
    from qol.study.studies import study_named

    if arguments.template:
        sys.stdout.write(template(arguments.template))
        return 0
    files = (arguments.patients, arguments.facts)
    tables = Tables(*(path.read_bytes() if path else b"" for path in files))
    now = datetime.now(UTC)
    today = now.astimezone().date()
    with opened(settings) as house:
        with house.database.reading() as session:
            scope = Scope(COMMAND_LINE, study_named(session, arguments.study, settings).id, None)
        if arguments.dry_run:
            done = preview(house, scope, tables, today)
            if done.faults:
                raise ImportRefused(done.faults)
        else:
            done = bring_in(house, scope, tables, today, now, arguments.doubts_seen)
    for doubt in done.doubtful:
        print(doubt)
    print(f"{len(done.new)} patients and {len(done.facts)} events {'would be' if arguments.dry_run else 'were'} taken;")
    print(f"{done.known} patients and {done.facts_known} events are recorded already.")
    return 0
