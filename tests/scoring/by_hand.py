"""Scoring one form slowly, with fractions and the conditions' own module: what the fast path must agree with."""

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from qol.instruments.conditions import facts_with_answers, holds, is_asked
from qol.instruments.definition import Condition, Instrument, Scale, Term

Result = tuple[Fraction | None, str]


def by_hand(
    instrument: Instrument, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> dict[str, Result]:
    """Value and outcome of every scale."""
    facts = facts_with_answers(instrument, facts, answers)
    return {scale.id: _scale(instrument, scale, answers, facts) for scale in instrument.scales}


def _scale(
    instrument: Instrument, scale: Scale, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> Result:
    applies = _all(instrument.applies_if, scale.applies_if, facts=facts)
    if applies is not True:
        return None, "not_applicable" if applies is False else "missing"
    if scale.scales:
        parts = [_part(instrument, name, turned, answers, facts) for name, turned in scale.scales.items()]
    else:
        parts = [_item(instrument, scale, name, answers, facts) for name in scale.parts]
    possible = [part for part in parts if part[1] != "not_applicable"]
    values = [value for value, _ in parts if value is not None]
    if len(possible) < scale.needs:
        return None, "not_applicable"
    if any(outcome == "unknown" for _, outcome in parts) or len(values) < scale.needs:
        return None, "missing"
    return _number(instrument, scale, values, answers), "scored"


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
    return _exact(scale.points[name][answer] if scale.points else answer), "scored"


def _part(
    instrument: Instrument,
    name: str,
    turned: bool,
    answers: Mapping[str, int | None],
    facts: Mapping[str, str | None],
) -> Result:
    part = instrument.scale_by_id[name]
    value, outcome = _scale(instrument, part, answers, facts)
    return _exact(part.lowest) + _exact(part.highest) - value if turned and value is not None else value, outcome


def _exact(number: float | None) -> Fraction:
    return Fraction(str(number or 0))


def _number(
    instrument: Instrument, scale: Scale, values: list[Fraction], answers: Mapping[str, int | None]
) -> Fraction:
    total, mean = sum(values, Fraction(0)), sum(values, Fraction(0)) / len(values)
    if scale.method in ("sum_of_points", "sum_of_scales"):
        total += _exact(scale.unanswered) * (len(scale.parts) - len(values))
        found = (mean * len(scale.parts) if scale.prorated else total) * _exact(scale.factor or 1)
        return min(max(found, _exact(scale.lowest)), _exact(scale.highest)) if scale.clipped else found
    if scale.method in ("mean_of_scales", "mean_of_points"):
        return mean
    if scale.method == "lookup":
        return _exact(scale.table[int(total)])
    if scale.method == "value_set":
        codes = [(item, answers[item] or 0) for item in scale.points]
        return _exact(scale.start) + total + sum(_of_profile(term, dict(codes)) for term in scale.terms)
    codes_of = instrument.answers_of(scale.items[0]).scored_codes
    share = (mean - codes_of[0]) / (codes_of[-1] - codes_of[0])
    return 100 * (1 - share if scale.reversed else share)


def _of_profile(term: Term, codes: dict[str, int]) -> Fraction:
    """Only for items whose lowest code is 1."""
    if term.any is not None:
        return _exact(term.points) if max(codes.values()) >= term.any else Fraction(0)
    if term.squared_beyond_first is not None:
        high = [code for code in codes.values() if code >= term.squared_beyond_first]
        return _exact(term.points) * (len(high) - 1) ** 2 if high else Fraction(0)
    return _exact(term.points) * prod(codes[item] - 1 for item in term.product)
