"""`qol retention`: remove what the settings keep no longer."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.retention.retaining import Retained

NAME = "retention"
HELP = "Remove what is kept no longer: messages of the mail log, identities after the end of follow-up."
EXAMPLE = "python -m qol retention --dry-run"
NOTHING_SET = "Nothing is set to be removed: QOL_KEEP_MAIL_LOG_DAYS and QOL_KEEP_IDENTITY_DAYS are 0."


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to remove or only to say."""
    parser.add_argument("--dry-run", action="store_true", help="say how many are due, and remove nothing")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Say or remove; 1 where the database's files could not be swept afterwards."""
    from datetime import UTC, datetime

    from qol.study.house import opened
    from qol.study.retention.retaining import found_due, is_set, remove_due

    if not is_set(settings):
        print(NOTHING_SET)
        return 0
    with opened(settings) as house:
        now = datetime.now(UTC)
        done = found_due(house, now) if arguments.dry_run else remove_due(house, now)
    return _report(done, settings, "due" if arguments.dry_run else "removed")


def _report(done: "Retained", settings: "Settings", what: str) -> int:
    for kind, count, days in (
        ("mail log", done.mails, settings.keep_mail_log_days),
        ("identities", done.identities, settings.keep_identity_days),
    ):
        print(f"{kind}: {'kept for good' if count is None else f'{count} {what} (kept {days} days)'}")
    for code in done.to_erase:
        print(f"{code} is due, but wished everything erased: run `python -m qol erase {code}`.")
    if not done.swept:
        print(
            "The rows are gone, but the database's files could not be swept, as others read from them. "
            "Run `python -m qol erase --sweep` at a quieter moment.",
            file=sys.stderr,
        )
    return 0 if done.swept else 1
