"""Invented answers for the demonstration: every item from a level of its domain, with noise.

A level is how well a person does in a domain, about standard normal, higher is better. Levels depend on
traits, time and treatment; some scales differ between the groups and others do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qol.course.state import State
from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import AnswerSet, Instrument

DOMAIN_OF: Mapping[str, Mapping[str, str]] = {
    "qlq_c30": {
        "physical": "q1 q2 q3 q4 q5", "role": "q6 q7", "energy": "q8 q10 q11 q12 q18", "pain": "q9 q19",
        "gut": "q13 q14 q15 q16 q17", "mood": "q21 q22 q23 q24", "mind": "q20 q25", "social": "q26 q27",
        "money": "q28", "overall": "q29 q30",
    },
    "qlq_cr29": {
        "urinary": "q31 q32 q33 q34", "pain": "q35 q36", "gut": "q37 q38 q39 q40 q41 q42", "worry": "q43",
        "mood": "q44", "body": "q45 q46 q47", "bowel": "q49 q50 q51 q52 q53 q54", "stoma": "q55",
        "desire": "q56 q58", "intimacy": "q57 q59",
    },
    "lars": {"bowel": "q1 q2 q3 q4 q5"},
    "treatment_satisfaction": {
        "content": "q1 q2 q4 q5 q13 q14 s6 s7", "prepared": "q3 d3 d5 d6 d4", "body": "q6 s3", "care": "q7 q8 s2",
        "burden": "q9 q10 n1", "worry": "q11 q12 n2 n3 n4 n5 n6", "physical": "s1", "bowel": "s4", "stoma": "s5",
    },
}  # fmt: skip
"""Instrument -> domain -> items."""

RARE = frozenset({"q5", "q14", "q15", "q33", "q34", "q38", "q41", "q3"})
"""Items of QLQ-C30 and CR29 that few people have trouble with."""

BETTER_IS_HIGHER = {
    "qlq_c30": frozenset({"q29", "q30"}),
    "qlq_cr29": frozenset({"q56", "q58"}),
    "treatment_satisfaction": frozenset(
        [
            "q1",
            "q2",
            "q3",
            "q4",
            "q5",
            "q6",
            "q7",
            "q8",
            "q13",
            "q14",
            "n6",
            "s1",
            "s2",
            "s3",
            "s4",
            "s5",
            "s6",
            "s7",
            "d3",
            "d5",
            "d6",
        ]
    ),
}

WORST_FIRST = {("lars", "q3"): (3, 2, 1, 4)}
"""Answers that are not in order of trouble: from the best to the worst."""

SKIPPED = 0.012
SKIPPED_SEXUAL = 0.16
SEXUAL = frozenset({"q56", "q57", "q58", "q59"})


@dataclass(frozen=True)
class Moment:
    """When and in which state somebody answers: months since the study clock, since the last resection."""

    state: State
    months: float
    since_resection: float | None


def levels(traits: Mapping[str, float], moment: Moment) -> dict[str, float]:
    """How well one person does in each domain at a moment; higher is better."""
    cut = moment.since_resection
    fresh = 0.0 if cut is None else max(0.0, 1 - cut / 9)
    operated = 0.0 if cut is None else 1.0
    stoma = 1.0 if moment.state.stoma == "yes" else 0.0
    treated = max(0.0, 1 - max(moment.months, 0) / 8)
    regrowth = 1.0 if moment.state.rectum == "regrowth" else 0.0
    nom = 1.0 if moment.state.strategy == "nom" else 0.0
    fitness, mood = traits["fitness"], traits["mood"]
    worry = 0.7 * traits["worry"] + 0.3 * mood - 0.15 * nom - 0.9 * regrowth + 0.012 * min(moment.months, 30)
    bowel = 0.8 * traits["bowel"] - 0.35 * nom - 1.05 * operated * (1 - stoma) - 0.5 * fresh - 0.3 * treated
    content = 0.6 * traits["content"] + 0.3 * mood + 0.12 * nom - 0.5 * regrowth - 0.35 * nom * operated
    return {
        "physical": 0.8 * fitness + 0.2 * mood - 0.7 * fresh - 0.2 * treated + 0.5,
        "role": 0.6 * fitness + 0.3 * mood - 0.8 * fresh - 0.3 * treated + 0.3,
        "energy": 0.5 * fitness + 0.4 * mood - 0.6 * fresh - 0.45 * treated + 0.1,
        "pain": 0.5 * fitness + 0.3 * traits["bowel"] - 0.6 * fresh + 0.4,
        "gut": 0.4 * fitness + 0.4 * traits["bowel"] - 0.4 * fresh - 0.3 * treated + 0.8,
        "mood": 0.8 * mood + 0.2 * traits["worry"] - 0.5 * regrowth - 0.1 * treated + 0.2,
        "mind": 0.5 * mood + 0.4 * fitness - 0.2 * treated + 0.6,
        "social": 0.5 * mood + 0.3 * fitness - 0.4 * fresh - 0.25 * stoma + 0.4,
        "money": 0.5 * fitness + 0.9,
        "overall": 0.5 * mood + 0.4 * fitness + 0.2 * traits["content"] - 0.4 * fresh - 0.15 * treated + 0.3,
        "urinary": 0.4 * fitness + 0.5 * traits["bowel"] - 0.25 * operated + 0.6,
        "worry": worry,
        "body": 0.5 * mood + 0.3 * fitness - 0.35 * operated - 0.5 * stoma + 0.35,
        "bowel": bowel + 0.1,
        "stoma": 0.5 * traits["bowel"] + 0.3 * mood + 0.2,
        "desire": 0.8 * traits["intimacy"] - 0.3 * operated - 0.4,
        "intimacy": 0.8 * traits["intimacy"] + 0.2 * fitness - 0.6 * operated - 0.2,
        "content": content + 0.35,
        "prepared": 0.6 * traits["content"] + 0.2 * mood + 0.25,
        "care": 0.6 * traits["content"] + 0.5,
        "burden": 0.3 * fitness + 0.4 * traits["content"] - 0.1 * nom - 0.4 * fresh - 0.3 * treated + 0.5,
    }


def invented_answers(
    instrument: Instrument, facts: Mapping[str, str], level: Mapping[str, float], rng: np.random.Generator
) -> dict[str, int | None]:
    """Answers to every item on the path; None where the person skipped it. Free text stays empty."""
    domains = {item: d for d, items in DOMAIN_OF[instrument.id].items() for item in items.split()}
    out: dict[str, int | None] = {}
    asked = asked_items(instrument, facts)
    for item in instrument.items.values():
        if item.id not in asked:
            continue
        answers = instrument.answer_sets[item.answers]
        if answers.kind == "text" or _skipped(instrument, item.id, rng):
            out[item.id] = None
        else:
            out[item.id] = _answer(instrument, item.id, answers, level[domains.get(item.id, "mood")], facts, rng)
        if item.sets:
            asked = asked_items(instrument, facts_with_answers(instrument, facts, out))
    return out


def _skipped(instrument: Instrument, item: str, rng: np.random.Generator) -> bool:
    sexual = instrument.id == "qlq_cr29" and item in SEXUAL
    return bool(rng.random() < (SKIPPED_SEXUAL if sexual else SKIPPED))


def _answer(
    instrument: Instrument,
    item: str,
    answers: AnswerSet,
    level: float,
    facts: Mapping[str, str],
    rng: np.random.Generator,
) -> int:
    if item == "q48":
        return 2 if facts.get("stoma") == "yes" else 1
    if instrument.id == "treatment_satisfaction" and item in ("d1", "d2", "d4"):
        return _about_the_decision(item, facts, rng)
    if answers.not_applicable_codes and rng.random() < 0.06:
        return answers.not_applicable_codes[0]
    codes = answers.scored_codes
    trouble = -level + rng.normal(0, 0.75)
    if instrument.id != "treatment_satisfaction" and item in RARE:
        trouble -= 0.8
    cuts = np.linspace(-0.2, 1.7, len(codes) - 1) if len(codes) < 5 else np.linspace(-1.1, 1.6, len(codes) - 1)
    step = int((trouble > cuts).sum())
    if (instrument.id, item) in WORST_FIRST:
        return WORST_FIRST[(instrument.id, item)][step]
    if item in BETTER_IS_HIGHER.get(instrument.id, frozenset()):
        return codes[len(codes) - 1 - step]
    return codes[step]


def _about_the_decision(item: str, facts: Mapping[str, str], rng: np.random.Generator) -> int:
    nom = facts.get("strategy") == "nom"
    shares = {
        "d1": (0.03, 0.12, 0.82, 0.03) if nom else (0.36, 0.01, 0.6, 0.03),
        "d2": (0.07, 0.74, 0.13, 0.06) if nom else (0.5, 0.24, 0.15, 0.11),
        "d4": (0.03, 0.07, 0.66, 0.17, 0.07),
    }[item]
    return int(rng.choice(len(shares), p=shares)) + 1
