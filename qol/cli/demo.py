"""`qol demo`: fill an empty database with an invented study."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.demonstration.filling import Demonstration, People
    from qol.study.demonstration.patients import InventedPatient

NAME = "demo"
HELP = "Fill an EMPTY database with invented patients and mark it as a demonstration for good."
EXAMPLE = "python -m qol demo --patients 240 --seed 1 --json"


def add_arguments(parser: ArgumentParser) -> None:
    """How many patients, which seed, and the form of the answer."""
    parser.add_argument("--patients", type=int, default=240, metavar="N", help="how many (default 240)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed and day give the same patients")
    parser.add_argument(
        "--protocol", default="stage_1_3", metavar="ID",
        help="stage_1_3 (default), or stage_4: metastatic disease with palliative intent",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print accounts, links and codes as JSON")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Fill the database and say how to get in."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    from qol.errors import QolError
    from qol.study.demonstration.filling import fill
    from qol.study.house import opened

    if not 1 <= arguments.patients <= 1600:
        raise QolError(f"--patients {arguments.patients}: take a number from 1 to 1600.")
    now = datetime.now(UTC)
    with opened(settings) as house:
        done = fill(house, arguments.patients, arguments.seed, now.astimezone().date(), now, _progress,
                    arguments.protocol)  # fmt: skip
    print(json.dumps(asdict(done), indent=2) if arguments.json else "\n".join(_said(done)))
    return 0


def _progress(people: "People") -> "Iterable[InventedPatient]":
    """A bar on a terminal, nothing in a pipe."""
    from tqdm import tqdm

    return tqdm(people, desc="Inventing patients", unit="patient", disable=None, leave=False)


def _said(done: "Demonstration") -> list[str]:
    return [
        f"{done.patients} invented patients with {done.forms} forms are in the study {done.study}.",
        "",
        "Staff",
        *(f"  {account.login:14} {account.password}" for account in done.accounts),
        "Patients with an open questionnaire",
        *(f"  {link.code}  born {link.birth_date}  {link.link}" for link in done.links),
        f"Code for a tablet: {done.hand_over_code} (10 minutes, once)",
    ]
