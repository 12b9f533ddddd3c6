"""`qol settings`: every option with its value, default and meaning."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import fields

from qol.settings import KEYS, Settings, make_key, production_problems

NAME = "settings"
HELP = "List every option with its value and meaning, or make the keys."
EXAMPLE = "python -m qol settings"


def add_arguments(parser: ArgumentParser) -> None:
    """List, or make keys."""
    parser.add_argument(
        "--make-keys",
        action="store_true",
        help="make the keys that are missing in the data folder; keep the others",
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """List the options; 1 where they must not serve real patients although QOL_PRODUCTION says so."""
    if arguments.make_keys:
        for name in KEYS:
            make_key(settings.key_file(name))
        print(f"Keys are in {settings.key_file('secret').parent}. Keep a copy apart from the database's backups.")
        return 0
    for option in fields(settings):
        print(f"{option.metadata['name']}={_shown(settings, option.name, option.metadata['secret'])}")
        print(f"    {option.metadata['help']}")
    problems = production_problems(settings)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _shown(settings: Settings, name: str, secret: bool) -> str:
    """A value as it may be seen on a screen."""
    value = getattr(settings, name)
    if name == "database_url":
        return _without_password(str(value))
    if secret:
        kept = settings.key_file(name.removesuffix("_key"))
        return "(set)" if value else f"(kept in {kept})" if kept.exists() else "(not made yet)"
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    people, at, place = rest.rpartition("@")
    return f"{scheme}://{people.partition(':')[0]}{at}{place}"
