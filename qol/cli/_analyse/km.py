"""`qol analyse km`: Kaplan-Meier and Aalen-Johansen curves of groups, people at risk, log-rank test, Cox regression."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from qol.cli._analyse import Said
from qol.cli._analyse._words import times_asked

if TYPE_CHECKING:
    from qol.analysis.own_table import OwnTable

NAME = "km"
HELP = "Times to an event: Kaplan-Meier and competing-risk curves, medians, log-rank test, hazard ratio."
EXAMPLE = "python -m qol analyse km people.csv --time months --state state --group arm --at 6,12,24"


def add_arguments(parser: ArgumentParser) -> None:
    """The columns."""
    parser.add_argument("--time", metavar="COLUMN", required=True, help="until the event or the end; one row a person")
    parser.add_argument(
        "--state", metavar="COLUMN", required=True, help="0 censored, 1 the event, 2 a competing event such as death"
    )
    parser.add_argument("--group", metavar="COLUMN", help="the groups; a hazard ratio is each against the last")
    parser.add_argument("--weights", metavar="COLUMN", help="weights of the people; errors are then robust")
    parser.add_argument("--unit", default="months", help="what the times are in (default months)")
    parser.add_argument("--at", metavar="T,T", type=times_asked, default=(), help="times to print the curves at")


def run(arguments: Namespace, table: "OwnTable") -> Said:
    """Read the columns, compare the groups."""
    import numpy as np

    from qol.analysis.events.by_group import by_group
    from qol.analysis.events.times import Times
    from qol.cli._analyse import _events
    from qol.cli._analyse._people import groups_of

    time, state = table.numbers(arguments.time, "--time"), table.numbers(arguments.state, "--state")
    weights = table.numbers(arguments.weights, "--weights") if arguments.weights else None
    group = groups_of(table, arguments.group) if arguments.group else None
    for column, wrong, what in (
        (arguments.time, ~(time >= 0), "a time of at least 0"),
        (arguments.state, ~np.isin(state, (0, 1, 2)), "0, 1 or 2"),
        *([(arguments.weights, ~(weights > 0), "a weight above 0")] if weights is not None else []),
    ):
        if wrong.any() and column in table.cells.column_names:
            table.fault(f"column {column} needs {what} in every row; row {np.flatnonzero(wrong)[0] + 1} has none.")
    if not table.rows:
        table.fault("there is no row.")
    table.refuse_faults()
    codes = np.zeros(table.rows, dtype=np.int64) if group is None else group.codes
    labels = ("everybody",) if group is None else group.words
    found = by_group(Times(time, state.astype(np.int64), weights), codes, labels, arguments.unit)
    at = arguments.at or tuple(float(one) for one in np.quantile(time, [0.25, 0.5, 0.75]))
    return Said(_events.numbers(found), tuple(_events.lines(found, at)))
