"""`qol bounces`: note which messages came back."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.settings import Settings

NAME = "bounces"
HELP = "Read delivery reports and note on the log which messages came back."
EXAMPLE = "python -m qol bounces /var/mail/questions"


def add_arguments(parser: ArgumentParser) -> None:
    """Where the reports are."""
    parser.add_argument(
        "source", metavar="FILE", help="a message, an mbox file or a Maildir folder; - for one on standard input"
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """Note them and say how many."""
    from qol.storage.audit import COMMAND_LINE
    from qol.study.house import opened
    from qol.study.mail.bouncing import note_bounces

    source = sys.stdin.buffer if arguments.source == "-" else Path(arguments.source)
    with opened(settings) as house:
        done = note_bounces(house, source, COMMAND_LINE, datetime.now(UTC))
    print(f"{done.messages} messages read, {done.reports} say that something came back, {done.noted} newly noted.")
    return 0
