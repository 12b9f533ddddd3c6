"""What a wording pack lacks of its instrument, and what it has too much."""

from collections.abc import Iterator

from qol.instruments.definition import AnswerSet, Instrument
from qol.instruments.wording_packs import Pack

Said = Iterator[tuple[tuple[str, ...], str]]
"""The keys that lead to the place in the pack, and a message."""


def faults(pack: Pack, instrument: Instrument) -> Said:
    """Every fault; a pack with one is not shown to a patient."""
    yield from gaps(pack, instrument)
    yield from surplus(pack, instrument)


def gaps(pack: Pack, instrument: Instrument) -> Said:
    """Words of the form that the pack does not give."""
    for item in instrument.items.values():
        for name in sorted((set(item.ask) or {""}) - set(pack.items.get(item.id, {}))):
            yield ("items", item.id), f"the words of item {item.id}{_for(name)} are missing"
    for answers in instrument.answers:
        for code in sorted(worded_codes(answers) - set(pack.answers.get(answers.id, {}))):
            yield ("answers", answers.id), f"the words of answers {answers.id}, code {code}, are missing"
    if len(pack.pages) < len(instrument.pages):
        yield ("pages",), f"{instrument.id} has {len(instrument.pages)} pages, the pack gives {len(pack.pages)}"
    for number, (ours, theirs) in enumerate(zip(instrument.pages, pack.pages, strict=False), 1):
        if ours.recall and not theirs.recall and len(pack.pages) == len(instrument.pages):
            yield ("pages",), f"the recall period of page {number} ({ours.section}) is missing"


def surplus(pack: Pack, instrument: Instrument) -> Said:
    """Words for something that the form does not have."""
    for name in pack.items.keys() - instrument.items.keys():
        yield ("items", name), f"{instrument.id} has no item {name}"
    for item in instrument.items.values():
        for name in sorted(set(pack.items.get(item.id, {})) - (set(item.ask) or {""})):
            yield ("items", item.id, name), f"item {item.id} has no wording{_for(name) or ' for everybody'}"
    for name in pack.answers.keys() - instrument.answer_sets.keys():
        yield ("answers", name), f"{instrument.id} has no answers {name}"
    for answers in instrument.answers:
        offered = {*answers.scored_codes, *answers.not_applicable_codes}
        for code in sorted(set(pack.answers.get(answers.id, {})) - offered):
            yield ("answers", answers.id, str(code)), f"the answers {answers.id} have no code {code}"
    if len(pack.pages) > len(instrument.pages):
        yield ("pages",), f"{instrument.id} has {len(instrument.pages)} pages, the pack gives {len(pack.pages)}"


def _for(variant: str) -> str:
    return f" for {variant}" if variant else ""


def worded_codes(answers: AnswerSet) -> set[int]:
    """The codes that carry words or are to be given some: every code of a choice, the ends of a thermometer."""
    ends = {answers.lowest, answers.highest} if answers.low else set()
    choice = answers.kind == "choice"
    return {option.code for option in answers.options if option.label or choice} | {
        code for code in ends if code is not None
    }
