"""LARS and stoma as stacked bars: everybody by visit, and LARS beside the general population."""

from qol.analysis.bowel import Bowel
from qol.analysis.difference import LEAST
from qol.language import gettext, number
from qol.reports._comparison.answers import WIDEST, Bar, Block, Question
from qol.reports._comparison.bowel import background
from qol.reports._comparison.bowel_tests import LarsBar, populations
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Figure

KINDS = ("full", "cross", "hatch", "strong", "light", "open")
STACK = ("permanent", "temporary", "unrecorded", "major", "minor", "none")
Pair = tuple[Bowel, Bowel]


def known(one: Bowel) -> int:
    """People with a stoma or a LARS score."""
    return one.with_stoma + one.scored


def heads() -> dict[str, str]:
    """The parts of everybody seen, in words."""
    return {
        "permanent": gettext("permanent stoma"), "temporary": gettext("temporary stoma"),
        "unrecorded": gettext("stoma, intent not recorded"), "major": gettext("major LARS"),
        "minor": gettext("minor LARS"), "none": gettext("no LARS"), "gaps": gettext("no stoma, no score"),
        "unknown": gettext("stoma not known"),
    }  # fmt: skip


def kept(told: dict[str, Pair]) -> tuple[str, ...]:
    """The parts of a bar: the stoma of unknown intent only where anybody has one."""
    there = any(one.unrecorded for pair in told.values() for one in pair)
    return tuple(name for name in STACK if name != "unrecorded" or there)


def stacks(ground: Ground, told: dict[str, Pair]) -> tuple[Figure, ...]:
    """Shares of everybody with a stoma or a LARS score, worst first."""
    if not told:
        return ()
    shown, words, labels = kept(told), heads(), {visit.id: visit.label for visit in ground.views.visits}
    kinds = tuple(KINDS[STACK.index(name)] for name in shown)
    questions = tuple(
        Question(labels[visit], "", "", tuple(_bar(ground, side, pair, shown, kinds) for side in (0, 1)))
        for visit, pair in told.items()
    )
    few = [labels[visit] for visit, pair in told.items() if not _enough(pair)]
    alt = gettext("Stacked bars from worst, left, to best, right. Every number is in the table behind them.")
    block = Block(
        "", (gettext("worst"), gettext("best")), tuple(words[name] for name in shown), kinds, None, questions, alt
    )
    note = gettext("Fewer than {least} people in a group, so nothing is drawn: {strata}.").format(
        least=number(LEAST), strata=", ".join(few)
    )
    head = gettext("Stoma and LARS by visit: per cent of everybody with a stoma or a LARS score")
    return (Figure("bars", head, block, note if few else ""),)


def _enough(pair: Pair) -> bool:
    return min(known(one) for one in pair) >= LEAST


def _bar(ground: Ground, side: int, pair: Pair, shown: tuple[str, ...], kinds: tuple[str, ...]) -> Bar:
    one, mark = pair[side], ground.case.sides[side]
    whole = known(one)
    shares = [100 * getattr(one, name) / whole if whole else 0.0 for name in shown]
    if not _enough(pair):
        return Bar(mark, 0.0, (), kinds, ("–",) * len(shown), number(whole), "", "")
    widths = tuple(round(share * WIDEST / 100, 3) for share in shares)
    return Bar(mark, 0.0, widths, kinds, tuple(number(share, 0) for share in shares), number(whole), "", "")


def norms(ground: Ground, here: Pair) -> tuple[Figure, ...]:
    """LARS of people without a stoma beside published populations, where a norm may be shown."""
    if min(one.scored for one in here) < LEAST:
        return ()
    bars = tuple(
        LarsBar(name, side.mark, (one.major / one.scored, one.minor / one.scored, one.none / one.scored),
                f"{number(100 * one.major / one.scored, 0)} %")
        for name, side, one in zip(ground.names, ground.case.sides, here, strict=True)
    )  # fmt: skip
    beside = populations(ground.case)
    note = gettext("Published, general population; every band of LARS was made for the bowel after anterior resection.")
    if beside and "as illustration" in background(ground.case):
        note += " " + gettext("As illustration: these forms were not asked in the validated wording.")
    if not beside:
        note = gettext("No population beside it: the protocol shows no norms, or the wording is not the validated one.")
    head = gettext("LARS of people without a stoma: major, minor, none; {visit}").format(visit=ground.visit.label)
    return (Figure("norms", head, (*bars, *beside), note),)
