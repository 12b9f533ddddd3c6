"""The summaries of a day or of several patients, as one PDF or a zip, from the command line."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.errors import QolError
from qol.settings import Settings
from qol.storage import audit, patients, studies
from qol.study.house import House, opened
from qol.study.printing.ordering import answered_on
from qol.study.printing.pages import REPORT, Wanted
from qol.study.printing.summaries import KINDS, Summaries, print_summaries
from qol.study.scope import Scope
from qol.study.studies import study_named


def print_many(arguments: Namespace, settings: Settings) -> int:
    """Print and say who could not be printed; 1 where there is somebody, 2 for what cannot be asked together."""
    wrong = _wrong_use(arguments)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    with opened(settings) as house:
        wanted = _wanted(house, arguments)
        made = _printed(house, wanted)
        if made.printed:
            _note(house, made)
    for code, reason in made.failed:
        print(f"{code}: not printed. {reason}", file=sys.stderr)
    if made.printed and arguments.out == "-":
        sys.stdout.buffer.write(made.content)
    elif made.printed:
        Path(arguments.out).write_bytes(made.content)
    return 1 if made.failed else 0


def _wrong_use(arguments: Namespace) -> str:
    if arguments.name != REPORT:
        return f"Only {REPORT} is about several patients; {arguments.name} takes neither codes nor --day."
    if arguments.day and arguments.code:
        return "Give either --day or the patients' codes."
    if arguments.release:
        return f"{REPORT} is about one patient and has no copy for release: leave --release out."
    if arguments.language:
        return f"{REPORT} is in English: leave --language out."
    if arguments.numbers:
        return "--numbers is for the report of one patient."
    return ""


def _wanted(house: House, arguments: Namespace) -> Wanted:
    with house.database.reading() as session:
        study = study_named(session, arguments.study, house.settings)
        if arguments.day:
            site = studies.site_named(session, study.id, arguments.site).id if arguments.site else ""
            found = answered_on(session, Scope(audit.COMMAND_LINE, study.id, None), arguments.day, site)
        else:
            found = [patients.by_code(session, study.id, code) for code in arguments.code]
    if not found:
        where = f" at {arguments.site}" if arguments.site else ""
        raise QolError(f"Nobody sent answers on {arguments.day}{where}.")
    kind = Path(arguments.out).suffix.removeprefix(".")
    chosen = {patient.id: patient.code for patient in found}
    return Wanted(study.name, chosen, kind if kind in KINDS else "pdf", arguments.visit, not arguments.coded)


def _printed(house: House, wanted: Wanted) -> Summaries:
    from tqdm import tqdm

    with tqdm(total=len(wanted.patients), desc="Printing", unit="patient", disable=None, leave=False) as bar:
        return print_summaries(house, wanted, datetime.now(UTC), lambda done: bar.update(done - bar.n))


def _note(house: House, made: Summaries) -> None:
    now = datetime.now(UTC)
    with house.database.writing() as session:
        for patient_id in made.printed:
            audit.append(
                session, at=now, actor=audit.COMMAND_LINE, action=f"report.{REPORT}",
                object_kind="patient", object_id=patient_id,
            )  # fmt: skip
