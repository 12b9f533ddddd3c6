"""Scoring one form slowly, with fractions and the conditions' own module: what the fast path must agree with."""

from collections.abc import Mapping
from fractions import Fraction

from qol.instruments.conditions import facts_with_answers, holds, is_asked
from qol.instruments.definition import Condition, Instrument, Scale

Result = tuple[Fraction | None, str]


def by_hand(
    instrument: Instrument, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> dict[str, Result]:
    """Value and outcome of every scale."""
    facts = facts_with_answers(instrument, facts, answers)
    return {scale.id: _scale(instrument, scale, answers, facts) for scale in instrument.scales}


def items_of(scale: Scale) -> tuple[str, ...]:
    return scale.items or tuple(scale.points)


def _scale(
    instrument: Instrument, scale: Scale, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> Result:
    applies = _all(instrument.applies_if, scale.applies_if, facts=facts)
    if applies is not True:
        return None, "not_applicable" if applies is False else "missing"
    parts = [_item(instrument, scale, name, answers, facts) for name in items_of(scale)]
    for name, is_reversed in scale.scales.items():
        value, outcome = _scale(instrument, instrument.scale_by_id[name], answers, facts)
        parts.append((100 - value if is_reversed and value is not None else value, outcome))
    possible = [part for part in parts if part[1] != "not_applicable"]
    values = [value for value, _ in parts if value is not None]
    if len(possible) < scale.needs:
        return None, "not_applicable"
    if any(outcome == "unknown" for _, outcome in parts) or len(values) < scale.needs:
        return None, "missing"
    return _number(instrument, scale, values), "scored"


def _all(*conditions: Condition, facts: Mapping[str, str | None]) -> bool | None:
    found = [holds(condition, facts) for condition in conditions]
    return False if False in found else None if None in found else True


def _item(
    instrument: Instrument, scale: Scale, name: str, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> Result:
    answer, asked = answers.get(name), is_asked(instrument, name, facts)
    if asked is False or answer in instrument.answers_of(name).not_applicable_codes:
        return None, "not_applicable"
    if asked is None:
        return None, "unknown"
    if answer is None:
        return None, "missing"
    return Fraction(scale.points[name][answer] if scale.points else answer), "scored"


def _number(instrument: Instrument, scale: Scale, values: list[Fraction]) -> Fraction:
    if scale.method == "sum_of_points":
        return sum(values, Fraction(0))
    mean = sum(values, Fraction(0)) / len(values)
    if scale.method == "mean_of_scales":
        return mean
    codes = instrument.answers_of(scale.items[0]).scored_codes
    share = (mean - codes[0]) / (codes[-1] - codes[0])
    return 100 * (1 - share if scale.reversed else share)
