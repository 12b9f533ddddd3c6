"""The questions of satisfaction, regret and worry drawn as bars, in the reader's words where there are some."""

from collections.abc import Iterator

from qol.instruments.definition import Instrument
from qol.language import SOURCE, gettext, number, present
from qol.reports._comparison.bars_by_stratum import Asked
from qol.reports._comparison.selection import FIRST_PAGE, OWN, Questions
from qol.study.comparing.parts.ground import Ground

REGRET, WORRY = "decision_regret", "cancer_worry"


def questions(ground: Ground) -> tuple[Asked, ...]:
    """Our own questions first, then those of the regret and worry scales where the study has them."""
    there = ground.data.instruments
    found: list[Asked] = []
    if OWN in there:
        found += [one for block in FIRST_PAGE for one in _own(ground.worded(OWN), block)]
    if REGRET in there:
        found += _every(ground.worded(REGRET), (gettext("agree"), gettext("disagree")), two_sided=True)
    if WORRY in there:
        found += _every(ground.worded(WORRY), (gettext("less often"), gettext("more often")), two_sided=False)
    return tuple(found)


def _own(instrument: Instrument, block: Questions) -> Iterator[Asked]:
    for item in (one for one in block.items if one in instrument.items):
        words = _words(instrument, item)
        if present() == SOURCE:
            words = block.words
        ask = next(iter(instrument.items[item].ask.values()), "") or instrument.items[item].label
        yield Asked(instrument, item, ask, _ends(block.ends), words, block.two_sided)


def _every(instrument: Instrument, ends: tuple[str, str], two_sided: bool) -> list[Asked]:
    return [
        Asked(instrument, item.id, item.label, ends, _words(instrument, item.id), two_sided)
        for item in instrument.items.values()
        if instrument.answers_of(item.id).scored_codes
    ]  # fmt: skip


def _words(instrument: Instrument, item: str) -> tuple[str, ...]:
    """The words of the answers; their numbers where the wording is to be supplied."""
    answers = instrument.answers_of(item)
    labels = {option.code: option.label for option in answers.options}
    return tuple(labels.get(code) or number(code) for code in answers.scored_codes)


def _ends(ends: tuple[str, str]) -> tuple[str, str]:
    if present() == SOURCE:
        return ends
    known = {
        "less satisfied": gettext("less satisfied"), "more satisfied": gettext("more satisfied"),
        "different": gettext("a different one"), "the same": gettext("the same one"),
        "less worried": gettext("less worried"), "more worried": gettext("more worried"),
    }  # fmt: skip
    return known[ends[0]], known[ends[1]]
