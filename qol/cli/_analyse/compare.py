"""`qol analyse compare`: outcomes of two groups, unadjusted, as one family of tests."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qol.cli._analyse import Said
from qol.cli._analyse._people import two_groups
from qol.cli._analyse._words import names

if TYPE_CHECKING:
    from qol.analysis.family import OutcomeCompared
    from qol.analysis.own_table import OwnTable

NAME = "compare"
HELP = "Outcomes of two groups, unadjusted: differences with intervals, declared tests, Holm's rule for the family."
EXAMPLE = (
    "python -m qol analyse compare people.csv --group arm --outcomes QL2,PF2,stoma --categories stoma --test fisher"
)


def add_arguments(parser: ArgumentParser) -> None:
    """The columns and the declared test."""
    parser.add_argument("--group", metavar="COLUMN", required=True, help="the two groups; one row a person")
    parser.add_argument("--first", metavar="GROUP", help="the group from which the other is subtracted")
    parser.add_argument("--outcomes", metavar="A,B", type=names, required=True, help="the declared family, all of it")
    parser.add_argument(
        "--categories", metavar="A,B", type=names, default=(), help="outcomes whose numbers are codes of categories"
    )
    parser.add_argument(
        "--test", choices=("fisher", "chi_square"), default="fisher", help="of two categories (default fisher)"
    )


def run(arguments: Namespace, table: "OwnTable") -> Said:
    """Compare every outcome."""
    import numpy as np

    from qol.analysis.family import Outcome, compare_family
    from qol.analysis.own_table import Categories

    for name in set(arguments.categories) - set(arguments.outcomes):
        table.fault(f"--categories {name} is not among --outcomes.")
    outcomes = []
    for name in arguments.outcomes:
        of_codes = name in arguments.categories
        column = table.categories(name, "--outcomes") if of_codes else table.covariate(name, "--outcomes")
        if isinstance(column, Categories):
            values = np.where(column.codes < 0, np.nan, column.codes.astype(np.float64))
            outcomes.append(Outcome(name, values, column.words))
        else:
            outcomes.append(Outcome(name, column))
    if not table.rows:
        table.fault("there is no row.")
    first, groups = two_groups(table, arguments.group, arguments.first)
    found, family = compare_family(outcomes, first, groups, arguments.test)
    adjusted = {one.name: one.adjusted for one in family.members}
    numbers = {
        "groups": list(groups),
        "n": [int(first.sum()), int((~first).sum())],
        "outcomes": [_numbers(one) | {"p_holm": adjusted.get(one.name)} for one in found],
        "family": {"size": len(found), "rejected": list(family.rejected()), "not_tested": list(family.not_tested)},
    }
    return Said(numbers, (*(one.sentence() for one in found), family.sentence()))


def _numbers(one: "OutcomeCompared") -> dict[str, Any]:
    from qol.analysis.difference import NoDifference

    told = {"outcome": one.name, "missing": list(one.missing), "p": one.p}
    if one.found is None or isinstance(one.found, NoDifference):
        return told | {"refused": one.sentence()}
    return told | asdict(one.found)
