"""`qol analyse mmrm`: the mixed model for repeated measures, group by visit."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qol.cli._analyse import Said
from qol.cli._analyse._words import aligned, names, p_value

if TYPE_CHECKING:
    from qol.analysis.longitudinal.mixed_model import MixedModel
    from qol.analysis.own_table import OwnTable

NAME = "mmrm"
HELP = "Mixed model for repeated measures: least-squares means and differences of groups at each visit."
EXAMPLE = (
    "python -m qol analyse mmrm scores.csv --outcome QL2 --subject id --visit visit --group arm --covariates age,sex"
)


def add_arguments(parser: ArgumentParser) -> None:
    """The columns of the model."""
    for name, what in {
        "outcome": "the scores",
        "subject": "whose they are",
        "visit": "when: one row a subject and visit",
        "group": "the groups that are compared, one for good for each subject",
    }.items():
        parser.add_argument(f"--{name}", metavar="COLUMN", required=True, help=what)
    parser.add_argument(
        "--covariates", metavar="A,B", type=names, default=(), help="numbers, or words (treated as categories)"
    )
    parser.add_argument(
        "--reference", metavar="GROUP", help="the group that is subtracted; without it the first in sorted order"
    )
    parser.add_argument(
        "--weights", metavar="COLUMN", help="weights of the rows; the standard errors are then empirical (CR2)"
    )
    parser.add_argument(
        "--errors",
        choices=("model", "CR0", "CR2"),
        help="standard errors: of the model (default), or empirical without or with correction",
    )


def run(arguments: Namespace, table: "OwnTable") -> Said:
    """Fit the model and set out its differences."""
    from qol.analysis.longitudinal.mixed_model import mixed_model
    from qol.analysis.longitudinal.own_rows import Roles, followed

    roles = Roles(
        arguments.outcome, arguments.subject, arguments.visit, arguments.group, arguments.covariates, arguments.weights
    )
    people, reference = followed(table, roles, arguments.reference)
    model = mixed_model(people, arguments.errors or ("CR2" if arguments.weights else "model"))
    return Said(_numbers(model, reference, table.rows), tuple(_lines(model, reference, table.rows)))


def _numbers(model: "MixedModel", reference: int, rows: int) -> dict[str, Any]:
    return {
        "n": model.n,
        "subjects": model.subjects,
        "rows_left_out": rows - model.n,
        "deviance": model.deviance,
        "covariance": model.fit.structure.id,
        "fell_back": list(model.fell_back),
        "errors": model.errors.words,
        "differences": [
            {"visit": one.visit, "group": one.group, "minus": one.minus, **vars(one.difference)}
            for one in model.differences(reference)
        ],
        "means": [
            {
                "visit": one.visit,
                "group": one.group,
                "n": one.n,
                **{k: v for k, v in vars(one.mean).items() if k != "p"},
            }
            for one in model.means()
        ],
    }


def _lines(model: "MixedModel", reference: int, rows: int) -> Iterator[str]:
    yield model.sentence()
    if rows > model.n:
        yield f"{rows - model.n} of {rows} rows lack the outcome, a covariate or a weight and take no part."
    yield f"-2 {'restricted ' if model.fit.at.restricted else ''}log likelihood {model.deviance:.2f}"
    yield ""
    yield from aligned(
        ("Least-squares mean", "visit", "n", "mean", "SE", "95 % interval"),
        [
            (one.group, one.visit, str(one.n), f"{one.mean.estimate:.2f}", f"{one.mean.se:.2f}",
             f"{one.mean.lower:.2f} to {one.mean.upper:.2f}")
            for one in model.means()
        ],
    )  # fmt: skip
    yield ""
    yield from aligned(
        ("Difference", "visit", "estimate", "SE", "df", "95 % interval", "p"),
        [
            (f"{one.group} minus {one.minus}", one.visit, f"{one.difference.estimate:.2f}", f"{one.difference.se:.2f}",
             f"{one.difference.df:.1f}", f"{one.difference.lower:.2f} to {one.difference.upper:.2f}",
             p_value(one.difference.p))
            for one in model.differences(reference)
        ],
    )  # fmt: skip
