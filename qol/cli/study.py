"""`qol study`: begin a study with its sites, or list the studies."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.house import House

NAME = "study"
HELP = "Begin a study with its sites, or list the studies."
EXAMPLE = "python -m qol study add nomis --title 'NOM in rectal cancer' --protocol stage_1_3 --site 'Alder=555 0100'"


def add_arguments(parser: ArgumentParser) -> None:
    """One of two actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list")
    add = actions.add_parser("add", help="begin a study")
    add.add_argument("name", help="short name that commands take with --study")
    add.add_argument("--title", default="", help="title as pages and reports show it; default: the name")
    add.add_argument(
        "--protocol", default="stage_1_3", metavar="ID", help="protocol that it follows (default: stage_1_3)"
    )
    add.add_argument(
        "--site",
        action="append",
        required=True,
        metavar="NAME[=PHONE]",
        help="a clinic that takes part; repeat for several",
    )
    actions.add_parser("list", help="show every study with its sites")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Do one of the two."""
    from qol.study.house import opened

    with opened(settings) as house:
        if arguments.action == "list":
            _list(house)
        else:
            _add(arguments, house)
    return 0


def _add(arguments: Namespace, house: "House") -> None:
    from qol.study.new_study import begin_study

    study = begin_study(
        house,
        name=arguments.name,
        title=arguments.title,
        protocol_id=arguments.protocol,
        sites={name.strip(): phone.strip() for name, _, phone in (text.partition("=") for text in arguments.site)},
        now=datetime.now(UTC),
    )
    print(f"Study {study.name} has begun; it follows {study.protocol_id}.")


def _list(house: "House") -> None:
    from qol.storage import studies

    with house.database.reading() as session:
        for study in studies.every(session):
            sites = ", ".join(site.name for site in studies.sites(session, study.id))
            print(f"{study.name:20} {study.protocol_id:12} {study.title}: {sites}")
