"""`qol user`: open, list, shut and reopen staff accounts, and let somebody begin anew."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from qol.settings import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from qol.storage.database import Database
    from qol.study.people.accounts import Grant

NAME = "user"
HELP = "Open, list, shut or reset staff accounts."
EXAMPLE = "python -m qol user add keller --name 'Dr Keller' --role clinician --site Alder"
ROLES = ("coordinator", "clinician", "researcher", "administrator")


def add_arguments(parser: ArgumentParser) -> None:
    """One of five actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|disable|enable|reset")
    add = actions.add_parser("add", help="open an account")
    add.add_argument("login", help="what the person types to sign in")
    add.add_argument("--name", default="", help="the person's name as pages show it; default: the login")
    add.add_argument("--role", action="append", required=True, choices=ROLES, help="repeat for several roles")
    add.add_argument("--study", metavar="NAME", help="only this study; default: every one")
    add.add_argument("--site", metavar="NAME", help="only this site of the study; default: every one")
    add.add_argument(
        "--password-file",
        metavar="FILE",
        help="first line is the password, - for standard input; default: ask for it",
    )
    actions.add_parser("list", help="show every account with its roles")
    actions.add_parser("disable", help="shut an account").add_argument("login")
    actions.add_parser("enable", help="open a shut account again").add_argument("login")
    reset = actions.add_parser("reset", help="take password and second factor away and print a one-time link")
    reset.add_argument("login")
    reset.add_argument("--reason", required=True, help="why, for the audit")


def run(arguments: Namespace, settings: Settings) -> int:
    """Do one of the five."""
    from qol.storage.database import Database

    password = _password(arguments.password_file) if arguments.action == "add" else ""
    database = Database(settings)
    try:
        database.require_current()
        if arguments.action == "add":
            _add(arguments, database, password)
        elif arguments.action == "list":
            _list(database)
        elif arguments.action == "reset":
            _reset(arguments, database, settings)
        else:
            _open_or_shut(database, arguments.login, arguments.action)
    finally:
        database.close()
    return 0


def _password(source: str | None) -> str:
    """The password from a file, standard input or, typed twice, the terminal."""
    from qol.errors import QolError

    if source is None:
        if not sys.stdin.isatty():
            raise QolError(
                "There is no terminal to ask for the password; give --password-file FILE, - for standard input."
            )
        first = getpass("Password (at least 15 characters): ")
        if getpass("The same again: ") != first:
            raise QolError("The two passwords differ. No account was opened.")
        return first
    if source == "-":
        return sys.stdin.readline().rstrip("\r\n")
    try:
        lines = Path(source).read_text().splitlines()
    except OSError as error:
        raise QolError(f"{source} cannot be read: {error.strerror}.") from error
    return lines[0] if lines else ""


def _add(arguments: Namespace, database: Database, password: str) -> None:
    from qol.study.people.accounts import open_account

    with database.writing() as session:
        row = open_account(
            session,
            login=arguments.login,
            display_name=arguments.name,
            password=password,
            grants=_grants(session, arguments),
            now=datetime.now(UTC),
        )
    print(f"Account {row.login} is open: {', '.join(arguments.role)}.")


def _grants(session: Session, arguments: Namespace) -> list[Grant]:
    from qol.storage import studies
    from qol.study.people.accounts import Grant

    study_id = site_id = None
    if arguments.study or arguments.site:
        study = studies.named(session, arguments.study)
        study_id = study.id
        site_id = studies.site_named(session, study.id, arguments.site).id if arguments.site else None
    return [Grant(role, study_id, site_id) for role in arguments.role]


def _list(database: Database) -> None:
    from qol.storage import staff, studies

    with database.reading() as session:
        study_names = {study.id: study.name for study in studies.every(session)}
        site_names = {site.id: site.name for study_id in study_names for site in studies.sites(session, study_id)}
        for row in staff.every(session):
            places = [
                f"{role.role} ({study_names.get(role.study_id or '', 'every study')}, "
                f"{site_names.get(role.site_id or '', 'every site')})"
                for role in staff.roles(session, row.id)
            ]
            state = "" if row.active else "  shut"
            print(f"{row.login:20} {row.display_name:30} {'; '.join(places)}{state}")


def _open_or_shut(database: Database, login: str, action: str) -> None:
    from qol.study.people.accounts import reopen_account, shut_account

    with database.writing() as session:
        if action == "disable":
            row = shut_account(session, login, now=datetime.now(UTC))
        else:
            row = reopen_account(session, login, now=datetime.now(UTC))
    print(f"Account {row.login} is {'shut; its sign-ins have ended' if action == 'disable' else 'open again'}.")


def _reset(arguments: Namespace, database: Database, settings: Settings) -> None:
    """The way back in where the last administrator lost password or telephone."""
    from qol.storage import audit
    from qol.study.people.invitations import reset

    now = datetime.now(UTC)
    with database.writing() as session:
        link = reset(session, settings, arguments.login, audit.COMMAND_LINE, arguments.reason, now, spare=True)
    print(link.address)
    print(f"Opens once, until {link.until:%Y-%m-%d %H:%M} UTC. Password, second factor and sign-ins have ended.")
