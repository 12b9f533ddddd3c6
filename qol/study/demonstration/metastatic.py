"""Invented patients with metastatic disease and palliative intent: their course, lines of drugs, and deaths.

As everything of the demonstration the rates are chosen to look like a clinic's and are no estimate of anything.
"""

from collections.abc import Mapping
from datetime import date

from qol.course.timeline import Event, EventKind
from qol.study.demonstration.chance import Chance

MOSTLY_ALIVE = 620
"""Days after the decision around which deaths lie; the fitter a person, the later."""


def metastatic_course(chance: Chance, end: date, traits: Mapping[str, float], today: date) -> list[Event]:
    """Events up to today: metastases, first line, decision about the primary tumour, what followed, often death."""
    found = end - chance.days(70, 160)
    events = [Event(EventKind.METASTASIS, found, "day", {"sites": chance.one_of(("liver", "lung", "liver, lung"))})]
    events.append(Event(EventKind.SYSTEMIC_START, found + chance.days(14, 35), "day", {"line": "1"}))
    decided = end + chance.days(20, 60)
    nom = chance.happens(min(0.9, max(0.1, 0.55 - 0.08 * traits["fitness"])))
    events.append(_decision(chance, decided, nom))
    if not nom:
        on = decided + chance.days(14, 42)
        events.append(Event(EventKind.RESECTION, on, "day", {"operation": chance.one_of(("lar", "apr"), (0.7, 0.3))}))
        if chance.happens(0.6):
            events.append(Event(EventKind.STOMA_FORMED, on, "day", {"intent": "permanent"}))
    if chance.happens(0.5):
        events.append(Event(EventKind.SYSTEMIC_START, decided + chance.days(120, 300), "day", {"line": "2"}))
    days = int(chance.rng.gamma(2.2, MOSTLY_ALIVE / 2.2 * (1 + 0.15 * max(-2.0, min(2.0, traits["fitness"])))))
    died = decided + chance.days(30, 40) if days < 30 else date.fromordinal(decided.toordinal() + days)
    events = [event for event in events if event.on < died]
    events.append(Event(EventKind.DEATH, died, "day", {}))
    return [event for event in events if event.on <= today]


def _decision(chance: Chance, on: date, nom: bool) -> Event:
    both = chance.happens(0.6)
    strategy = "nom" if nom else "surgery"
    wanted = ("nom", "surgery", "both", "unsure")
    return Event(
        EventKind.DECISION, on, "day",
        {
            "strategy": strategy, "offered": "both" if both else strategy, "reason": "talk with the team",
            "preferred": chance.one_of(wanted, (0.7, 0.06, 0.12, 0.12) if nom else (0.2, 0.5, 0.14, 0.16)),
        },
    )  # fmt: skip


def metastatic_before(whole: Mapping[str, str]) -> dict[str, str]:
    """What is known before the decision, of metastatic disease."""
    return {**whole, "clinical_m": "1", "treatment_intent": "palliative"}
