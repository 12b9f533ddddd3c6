"""`qol freeze`: a named data cut that never changes."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from qol.settings import Settings

NAME = "freeze"
HELP = "Keep the dataset of this moment under a name, for good; without a name, list them."
EXAMPLE = "python -m qol freeze primary-analysis --study trial"


def add_arguments(parser: ArgumentParser) -> None:
    """Name, reason and study."""
    parser.add_argument("name", nargs="?", help="name of the data cut; without it they are listed")
    parser.add_argument("--reason", default="", metavar="WORDS", help="why it is made; kept beside it")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: Settings) -> int:
    """Make one or list them."""
    from qol.study.house import opened
    from qol.study.results.freezing import freeze, freezes

    with opened(settings) as house:
        if arguments.name is None:
            for one in freezes(house):
                line = f"{one.name:24} {one.study:16} {one.made_at:%Y-%m-%d %H:%M} UTC  {one.sha256}  {one.reason}"
                print(line.rstrip())
            return 0
        done = freeze(house, arguments.name, arguments.study, datetime.now(UTC), reason=arguments.reason)
    print(f"The data of {done.study} are frozen as {done.name}.\nSHA-256 {done.sha256}")
    return 0
