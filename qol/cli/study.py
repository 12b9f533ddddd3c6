"""`qol study`: begin a study with its sites, list the studies, give one a new version of its protocol."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.house import House

NAME = "study"
HELP = "Begin a study with its sites, list the studies, or give one a new version of its protocol."
EXAMPLE = "python -m qol study add nomis --title 'NOM in rectal cancer' --protocol stage_1_3 --site 'Alder=555 0100'"


def add_arguments(parser: ArgumentParser) -> None:
    """One of three actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|protocol")
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
    protocol = actions.add_parser("protocol", help="show the versions of a study's protocol, or take a new one")
    protocol.add_argument("name", help="the study")
    protocol.add_argument("file", nargs="?", metavar="FILE", help="the new version, a YAML file; counts from today on")
    protocol.add_argument("--reason", default="", help="why the protocol changes; kept in the audit")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Do one of the three."""
    from qol.study.house import opened

    with opened(settings) as house:
        if arguments.action == "list":
            _list(house)
        elif arguments.action == "protocol":
            _protocol(arguments, house)
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


def _protocol(arguments: Namespace, house: "House") -> None:
    from qol.storage import audit
    from qol.study.protocols.next_version import take_file, versions_of

    if arguments.file:
        body = Path(arguments.file).read_bytes()
        taken = take_file(
            house, arguments.name, body, Path(arguments.file).name,
            by=audit.COMMAND_LINE, reason=arguments.reason, now=datetime.now(UTC),
        )  # fmt: skip
        print(f"The study {arguments.name} follows {taken.protocol_id} {taken.version} from {taken.valid_from} on.")
        return
    for one in versions_of(house, arguments.name):
        print(
            f"{one.number:>2} {one.protocol_id} {one.version:8} from {one.valid_from} {one.hash[:12]} {one.by}".rstrip()
        )


def _list(house: "House") -> None:
    from qol.storage import studies

    with house.database.reading() as session:
        for study in studies.every(session):
            sites = ", ".join(site.name for site in studies.sites(session, study.id))
            print(f"{study.name:20} {study.protocol_id:12} {study.title}: {sites}")
