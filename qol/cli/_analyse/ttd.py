"""`qol analyse ttd`: time to deterioration of a score, from a table with one row a person and visit."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from qol.cli._analyse import Said
from qol.cli._analyse._words import times_asked

if TYPE_CHECKING:
    from qol.analysis.own_table import OwnTable

NAME = "ttd"
HELP = "Time to deterioration of a score by a threshold: each person's time, curves by group, log-rank test."
EXAMPLE = (
    "python -m qol analyse ttd scores.csv --outcome QL2 --subject id --visit visit --day day --threshold 10 "
    "--higher better --death died --group arm"
)
DAYS_A_MONTH = 30.4375


def add_arguments(parser: ArgumentParser) -> None:
    """The columns and the definition."""
    for name, what in {
        "outcome": "the score",
        "subject": "whose it is",
        "visit": "scheduled visits in sorted order, the first is the baseline; one row a subject and visit",
        "day": "the day of the form, a number on any clock",
    }.items():
        parser.add_argument(f"--{name}", metavar="COLUMN", required=True, help=what)
    parser.add_argument("--threshold", metavar="POINTS", type=float, required=True, help="points that count")
    parser.add_argument("--higher", choices=("better", "worse"), required=True, help="what a higher score means")
    parser.add_argument("--group", metavar="COLUMN", help="the groups that are compared")
    parser.add_argument("--death", metavar="COLUMN", help="day of death on the same clock, empty for the living")
    parser.add_argument(
        "--death-is", choices=("event", "competing", "last-score"), default="competing",
        help="death before a deterioration: an event, a competing event (default), or the end at the last score",
    )  # fmt: skip
    parser.add_argument("--definitive", action="store_true", help="only where every later score is as much worse")
    parser.add_argument("--at", metavar="T,T", type=times_asked, default=(6, 12, 24), help="months to print")


def run(arguments: Namespace, table: "OwnTable") -> Said:
    """Find each person's time, compare the groups."""
    import numpy as np

    from qol.analysis.events import own_rows
    from qol.analysis.events.by_group import by_group
    from qol.analysis.events.deterioration import Rule, deterioration
    from qol.analysis.events.times import Times
    from qol.cli._analyse import _events

    score, day = table.numbers(arguments.outcome, "--outcome"), table.numbers(arguments.day, "--day")
    death = table.numbers(arguments.death, "--death") if arguments.death else np.full(table.rows, np.nan)
    person, visit = table.categories(arguments.subject, "--subject"), table.categories(arguments.visit, "--visit")
    group = table.categories(arguments.group, "--group") if arguments.group else None
    if not arguments.threshold > 0:
        table.fault("--threshold is a number of points above 0.")
    if not table.rows:
        table.fault("there is no row.")
    table.refuse_faults()
    own_rows.once(table, person, visit)
    table.refuse_faults()
    died = own_rows.of_person(table, person, death, "--death")
    codes = own_rows.group_of_person(table, person, group) if group else np.zeros(len(person.words), dtype=np.int64)
    table.refuse_faults()
    rule = Rule(arguments.threshold, arguments.higher, arguments.definitive, arguments.death_is.replace("-", " "))
    scores, days = (own_rows.wide(person, visit, values) for values in (score, day))
    found = deterioration(scores, days, died, rule)
    counted = found.counted
    months = Times(found.days[counted] / DAYS_A_MONTH, found.state[counted])
    compared = by_group(months, codes[counted], group.words if group else ("everybody",), "months")
    people = [
        {"subject": who, "days": days, "months": days / DAYS_A_MONTH, "state": state, "why": why}
        for who, days, state, why in zip(
            person.words, found.days.tolist(), found.state.tolist(), found.why, strict=True
        )
    ]
    lines = (found.sentence(), *_events.lines(compared, arguments.at))
    return Said({"rule": rule.sentence(), "people": people, **_events.numbers(compared)}, lines)
