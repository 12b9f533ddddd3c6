"""What a protocol's attention must keep to: somebody looks, by a day, at answers that can be given."""

from collections.abc import Iterator, Mapping

from qol.course.attention import MarkedAnswer
from qol.course.protocol_parts import Protocol
from qol.instruments.definition import Instrument


def attention_faults(protocol: Protocol, instruments: Mapping[str, Instrument]) -> Iterator[str]:
    """Everything that is wrong with a protocol's attention, in sentences."""
    if protocol.attention is None:
        return
    named = {"reader": protocol.attention.reader, "who": protocol.attention.who}
    lacking = [key for key, value in named.items() if not value]
    lacking += ["deadline"] if protocol.attention.deadline is None else []
    if lacking:
        yield (
            f"`attention` marks answers and does not say {', '.join(lacking)}: nobody would look. "
            "Name reader, who and deadline, or leave `attention` out"
        )
    for mark in protocol.attention.answers:
        yield from _mark(mark, protocol, instruments)


def _mark(mark: MarkedAnswer, protocol: Protocol, instruments: Mapping[str, Instrument]) -> Iterator[str]:
    name = f"{mark.instrument}.{mark.item}"
    if mark.instrument not in protocol.instrument_ids:
        yield f"`attention` marks `{name}`, and no visit asks `{mark.instrument}`"
        return
    instrument = instruments.get(mark.instrument)
    if instrument is None:
        return  # said by the rule on instruments
    if mark.item not in instrument.items:
        yield f"`attention` marks `{name}`, and {mark.instrument} has no item `{mark.item}`"
        return
    codes = instrument.answers_of(mark.item).scored_codes
    if not codes:
        yield f"`attention` marks `{name}`, which takes text"
    if (mark.at_least is None) == (mark.at_most is None):
        yield f"`attention`: `{name}` needs at_least or at_most, and not both"
    for limit in (mark.at_least, mark.at_most):
        if codes and limit is not None and limit not in codes:
            yield f"`attention`: {limit} is no answer of `{name}`; possible: {codes[0]} to {codes[-1]}"
