"""Invented patients for the demonstration: who they are and what happened to them, by chance from a seed.

Both groups overlap in age, response and fitness, and no effect is built in for every scale. Who is treated how
leans on what is known before the decision (`before.py`). Rates are chosen to look like a clinic's and are no
estimate of anything; `docs/demonstration.md` lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from qol.course.timeline import Event, EventKind, Timeline
from qol.study.demonstration.before import RESPONSE_SHARES, RESPONSES, before, chance_of_nom, known_of
from qol.study.demonstration.chance import Chance
from qol.study.demonstration.metastatic import metastatic_before, metastatic_course

WOMEN = (
    "June", "Grace", "Shirin", "Claire", "Irina", "Maria", "Hannah", "Leila", "Ruth", "Sofia", "Edith", "Amina",
    "Greta", "Pauline", "Nadia", "Beatriz", "Joan", "Marta", "Yvonne", "Teresa",
)  # fmt: skip
MEN = (
    "Alan", "Per", "Thomas", "Samir", "George", "Anton", "David", "Farid", "Hugo", "Martin", "Victor", "Omar",
    "Stefan", "Walter", "Pedro", "Jan", "Henry", "Karim", "Luca", "Edwin",
)  # fmt: skip
FAMILY = (
    "Whitcombe", "Okafor", "Dunmore", "Rahimi", "Lindqvist", "Byrne", "Haddad", "Moreau", "Petrova", "Harland",
    "Castell", "Brandt", "Okoye", "Farrow", "Nielsen", "Vargas", "Kowal", "Ashby", "Mirza", "Tanner", "Jansen",
    "Ferrand", "Holm", "Quayle", "Soler", "Weiss", "Tehrani", "Lowther", "Dacosta", "Marlow", "Reeve", "Novak",
    "Adeyemi", "Corrigan", "Bianchi", "Stroud", "Eklund", "Pembrey", "Sayegh", "Thorne", "Gellert", "Moss",
)  # fmt: skip


@dataclass(frozen=True)
class InventedPatient:
    """One invented person: identity, course, and traits (standard normal) that colour every answer."""

    name: str
    birth_date: date
    sex: str
    hospital_number: str
    site: int
    timeline: Timeline
    traits: Mapping[str, float]
    characteristics: Mapping[str, str]
    language: str


NEWCOMERS = 4
"""Patients of the first site who were enrolled this week and have not answered yet, so that somebody always can."""
TRAITS = ("fitness", "mood", "bowel", "worry", "content", "intimacy")

LANGUAGES: Mapping[str, float] = {"en": 0.86, "de": 0.03, "es": 0.03, "fr": 0.02, "nl": 0.02, "ar": 0.02, "fa": 0.02}
"""The language in which somebody answers; newcomers answer in English, so that whoever looks around can read along."""


def invented_patients(
    count: int, seed: int, today: date, sites: int = 2, metastatic: bool = False
) -> tuple[InventedPatient, ...]:
    """As many invented patients as asked, the same for the same seed and day; metastatic: with palliative intent."""
    rng = np.random.default_rng(seed)
    pairs = [(first, family) for first in WOMEN + MEN for family in FAMILY]
    order = rng.permutation(len(pairs))
    return tuple(
        _patient(
            Chance(rng), number, seed, pairs[order[number % len(pairs)]], today, sites, number < NEWCOMERS, metastatic
        )
        for number in range(count)
    )


def _patient(
    chance: Chance, number: int, seed: int, name: tuple[str, str], today: date, sites: int, new: bool,
    metastatic: bool,
) -> InventedPatient:  # fmt: skip
    rng = chance.rng
    age = int(np.clip(rng.normal(64, 10), 34, 88))
    end = today - timedelta(days=int(rng.integers(5, 1130)))
    late = chance.happens(0.14)
    enrolled = end + chance.days(40, 75) if late else end - chance.days(60, 160)
    enrolled = min(enrolled, today - timedelta(days=1))
    traits = {trait: float(rng.normal()) for trait in TRAITS}
    traits["fitness"] -= 0.02 * (age - 64)
    own = Chance(np.random.default_rng([seed, number]))
    whole = before(own, traits)
    if metastatic:
        whole, events = metastatic_before(whole), metastatic_course(chance, end, traits, today)
    else:
        events = _course(chance, end, enrolled, traits, whole, today)
    timeline = Timeline(enrolled=enrolled, events=tuple(events))
    if new:
        timeline = Timeline(enrolled=today - chance.days(1, 6))
    return InventedPatient(
        name=" ".join(name),
        birth_date=enrolled - timedelta(days=int(age * 365.25) + int(rng.integers(0, 360))),
        sex="female" if name[0] in WOMEN else "male",
        hospital_number=f"DEMO-{4100 + number:06d}",
        site=0 if new else int(rng.integers(0, sites)),
        timeline=timeline,
        traits=traits,
        characteristics={} if new else known_of(own, whole),
        language="en" if new else own.one_of(tuple(LANGUAGES), tuple(LANGUAGES.values())),
    )


def _course(
    chance: Chance, end: date, enrolled: date, traits: Mapping[str, float], whole: Mapping[str, str], today: date
) -> list[Event]:
    """Events up to today: treatment, response, decision, and what followed."""
    events = [Event(EventKind.NEOADJUVANT_START, end - chance.days(40, 130), "day", {})]
    events.append(Event(EventKind.NEOADJUVANT_END, end, "day", {}))
    response = chance.one_of(RESPONSES, RESPONSE_SHARES)
    assessed = end + chance.days(42, 70)
    events.append(Event(EventKind.RESPONSE_ASSESSMENT, assessed, "day", {"result": response}))
    decided = assessed + (chance.days(60, 150) if chance.happens(0.06) else chance.days(3, 21))
    nom = chance.happens(chance_of_nom(response, whole, traits))
    events.append(_decision(chance, decided, nom, response))
    after = _under_nom(chance, decided) if nom else _operated(chance, decided + chance.days(14, 42))
    events += after
    events += _endings(chance, decided, response)
    died = [event.on for event in events if event.kind is EventKind.DEATH]
    last = min([today, *died])
    return [event for event in events if event.on <= last]


def _decision(chance: Chance, on: date, nom: bool, response: str) -> Event:
    both = chance.happens(0.9 if response != "incomplete" else 0.25)
    wanted = ("nom", "surgery", "both", "unsure")
    return Event(
        EventKind.DECISION,
        on,
        "day",
        {
            "strategy": "nom" if nom else "surgery",
            "offered": "both" if both else ("nom" if nom else "surgery"),
            "preferred": chance.one_of(wanted, (0.72, 0.08, 0.12, 0.08) if nom else (0.24, 0.5, 0.14, 0.12)),
            "reason": "clinical complete response" if nom and response == "complete" else "talk with the team",
        },
    )


def _under_nom(chance: Chance, decided: date) -> list[Event]:
    """Watch and wait: some local excisions, some regrowth (some known by month only), most of it operated on."""
    events: list[Event] = []
    if chance.happens(0.07):
        events.append(Event(EventKind.LOCAL_EXCISION, decided + chance.days(60, 400), "day", {}))
    if chance.happens(0.24):
        found = decided + chance.days(90, 640)
        month_only = chance.happens(0.15)
        on = found.replace(day=15) if month_only else found
        events.append(Event(EventKind.REGROWTH, on, "month" if month_only else "day", {}))
        if chance.happens(0.86):
            events += _operated(chance, on + chance.days(21, 60))
    return events


def _operated(chance: Chance, on: date) -> list[Event]:
    """An operation with its stoma: for good after APR, often for a time after LAR, mostly closed again."""
    operation = chance.one_of(("lar", "apr"), (0.77, 0.23))
    leak = "yes" if operation == "lar" and chance.happens(0.08) else "no"
    events = [Event(EventKind.RESECTION, on, "day", {"operation": operation, "leak": leak})]
    if operation == "apr":
        events.append(Event(EventKind.STOMA_FORMED, on, "day", {"intent": "permanent"}))
    elif chance.happens(0.62):
        events.append(Event(EventKind.STOMA_FORMED, on, "day", {"intent": "temporary"}))
        if chance.happens(0.86):
            events.append(Event(EventKind.STOMA_CLOSED, on + chance.days(80, 260), "day", {}))
    return events


def _endings(chance: Chance, decided: date, response: str) -> list[Event]:
    """Metastases, deaths and withdrawals, a few in each group."""
    events: list[Event] = []
    if chance.happens(0.14 if response == "incomplete" else 0.07):
        spread = decided + chance.days(120, 800)
        events.append(Event(EventKind.METASTASIS, spread, "day", {"sites": chance.one_of(("liver", "lung"))}))
        if chance.happens(0.55):
            events.append(Event(EventKind.DEATH, spread + chance.days(100, 500), "day", {}))
    elif chance.happens(0.02):
        events.append(Event(EventKind.DEATH, decided + chance.days(60, 900), "day", {}))
    elif chance.happens(0.03):
        events.append(Event(EventKind.WITHDRAWAL, decided + chance.days(60, 700), "day", {}))
    return events
