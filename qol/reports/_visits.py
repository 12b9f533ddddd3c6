"""The visits of a comparison: those of the protocol's calendar and its baselines, and where they stand on an axis."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.course.clocks import DAYS_A_MONTH
from qol.course.protocol import Visit


@dataclass(frozen=True)
class Occasion:
    """A visit with answers. at: its target in the unit of the axis, None for a baseline, which stands apart."""

    id: str
    label: str
    short: str
    baseline: bool
    at: float | None

    @property
    def inside(self) -> str:
        """The visit inside a sentence: `at month 12`, `before treatment`, `at the decision`."""
        words = {"pre_treatment": "before treatment", "decision": "at the decision"}
        return words.get(self.id, f"at {self.label[:1].lower()}{self.label[1:]}")


SHORT = {"pre_treatment": "Pre", "decision": "Dec"}


def occasions(data: StudyData, forms: pd.DataFrame) -> tuple[Occasion, ...]:
    """Baselines and calendar visits with at least one counted form, in the protocol's order.

    Visits after an event (regrowth, resection) are no visits of a comparison: only some people have them.
    """
    unit = axis_unit(data)
    return tuple(
        occasion(visit, unit)
        for visit in data.protocol.visits
        if visit.kind != "event" and (forms["visit"] == visit.id).any()
    )


def axis_unit(data: StudyData) -> str:
    """`months` where the protocol counts its calendar visits in months, else `days`."""
    units = {visit.due.unit for visit in data.protocol.visits if visit.kind == "calendar"}
    return "months" if units <= {"months"} else "days"


def occasion(visit: Visit, unit: str = "months") -> Occasion:
    """A visit of a protocol as it is named on paper."""
    baseline = visit.kind == "baseline"
    at = visit.due.amount if unit == visit.due.unit else visit.due.days / (DAYS_A_MONTH if unit == "months" else 1)
    short = SHORT.get(visit.id) or (visit.label[:4] if baseline else f"{at:g}")
    return Occasion(visit.id, visit.label, short, baseline, None if baseline else round(at, 1))


def clock_words(data: StudyData) -> str:
    """The study clock in words."""
    words = {"neoadjuvant_end": "the end of neoadjuvant treatment", "decision": "the decision"}
    clock = str(data.protocol.study_clock)
    return words.get(clock, clock.replace("_", " "))


def axis_words(data: StudyData) -> str:
    """Unit and clock of an axis: `months after the end of neoadjuvant treatment`."""
    return f"{axis_unit(data)} after {clock_words(data)}"
