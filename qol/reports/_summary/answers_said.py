"""Answers in words: how troubling an answer is, and how it reads inside a sentence."""

from dataclasses import dataclass

from qol.instruments.definition import Instrument, Scale
from qol.reports._words import lower_first

TROUBLING = 0.65
"""On the way from the best (0) to the worst (1) answer of an item: from here an answer deserves a word."""
MOVED = 0.5
"""Worse by at least half of the range since the compared visit: deserves a word even below that."""


@dataclass(frozen=True)
class Said:
    """One answered item, now and at the compared visit. trouble, before: 0 best to 1 worst, None: no answer."""

    item: str
    label: str
    words: str
    words_before: str
    trouble: float
    before: float | None

    @property
    def worsened(self) -> float:
        """How far it moved towards the worst answer; 0 where it did not, or there is nothing to compare."""
        return max(0.0, self.trouble - self.before) if self.before is not None else 0.0

    @property
    def deserves_a_word(self) -> bool:
        """Troubling now, or much worse than before."""
        return self.trouble >= TROUBLING or self.worsened >= MOVED

    def phrase(self) -> str:
        """`tense “quite a bit” (“a little”)`; `the same` where it did not change."""
        then = (
            ""
            if self.before is None
            else " (the same)"
            if self.words == self.words_before
            else f" (“{self.words_before}”)"
        )
        return f"{lower_first(self.label)} “{self.words}”{then}"

    def brief(self) -> str:
        """The same without what it was before."""
        return f"{lower_first(self.label)} “{self.words}”"


def trouble(instrument: Instrument, scale: Scale, item: str, code: int) -> float:
    """0 for the best answer to 1 for the worst, by the scale that the item belongs to."""
    if item in scale.points:
        points = scale.points[item]
        worst = max(points.values())
        share = points.get(code, 0.0) / worst if worst else 0.0
        return share if scale.higher_means == "worse" else 1 - share
    codes = instrument.answers_of(item).scored_codes
    share = (code - codes[0]) / (codes[-1] - codes[0]) if len(codes) > 1 else 0.0
    higher_is_worse = (scale.higher_means == "worse") != scale.reversed
    return share if higher_is_worse else 1 - share


def words(instrument: Instrument, item: str, code: int) -> str:
    """An answer inside a sentence: `once a week or more often`, `4 of 7`, `very`."""
    offered = instrument.answers_of(item)
    label = offered.label_of(code)
    if offered.kind == "scale" or label.isdigit():
        return f"{code} of {offered.scored_codes[-1]}"
    for start in ("Yes, ", "No, "):
        if label.startswith(start) and not label.startswith("Yes, but"):
            label = label.removeprefix(start)
    return lower_first(label.removesuffix(" satisfied")) if not label.startswith("I ") else label


def said(
    instrument: Instrument, scale: Scale, item: str,
    now: tuple[str, int | None] | None, before: tuple[str, int | None] | None,
) -> Said | None:  # fmt: skip
    """One item now and before; None where it has no answer now."""
    if now is None or now[0] != "answered" or now[1] is None:
        return None
    then = before[1] if before and before[0] == "answered" else None
    return Said(
        item, instrument.items[item].label, words(instrument, item, now[1]),
        "" if then is None else words(instrument, item, then), trouble(instrument, scale, item, now[1]),
        None if then is None else trouble(instrument, scale, item, then),
    )  # fmt: skip
