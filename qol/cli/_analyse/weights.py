"""`qol analyse weights`: propensities, weights, balance and overlap, and the adjusted difference where there is one."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qol.cli._analyse import Said
from qol.cli._analyse._people import add_weighting, declared, people
from qol.cli._analyse._words import aligned, names

if TYPE_CHECKING:
    from qol.analysis.own_table import OwnTable
    from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
    from qol.analysis.weighting.weighed import Weighed

NAME = "weights"
HELP = "Propensity weights of two groups: overlap, balance, effective sizes, and the adjusted difference of an outcome."
EXAMPLE = "python -m qol analyse weights people.csv --group arm --covariates age,sex,stage --outcome QL2 --seed 7"


def add_arguments(parser: ArgumentParser) -> None:
    """The columns, the weighting, the bootstrap."""
    parser.add_argument("--group", metavar="COLUMN", required=True, help="the two groups; one row a person")
    parser.add_argument("--first", metavar="GROUP", help="the group from which the other is subtracted")
    parser.add_argument(
        "--covariates", metavar="A,B", type=names, required=True, help="known before the choice; numbers or words"
    )
    parser.add_argument("--outcome", metavar="COLUMN", help="a number; without it weights and balance alone are given")
    add_weighting(parser)
    parser.add_argument("--bootstrap", metavar="N", type=int, default=2000, help="redrawn samples (default 2000)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="of the bootstrap (default 1)")


def run(arguments: Namespace, table: "OwnTable") -> Said:
    """Weigh everybody, look at the balance, compare the outcome."""
    from qol.analysis.weighting.redrawn import Redrawn
    from qol.analysis.weighting.weighed import weigh

    values = table.numbers(arguments.outcome, "--outcome") if arguments.outcome else None
    if arguments.bootstrap < 100:
        table.fault("--bootstrap needs at least 100 redrawn samples.")
    if not 0 <= arguments.trim < 0.5:
        table.fault("--trim is a share from 0 to below 0.5.")
    weighed = weigh(people(table, arguments.group, arguments.first, arguments.covariates), declared(arguments))
    found = None
    if values is not None:
        found = Redrawn(weighed, arguments.bootstrap, arguments.seed).difference(values)
    return Said(_numbers(weighed, found), tuple(_lines(weighed, found)))


def _numbers(weighed: "Weighed", found: "Adjusted | NotAdjusted | None") -> dict[str, Any]:
    from qol.analysis.weighting.adjusted import Adjusted

    told: dict[str, Any] = {
        "groups": list(weighed.people.groups),
        "n": list(weighed.people.sizes),
        "weights": weighed.weights.tolist(),
        "propensity": weighed.propensity.tolist(),
        "effective_size": list(weighed.effective()),
        "penalised": weighed.how.method != "none" and weighed.how.firth(weighed.people),
        "balance": [asdict(one) for one in weighed.balance],
        "overlap": asdict(weighed.overlap),
        "refused": list(weighed.refusals),
    }
    if isinstance(found, Adjusted):
        told["difference"] = {**asdict(found), "p": found.p, "e_value": asdict(found.e_value)}
    elif found is not None:
        told |= {"difference": None, "refused": list(found.why)}
    return told


def _lines(weighed: "Weighed", found: "Adjusted | NotAdjusted | None") -> Iterator[str]:
    from qol.analysis.weighting.adjusted import Adjusted

    yield weighed.sentence()
    yield weighed.overlap.sentence(weighed.people.groups)
    yield ""
    yield from aligned(
        ("Standardised difference", "before", "after"),
        [(one.name, _two(one.before), _two(one.after)) for one in weighed.balance],
    )
    yield ""
    if isinstance(found, Adjusted):
        yield found.sentence()
        yield found.e_value.sentence()
        yield "Covariates that are not in the model are balanced by nothing here."
    elif found is not None:
        yield found.sentence()
    else:
        yield from (f"No adjusted number can be given: {why}." for why in weighed.refusals)


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2f}"
