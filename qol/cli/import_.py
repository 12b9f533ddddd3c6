"""`qol import`: bring existing forms into a study."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings

NAME = "import"
HELP = "Bring existing forms into a study, all or nothing, and say what was refused and why."
EXAMPLE = (
    "python -m qol import forms.csv --instrument qlq_c30 --patient Id --day date "
    "--group Arm:1=arm_1,2=arm_2 --study trial"
)


def add_arguments(parser: ArgumentParser) -> None:
    """File, instrument and columns."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet; item columns carry the ids q1, q2 ...")
    parser.add_argument("--instrument", required=True, metavar="ID", help="what the forms are")
    parser.add_argument("--patient", required=True, metavar="COLUMN", help="column of the patient")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--date", metavar="COLUMN", help="column of the form's date (2026-03-31)")
    when.add_argument("--day", metavar="COLUMN", help="column of the days since inclusion, where dates are not known")
    parser.add_argument("--group", type=group, metavar="COLUMN:1=nom,2=surgery", help="column and groups")
    parser.add_argument("--death", metavar="COLUMN", help="column of the date (or day) of death")
    parser.add_argument("--study", metavar="NAME", help="study to import into; a new one is made (default: imported)")
    parser.add_argument("--protocol", metavar="ID", help="protocol of a new study")


def group(text: str) -> tuple[str, dict[str, str]]:
    """`Arm:1=nom,2=surgery` -> the column and the groups of its values."""
    column, _, pairs = text.partition(":")
    groups = {value: name for value, sign, name in (pair.partition("=") for pair in pairs.split(",")) if sign}
    named = [name for name in groups.values() if name.replace("_", "").isalnum() and name[0].isalpha()]
    if not column or len(groups) < 1 or len(named) != len(groups) or len(groups) != pairs.count(",") + 1:
        raise ArgumentTypeError(f"write COLUMN:VALUE=GROUP,VALUE=GROUP, for example Arm:1=nom,2=surgery, not {text!r}")
    return column, groups


def run(arguments: Namespace, settings: "Settings") -> int:
    """Import and say what came of it."""
    from datetime import UTC, datetime

    from qol.study.house import opened
    from qol.study.imports.importing import import_forms
    from qol.study.imports.plan import ImportPlan

    column, groups = arguments.group or (None, {})
    plan = ImportPlan(
        instrument=arguments.instrument, patient=arguments.patient, date=arguments.date, day=arguments.day,
        group=column, groups=groups, death=arguments.death, study=arguments.study, protocol=arguments.protocol,
    )  # fmt: skip
    with opened(settings) as house:
        done = import_forms(house, arguments.file, plan, datetime.now(UTC))
    print("\n".join(done.sentences()))
    return 0
