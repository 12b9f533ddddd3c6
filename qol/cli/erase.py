"""`qol erase`: take a patient out for good."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.erasing.erasing import Erasing

NAME = "erase"
HELP = "Erase a patient for good: all, or all but the coded answers where the consent says keep."
EXAMPLE = 'python -m qol erase K7Q-241 --reason "letter of 3 March"'
TWICE = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Whom, why, and the code once more."""
    parser.add_argument("code", nargs="?", help="the patient's study code")
    parser.add_argument("--reason", help="why; only a keyed hash of it is kept")
    parser.add_argument("--again", metavar="CODE", help="the code once more, where nobody can be asked")
    parser.add_argument("--sweep", action="store_true", help="only take what erased rows left in the database's files")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Say what will go, ask for the code again, erase, and say what is left where."""
    from datetime import UTC, datetime

    from qol.study.erasing.erasing import erase_patient, erasing_of, from_command_line, sweep_files
    from qol.study.house import opened

    if bool(arguments.code) == arguments.sweep or (arguments.code and not arguments.reason):
        print(f"Say whom and why: {EXAMPLE}; or --sweep alone.", file=sys.stderr)
        return TWICE
    with opened(settings) as house:
        if arguments.sweep:
            return _swept(sweep_files(house))
        scope = from_command_line(house, arguments.study)
        planned = erasing_of(house, scope, arguments.code)
        print(_planned(planned), file=sys.stderr)
        again = arguments.again if arguments.again is not None else _asked()
        done = erase_patient(
            house, scope, arguments.code, again=again, reason=arguments.reason, now=datetime.now(UTC),
            said_keep=planned.keep_answers,
        )  # fmt: skip
    print(f"Erased. The random id of the patient is {done.patient_id}; it stands in the list of erased patients.")
    for name in done.frozen:
        print(f"The data cut {name} holds the pseudonym and the coded answers, and never changes.")
    for place in done.aside:
        print(f"A restore kept older data, which may hold the patient: {place}")
    print("Backups made before hold the patient until they are deleted; a restore of one erases again.")
    return _swept(done.swept)


def _planned(found: "Erasing") -> str:
    if found.keep_answers:
        return f"{found.code}: the consent says that coded answers stay; identity, words and links go for good."
    return f"{found.code}: everything goes for good: identity, words, links and answers."


def _asked() -> str:
    if not sys.stdin.isatty():
        return ""
    print("Type the study code once more: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _swept(done: bool) -> int:
    """1 where the files could not be swept, as the erasure is not whole then."""
    if not done:
        print(
            "The rows are gone, but the database's files could not be swept, as others read from them. "
            "Run `python -m qol erase --sweep` at a quieter moment.",
            file=sys.stderr,
        )
    return 0 if done else 1
