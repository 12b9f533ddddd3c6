"""Which questions and scales the comparison shows, in which order. Two directions never share a chart."""

from dataclasses import dataclass, replace

from qol.analysis.study_data import StudyData

OWN = "treatment_satisfaction"


@dataclass(frozen=True)
class Questions:
    """Questions that share their answers and are drawn as one block of bars. words: heads of columns."""

    head: str
    ends: tuple[str, str]
    words: tuple[str, ...]
    items: tuple[str, ...]
    two_sided: bool = False
    """Drawn around the middle of the middle answer."""


SATISFIED = ("not at all", "a little", "fairly", "very", "completely")
AMOUNT = ("not at all", "a little", "fairly", "very", "extremely")
SAME = ("certainly\ndifferent", "probably\ndifferent", "not sure", "probably\nthe same", "certainly\nthe same")
ADVICE = ("clearly\nno", "more no\nthan yes", "neither", "more yes\nthan no", "clearly\nyes")

FIRST_PAGE = (
    Questions("How satisfied are you with …", ("less satisfied", "more satisfied"), SATISFIED, ("q1", "q4", "q6")),
    Questions("Which treatment today?", ("different", "the same"), SAME, ("q13",), True),
    Questions("How worried were you …", ("less worried", "more worried"), AMOUNT, ("q11",)),
)
EVERY_QUESTION = (
    Questions("Satisfied", ("less satisfied", "more satisfied"), SATISFIED, tuple(f"q{n}" for n in range(1, 9))),
    Questions("The price", ("less hard, less worried", "more"), AMOUNT, ("q9", "q10", "q11", "q12")),
    Questions("The same", ("different", "the same"), SAME, ("q13",), True),
    Questions("Advice", ("no", "yes"), ADVICE, ("q14",), True),
)


@dataclass(frozen=True)
class Wanted:
    """One scale to show; `stoma` keeps only people without (no) or with (yes) a stoma."""

    instrument: str
    scale: str
    stoma: str | None = None


LEADS = (Wanted(OWN, "TRT"), Wanted("qlq_c30", "QL2"))
"""The scale that the title speaks of: satisfaction where it was asked, else global quality of life."""

SECTIONS = ("satisfaction", "quality_of_life", "bowel")
"""Sections of a comparison in the order of its pages; the protocol says which scales each holds."""

FIRST_PAGE_SCALES = {("better", "satisfaction"): 2, ("better", "quality_of_life"): 3, ("worse", "satisfaction"): 2}
"""How many scales of a section stand on page 1; the others fill up to five a direction, in the protocol's order."""


def section(data: StudyData, name: str, direction: str) -> tuple[Wanted, ...]:
    """The scales of a section that point one way. LARS and scales that a stoma changes: people without a stoma."""
    found = []
    for wanted in data.protocol.report.get(name, ()):
        instrument = data.instruments.get(wanted.instrument)
        scale = instrument.scale_by_id.get(wanted.scale) if instrument else None
        if scale is not None and scale.higher_means == direction:
            found.append(Wanted(wanted.instrument, wanted.scale, "no" if scale.separate_by == "stoma" else None))
    return tuple(found)


def with_stoma(data: StudyData, name: str, direction: str) -> tuple[Wanted, ...]:
    """The same for people with a stoma: only scales that are kept apart by it."""
    return tuple(replace(want, stoma="yes") for want in section(data, name, direction) if want.stoma == "no")


def first_page(data: StudyData, direction: str) -> tuple[Wanted, ...]:
    """Five scales a direction (nine without satisfaction): the lead, the declared family, quality of life, bowel."""
    taken: list[Wanted] = []
    left: list[Wanted] = []
    declared = _declared(data, direction)
    for name in SECTIONS:
        scales = [want for want in section(data, name, direction) if _on_100(data, want)]
        scales.sort(key=lambda want: (want not in LEADS, want not in declared))
        most = FIRST_PAGE_SCALES.get((direction, name), 5)
        taken += scales[:most]
        left += scales[most:]
    room = 5 if OWN in data.instruments else 9
    every = dict.fromkeys([*(want for want in taken if want in LEADS), *declared, *taken, *left])
    return tuple(every)[: max(room, len(declared) + 1 if OWN in data.instruments else 0)]


def _declared(data: StudyData, direction: str) -> tuple[Wanted, ...]:
    """The scales of the plan's family that point one way and reach from 0 to 100, the primary one first."""
    plan = data.protocol.plan
    found = []
    for name in dict.fromkeys((plan.primary, *plan.family)) if plan else ():
        instrument = data.instruments.get(name.instrument)
        scale = instrument.scale_by_id.get(name.scale) if instrument else None
        if scale is None or scale.higher_means != direction:
            continue
        want = Wanted(name.instrument, name.scale, "no" if scale.separate_by == "stoma" else None)
        if _on_100(data, want):
            found.append(want)
    return tuple(found)


def _on_100(data: StudyData, want: Wanted) -> bool:
    scale = data.instruments[want.instrument].scale_by_id[want.scale]
    return (scale.lowest, scale.highest) == (0, 100)
