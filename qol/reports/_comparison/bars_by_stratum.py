"""The answers to one question as bars: everybody first, then stratum by stratum, two groups one above the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qol.analysis.difference import LEAST
from qol.analysis.distribution import AnswerDistribution, distribution
from qol.analysis.occasions import at
from qol.instruments.definition import Instrument
from qol.reports._comparison.answers import ONE_SIDED, TWO_SIDED, WIDEST, Bar, Block, Question, room
from qol.reports._comparison.case import Case

FOUR_SIDED = ("open", "light", "strong", "full")
"""Four answers, from less to more."""


@dataclass(frozen=True)
class Asked:
    """A question with the words of its bars. two_sided: drawn around the middle of the middle answer."""

    instrument: Instrument
    item: str
    head: str
    ends: tuple[str, str]
    words: tuple[str, ...]
    two_sided: bool


@dataclass(frozen=True)
class Row:
    """People under a label; people None: everybody."""

    label: str
    people: frozenset[str] | None


@dataclass(frozen=True)
class Drawn:
    """The bars with the counts behind them. few: rows in which a group has fewer than ten answers, with how many."""

    asked: Asked
    block: Block
    told: tuple[tuple[Row, tuple[AnswerDistribution, AnswerDistribution]], ...]
    few: tuple[tuple[str, int, int], ...]


def drawn(
    case: Case, asked: Asked, rows: Iterable[Row], visit: str, number: Callable[[float, int], str], alt: str
) -> Drawn | None:
    """None where nobody answered the question at the visit; a bar only where both groups have ten answers.

    number: how a number with so many decimals is written. Shares are per cent of those who answered.
    """
    here = at(case.items, visit)
    here = here[(here["instrument"] == asked.instrument.id) & (here["item"] == asked.item)]
    told = []
    for row in rows:
        mine = here if row.people is None else here[here["patient"].isin(row.people)]
        first, second = (distribution(asked.instrument, asked.item, mine, group) for group in case.groups)
        told.append((row, (first, second)))
    if not any(one.answered for _, pair in told for one in pair):
        return None
    enough = [pair for _, pair in told if _enough(pair)]
    unit, zero = room([one for pair in enough for one in pair], asked.two_sided, WIDEST)
    kinds = _kinds(asked)
    questions = tuple(
        Question(row.label, "", "", tuple(
            _bar(case, place, pair, unit, zero, kinds, number) for place in (0, 1)
        ))
        for row, pair in told
    )  # fmt: skip
    few = tuple((row.label, pair[0].answered, pair[1].answered) for row, pair in told if not _enough(pair))
    return Drawn(asked, Block("", asked.ends, asked.words, kinds, zero, questions, alt), tuple(told), few)


def _kinds(asked: Asked) -> tuple[str, ...]:
    if asked.two_sided:
        return TWO_SIDED
    return ONE_SIDED if len(asked.words) == len(ONE_SIDED) else FOUR_SIDED


def _enough(pair: tuple[AnswerDistribution, AnswerDistribution]) -> bool:
    return min(one.answered for one in pair) >= LEAST


def _bar(
    case: Case, place: int, pair: tuple[AnswerDistribution, AnswerDistribution], unit: float, zero: float | None,
    kinds: tuple[str, ...], number: Callable[[float, int], str],
) -> Bar:  # fmt: skip
    told = pair[place]
    shares = [100 * (told.share(code) or 0.0) for code in told.counts]
    if not _enough(pair):
        return Bar(case.sides[place], 0.0, (), kinds, ("–",) * len(shares), number(told.answered, 0), "", "")
    start = 0.0 if zero is None else zero - unit * (shares[0] + shares[1] + shares[2] / 2)
    return Bar(
        case.sides[place], round(start, 2), tuple(round(share * unit, 3) for share in shares), kinds,
        tuple(number(share, 0) for share in shares), number(told.answered, 0), "",
        number(told.skipped, 0),
    )  # fmt: skip
