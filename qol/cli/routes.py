"""`qol routes`: every address with its methods and the roles that may use it."""

import json
from argparse import ArgumentParser, Namespace

from qol.settings import Settings

NAME = "routes"
HELP = "List every address with its methods and the roles that may use it."
EXAMPLE = "python -m qol routes --json"


def add_arguments(parser: ArgumentParser) -> None:
    """As a table or as JSON."""
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print the matrix of the application as it would be served."""
    from qol.web import create_app
    from qol.web.access import route_matrix

    rows = route_matrix(create_app(settings))
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        print(f"{','.join(row['methods']):9} {row['address']:55} {', '.join(row['roles'])}")
    return 0
