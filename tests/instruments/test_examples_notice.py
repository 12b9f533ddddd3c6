"""The worked examples of an instrument would notice its slips: a reversed scale, another missing rule, a moved band."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qol.instruments.definition import Instrument, Scale
from qol.instruments.library import Library
from qol.scoring import score_form

LIBRARY = Library(Path(__file__).parents[2] / "instruments")
EVERY = pytest.mark.parametrize("made", LIBRARY.values(), ids=list(LIBRARY))


def with_scale(made: Instrument, scale: Scale, **changes: Any) -> Instrument:
    """The instrument with one scale changed, built anew so that nothing of the old one is kept."""
    other = scale.model_copy(update=changes)
    scales = tuple(other if one.id == scale.id else one for one in made.scales)
    return Instrument.model_validate(made.model_copy(update={"scales": scales}).model_dump())


def noticed(made: Instrument) -> bool:
    """Whether an example of this instrument does not come out."""
    return any(not _comes_out(made, example) for example in made.examples)


def _comes_out(made: Instrument, example: Any) -> bool:
    scores = score_form(made.with_option(example.option), example.answers, example.facts)
    for scale, expected in example.scores.items():
        found = scores[scale]
        same = (
            found.outcome == expected
            if isinstance(expected, str)
            else found.value == pytest.approx(expected, abs=0.005)
        )
        if not same:
            return False
    return {scale: scores[scale].band for scale in example.bands} == dict(example.bands)


def slips(scale: Scale) -> Iterator[tuple[str, dict[str, Any]]]:
    """What could be wrong with a scale, in words, and the change that makes it so."""
    parts = len(scale.parts)
    if scale.points:
        ends = {item: min(codes.values()) + max(codes.values()) for item, codes in scale.points.items()}
        mirrored = {
            item: {code: ends[item] - points for code, points in codes.items()} for item, codes in scale.points.items()
        }
        yield "reversed", {"points": mirrored}
    elif scale.items:
        yield "reversed", {"reversed": not scale.reversed}
    if parts > 1 and scale.needs < parts:
        yield "one answer more needed", {"needs": scale.needs + 1}
    if scale.needs > 1:
        yield "one answer fewer needed", {"needs": scale.needs - 1}
    for below, above in zip(scale.bands, scale.bands[1:], strict=False):
        for step in (-1, 1):
            moved = tuple(
                band.model_copy(update={"highest": band.highest + step}) if band == below
                else band.model_copy(update={"lowest": band.lowest + step}) if band == above
                else band
                for band in scale.bands
            )  # fmt: skip
            yield f"{below.id} ends {'earlier' if step < 0 else 'later'}", {"bands": moved}


@EVERY
def test_every_slip_of_a_scale_breaks_a_worked_example(made: Instrument) -> None:
    assert not noticed(made)
    unseen = [
        f"{scale.id}: {what}"
        for scale in made.scales
        for what, changes in slips(scale)
        if not noticed(with_scale(made, scale, **changes))
    ]
    assert unseen == []
