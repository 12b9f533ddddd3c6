"""The patient's answers in numbers: one row an occasion, one column a picture."""

from dataclasses import dataclass

from qol.language import digits
from qol.reports._copy.moments import day_of
from qol.reports._copy.pictures import Named
from qol.reports._printed import Ledger
from qol.reports._summary.history import History, Sitting


@dataclass(frozen=True)
class Figures:
    """The table; strong: which row is this time."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], bool], ...]


def figures(past: History, named: list[Named], ledger: Ledger, most: int) -> Figures | None:
    """The last `most` answered occasions up to this one; None where no scale has a score."""
    if past.now is None or not named:
        return None
    upto = past.sittings[: past.sittings.index(past.now) + 1]
    shown = [one for one in upto if one.answered][-most:]
    rows = tuple((day_of(one), _scores(past, one, named, ledger), one is past.now) for one in shown)
    return Figures(tuple(one.title for one in named), rows)


def _scores(past: History, sitting: Sitting, named: list[Named], ledger: Ledger) -> tuple[str, ...]:
    return tuple(
        digits(
            ledger.number(
                "own_score", past.value(sitting, one.instrument.id, one.scale.id), one.scale.decimals,
                instrument=one.instrument.id, scale=one.scale.id, visit=sitting.visit or sitting.key,
                patient=past.patient,
            )
        )
        for one in named
    )  # fmt: skip
