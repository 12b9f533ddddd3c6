"""Worked examples and points as tables: what a clinician needs to follow a score with a finger."""

from collections.abc import Mapping
from dataclasses import dataclass

from qol.instruments.definition import Example, Instrument, Scale

WIDEST = 7
"""More answers than this are read as a list, not as columns."""
MOST = 3
"""Rows beside a scale; all examples stand below."""


@dataclass(frozen=True)
class Worked:
    """One row: the codes of the scale's items (None: no answer), and what comes out."""

    codes: tuple[int | None, ...]
    score: float | str
    band: str


@dataclass(frozen=True)
class Points:
    """Items that share their points, and the points by code."""

    items: tuple[str, ...]
    by_code: Mapping[int, float]


def worked(scale: Scale, instrument: Instrument) -> tuple[Worked, ...]:
    """A few examples of a scale of few items, different outcomes first; a single item explains itself."""
    if not 1 < len(scale.parts) <= WIDEST or any(part not in instrument.items for part in scale.parts):
        return ()
    found = [one for one in instrument.examples if scale.id in one.scores and one.option is None]
    told: list[Example] = []
    for wanted in (_is_score, _is_missing, _is_score):
        told += [one for one in found if wanted(one.scores[scale.id]) and one not in told][:1]
    return tuple(_row(one, scale) for one in told[:MOST])


def _is_score(outcome: object) -> bool:
    return isinstance(outcome, int | float)


def _is_missing(outcome: object) -> bool:
    return outcome == "missing"


def _row(example: Example, scale: Scale) -> Worked:
    score = example.scores[scale.id]
    name = example.bands.get(scale.id) or _band(scale, score)
    labels = {band.id: band.label for band in scale.bands}
    return Worked(tuple(example.answers.get(item) for item in scale.parts), score, labels.get(name, ""))


def _band(scale: Scale, score: float | str) -> str:
    """The band that a score of an example falls into; empty for none."""
    if isinstance(score, str):
        return ""
    return next((band.id for band in scale.bands if band.lowest <= score <= band.highest), "")


def points(scale: Scale) -> tuple[Points, ...]:
    """The points of a scale, items with the same points together; empty where points are the codes themselves."""
    if all(code == point for table in scale.points.values() for code, point in table.items()):
        return ()
    grouped: dict[tuple[tuple[int, float], ...], list[str]] = {}
    for item, table in scale.points.items():
        grouped.setdefault(tuple(sorted(table.items())), []).append(item)
    return tuple(Points(tuple(items), dict(table)) for table, items in grouped.items())


def codes(scale: Scale) -> tuple[int, ...]:
    """Every code that some item of the scale gives points for, ascending."""
    return tuple(sorted({code for table in scale.points.values() for code in table}))
