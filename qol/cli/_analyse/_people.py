"""Columns of a table with one row a person, as the weighting kernels take them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qol.analysis.own_table import Categories, OwnTable
    from qol.analysis.weighting.people import People
    from qol.analysis.weighting.weights import Weighting


def groups_of(table: "OwnTable", column: str, at_least: int = 1) -> "Categories":
    """The groups of all rows; faults are noted where a row has none or there are too few groups."""
    import numpy as np

    found = table.categories(column, "--group")
    empty = np.flatnonzero(found.codes < 0)
    if empty.size and column in table.cells.column_names:
        table.fault(f"column {column} (--group) is empty in row {empty[0] + 1}; every row needs a group.")
    elif len(found.words) < at_least and column in table.cells.column_names:
        table.fault(f"column {column} (--group) has {len(found.words)} groups; {at_least} are needed.")
    return found


def two_groups(table: "OwnTable", column: str, first: str | None) -> tuple["NDArray[np.bool_]", tuple[str, str]]:
    """Who is in the first group, and both labels; the first is the one named, or the first in sorted order."""
    import numpy as np

    found = groups_of(table, column, at_least=2)
    if len(found.words) > 2:
        table.fault(f"column {column} (--group) has {len(found.words)} groups; two are compared.")
    if first is not None and first not in found.words:
        table.fault(f"--first {first} is no group of column {column}: {', '.join(found.words)}.")
    table.refuse_faults()
    place = found.words.index(first) if first is not None else 0
    return np.asarray(found.codes == place), (found.words[place], found.words[1 - place])


def people(table: "OwnTable", group: str, first: str | None, covariates: tuple[str, ...]) -> "People":
    """Everybody with the covariates; raises AnalysisRefused with every fault at once."""
    import numpy as np

    from qol.analysis.longitudinal.followed import Covariate
    from qol.analysis.own_table import Categories
    from qol.analysis.weighting.people import People

    read = {name: table.covariate(name, "--covariates") for name in covariates}
    if not table.rows:
        table.fault("there is no row.")
    of_first, labels = two_groups(table, group, first)
    found = []
    for name, column in read.items():
        if isinstance(column, Categories):
            found.append(Covariate(name, np.where(column.codes < 0, np.nan, column.codes), column.words))
        else:
            found.append(Covariate(name, column))
    return People(of_first, labels, tuple(found))


def declared(arguments: Any) -> "Weighting":
    """The weighting that the options say."""
    from qol.analysis.weighting.weights import Weighting

    return Weighting(arguments.method_of_weights, arguments.least_effective, arguments.penalty, arguments.trim)


def add_weighting(parser: Any) -> None:
    """Options that say how people are weighted."""
    parser.add_argument(
        "--weights", dest="method_of_weights", choices=("overlap", "iptw", "none"), default="overlap",
        help="overlap weights (default), stabilised inverse probability weights, or none",
    )  # fmt: skip
    parser.add_argument(
        "--penalty", choices=("few", "firth", "none"), default="few",
        help="Firth's penalty with few data (default), always, or never",
    )  # fmt: skip
    parser.add_argument("--trim", metavar="SHARE", type=float, default=0.0, help="leave out propensities beyond it")
    parser.add_argument(
        "--least-effective", metavar="N", type=float, default=20.0,
        help="effective size of a group below which there is no adjusted number (default 20)",
    )  # fmt: skip
