"""`qol own-data`: what the study holds about one patient, as a file for that patient."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.settings import Settings

NAME = "own-data"
HELP = "Write everything the study holds about one patient, for that patient (JSON)."
EXAMPLE = "python -m qol own-data K7Q-241 --out own-data.json"


def add_arguments(parser: ArgumentParser) -> None:
    """Whose data, and where to."""
    parser.add_argument("code", help="the patient's study code")
    parser.add_argument("--out", required=True, metavar="FILE", help="file to write")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: Settings) -> int:
    """Gather and write."""
    from qol.study.erasing.erasing import from_command_line
    from qol.study.house import opened
    from qol.study.results.own_data import own_data

    with opened(settings) as house:
        scope = from_command_line(house, arguments.study)
        body, _ = own_data(house, scope, arguments.code, datetime.now(UTC))
    Path(arguments.out).write_bytes(body)
    print(f"{arguments.out} holds names and answers in clear: hand it to the patient and delete it here.")
    return 0
