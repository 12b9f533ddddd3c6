"""`qol remind`: mail the invitations and reminders of today."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qol.settings import Settings

if TYPE_CHECKING:
    from qol.study.mail.reminding import Done, Wanted

NAME = "remind"
HELP = "Mail invitations and reminders to patients who agreed to it; safe to run twice."
EXAMPLE = "python -m qol remind --dry-run --study trial"


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and for which study."""
    parser.add_argument("--dry-run", action="store_true", help="say who would be written to, and write to nobody")
    parser.add_argument(
        "--retry", action="store_true", help="send again also what broke off, so that nobody knows if it arrived"
    )
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: Settings) -> int:
    """Say or send; 1 where the server did not answer or something could not be sent."""
    from qol.storage.audit import COMMAND_LINE
    from qol.study.house import opened
    from qol.study.mail import reminding
    from qol.study.mail.outbox import outbox
    from qol.study.scope import Scope
    from qol.study.studies import study_named

    way_out = outbox(settings)
    with opened(settings) as house:
        with house.database.reading() as session:
            scope = Scope(COMMAND_LINE, study_named(session, arguments.study, settings).id, None)
        today = datetime.now(UTC).astimezone().date()
        if arguments.dry_run:
            return _say(reminding.wanted(house, scope, today, datetime.now(UTC), arguments.retry))
        done = reminding.remind(house, scope, today, lambda: datetime.now(UTC), way_out, arguments.retry)
    return _report(done)


def _say(wanted: "tuple[Wanted, ...]") -> int:
    for one in wanted:
        print(f"{one.code}  {one.visit}  {one.kind}")
    print(f"{len(wanted)} messages would be sent.")
    return 0


def _report(done: "Done") -> int:
    print(
        ", ".join(f"{many} {state}" for state, many in sorted(done.outcomes.items())) or "Nobody is to be written to."
    )
    for one, reason in done.skipped:
        print(f"{one.code} {one.visit}: not sent. {reason}", file=sys.stderr)
    if done.unreachable:
        print("The mail server did not take messages; the rest waits for the next run.", file=sys.stderr)
    return 1 if done.unreachable or done.skipped else 0
