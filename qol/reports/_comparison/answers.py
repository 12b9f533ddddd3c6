"""Answers as bars: every answer in its order, two groups one above the other, numbers beside the bars."""

from dataclasses import dataclass
from itertools import accumulate

from qol.analysis.distribution import AnswerDistribution, distribution
from qol.analysis.occasions import at
from qol.instruments.definition import Instrument
from qol.reports._comparison.case import Case, Side
from qol.reports._comparison.selection import EVERY_QUESTION, OWN, Questions
from qol.reports._words import listed

ONE_SIDED = ("open", "light", "mid", "strong", "full")
TWO_SIDED = ("cross", "hatch", "open", "mid", "full")
JOINED = "Hatched: neighbouring answers of which none may be told alone (†), together."
NOT_DRAWN = "where a number is withheld nothing is drawn. Every value that may be told is in the table."
WIDEST = 48.0
"""Room for a bar in millimetres: 100 per cent of a one-sided bar."""


@dataclass(frozen=True)
class Bar:
    """One group's answers to one question. start and widths in millimetres; the rest as printed."""

    side: Side
    start: float
    widths: tuple[float, ...]
    kinds: tuple[str, ...]
    shares: tuple[str, ...]
    n: str
    not_applicable: str
    skipped: str


@dataclass(frozen=True)
class Question:
    """One question with the bars of both groups."""

    label: str
    ask: str
    nine: str
    """What the answer set apart says, where the question has one."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Block:
    """Questions with the same answers. zero: where the middle of the middle answer stands, else None."""

    head: str
    ends: tuple[str, str]
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    zero: float | None
    questions: tuple[Question, ...]
    alt: str


def blocks(case: Case, wanted: tuple[Questions, ...], widest: float = WIDEST) -> tuple[Block, ...]:
    """Every block that anybody answered at the headline visit; a one-sided bar is `widest` millimetres long."""
    instrument = case.instrument(OWN)
    if instrument is None or case.headline is None:
        return ()
    made = (_block(case, instrument, questions, widest) for questions in wanted)
    return tuple(block for block in made if block is not None)


def _block(case: Case, instrument: Instrument, questions: Questions, widest: float) -> Block | None:
    told = {item: _both(case, instrument, item) for item in questions.items if item in instrument.items}
    told = {item: pair for item, pair in told.items() if any(d.answered for d in pair)}
    if not told:
        return None
    unit, zero = room([d for pair in told.values() for d in pair], questions.two_sided, widest)
    rows = tuple(_question(case, instrument, item, pair, unit, zero) for item, pair in told.items())
    kinds = TWO_SIDED if questions.two_sided else ONE_SIDED
    return Block(
        questions.head, questions.ends, questions.words, kinds, zero, rows, _alt(case, questions, told, instrument)
    )


def _both(case: Case, instrument: Instrument, item: str) -> tuple[AnswerDistribution, ...]:
    visit = case.headline.id if case.headline else ""
    here = at(case.items, visit)
    return tuple(distribution(instrument, item, here, side.group) for side in case.sides)


def room(told: list[AnswerDistribution], two_sided: bool, widest: float) -> tuple[float, float | None]:
    """Millimetres a per cent, and the place of the middle line where the question has two sides."""
    if not two_sided:
        return widest / 100, None
    left = max(((_per_cent(d, 0) + _per_cent(d, 1) + _per_cent(d, 2) / 2) for d in told), default=0.0)
    unit = min(0.875 * widest / 100, widest / (left + 100))
    return unit, round(max(left * unit, 13.0), 2)


def _per_cent(told: AnswerDistribution, position: int) -> float:
    code = list(told.counts)[position]
    return 100 * (told.share(code) or 0.0)


def _question(
    case: Case, instrument: Instrument, item: str, told: tuple[AnswerDistribution, ...], unit: float, zero: float | None
) -> Question:
    answers = instrument.answers_of(item)
    nine = next((answers.label_of(code) for code in answers.not_applicable_codes), "")
    ask = next(iter(instrument.items[item].ask.values()), "")
    bars = tuple(_bar(case, side, d, unit, zero, bool(nine)) for side, d in zip(case.sides, told, strict=True))
    return Question(instrument.items[item].label, ask, nine, bars)


def _bar(case: Case, side: Side, told: AnswerDistribution, unit: float, zero: float | None, nine: bool) -> Bar:
    shares = [_per_cent(told, position) for position in range(len(told.counts))]
    shown = [case.ledger.shows("answer_share", answer=str(code), **_where(case, told)) for code in told.counts]
    drawn, kinds = joined(shares, shown, TWO_SIDED if zero is not None else ONE_SIDED)
    start = 0.0 if zero is None else zero - unit * (shares[0] + shares[1] + shares[2] / 2)
    ledger, what = case.ledger, _where(case, told)
    return Bar(
        side, round(start, 2), tuple(round(share * unit, 3) for share in drawn), kinds,
        tuple(ledger.per_cent("answer_share", told.share(code), answer=str(code), **what) for code in told.counts),
        ledger.count("answer_n", told.answered, **what),
        ledger.count("answer_not_applicable", told.said_not_applicable, **what) if nine else "",
        ledger.count("answer_skipped", told.skipped, **what),
    )  # fmt: skip


def joined(shares: list[float], shown: list[bool], kinds: tuple[str, ...]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """What is drawn of the shares: neighbours that are withheld as one hatched part.

    Nothing where the withheld ones are no neighbours, or hatching already means an answer.
    """
    hidden = [place for place, one in enumerate(shown) if not one]
    if not hidden:
        return tuple(shares), kinds
    first, last = hidden[0], hidden[-1]
    if len(hidden) != last - first + 1 or "hatch" in kinds:
        return (), kinds
    together = sum(shares[first : last + 1])
    return (*shares[:first], together, *shares[last + 1 :]), (*kinds[:first], "hatch", *kinds[last + 1 :])


def _where(case: Case, told: AnswerDistribution) -> dict[str, str]:
    visit = case.headline.id if case.headline else ""
    return {"instrument": told.instrument, "item": told.item, "group": told.group, "visit": visit}


def _alt(
    case: Case, questions: Questions, told: dict[str, tuple[AnswerDistribution, ...]], instrument: Instrument
) -> str:
    each = "; ".join(
        f"{instrument.items[item].label}: "
        + ", ".join(f"{s.name} {_per_cent(d, -1):.0f}" for s, d in zip(case.sides, pair, strict=True))
        for item, pair in told.items()
    )
    if case.ledger.released:
        return f"Bars of answers from {questions.ends[0]}, left, to {questions.ends[1]}, right; {NOT_DRAWN}"
    return (
        f"Bars of answers from {questions.ends[0]}, left, to {questions.ends[1]}, right. "
        f"Per cent {questions.words[-1].replace(chr(10), ' ')}: {each}. Every value is in the table."
    )


def opening(case: Case) -> str:
    """In how many questions the middle answer of both groups is the same."""
    instrument = case.instrument(OWN)
    if instrument is None or case.headline is None:
        return ""
    same, differs = 0, []
    for item in (item for block in EVERY_QUESTION for item in block.items):
        first, second = _both(case, instrument, item)
        if first.answered and second.answered:
            if middle(first) == middle(second):
                same += 1
            else:
                differs.append(instrument.items[item].label.lower())
    total = case.ledger.count("questions", same + len(differs))
    if not differs:
        return f"In all {total} questions the middle answer of both groups is the same"
    same_shown = case.ledger.count("same_middle", same)
    named = f"; it differs for {listed(differs)}" if len(differs) <= 4 else ""
    return f"In {same_shown} of {total} questions the middle answer of both groups is the same{named}"


def middle(told: AnswerDistribution) -> int:
    """The lower median: the first answer that at least half of those who answered had reached."""
    reached = accumulate(told.counts.values())
    return next(code for code, count in zip(told.counts, reached, strict=True) if 2 * count >= told.answered)


def note(case: Case) -> str:
    """What is beside the bars and why nothing is added up."""
    return (
        "Bars run to 100 per cent of those who answered; two-sided questions are drawn around the middle of the "
        "middle answer. "
        "Neighbouring answers are never added up, since no plan declared it. No total, no band, no threshold: "
        "none exist for version 0.1. "
        "Satisfaction is high everywhere, and satisfied people may answer more readily. The core is asked in the "
        "same words in both groups." + (f" {JOINED}" if case.ledger.released else "")
    )
