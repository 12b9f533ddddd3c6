"""`qol plan`: where a study's analysis plan stands, and locking it."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from qol.settings import Settings

NAME = "plan"
HELP = "Say where a study's analysis plan stands, or lock it before the groups are first compared."
EXAMPLE = "python -m qol plan lock --study trial"


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and for which study."""
    parser.add_argument("action", choices=("show", "lock"), help="show where it stands, or lock it for good")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")
    parser.add_argument("--reason", default="", help="why a plan that was locked before is changed")


def run(arguments: Namespace, settings: Settings) -> int:
    """Show or lock."""
    from qol.study.house import opened
    from qol.study.results.plan_locking import lock, standing
    from qol.study.studies import protocol_of, study_named

    with opened(settings) as house:
        if arguments.action == "lock":
            found = lock(house, arguments.study, now=datetime.now(UTC), reason=arguments.reason)
        else:
            with house.database.reading() as session:
                study = study_named(session, arguments.study, settings)
                found = standing(session, study, protocol_of(study))
    print(found.sentence)
    if found.plan_hash:
        print(f"SHA-256 {found.plan_hash}")
    return 0
