"""Stage and intent at time zero: the sets of patients that are compared apart, never pooled by default."""

from calendar import monthrange
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from qol.course.events import EventKind
from qol.course.protocol_parts import Protocol

DiseaseSet = Literal["stage_1_3", "stage_4_curative", "stage_4_palliative", "stage_4_unrecorded"]
SETS: tuple[DiseaseSet, ...] = ("stage_1_3", "stage_4_curative", "stage_4_palliative", "stage_4_unrecorded")
POOLED: Literal["pooled"] = "pooled"
Chosen = DiseaseSet | Literal["pooled"]
Members = Mapping[DiseaseSet, tuple[frozenset[str], frozenset[str]]]
"""Set -> people of the first and of the second group."""

WORDS: Mapping[Chosen, str] = {
    "stage_1_3": "Stage I to III",
    "stage_4_curative": "Stage IV, curative intent",
    "stage_4_palliative": "Stage IV, palliative intent",
    "stage_4_unrecorded": "Stage IV, intent not recorded",
    "pooled": "All stages and intents pooled",
}
POOLED_STAMP = "Pooled over stage and intent by choice, exploratory"


@dataclass(frozen=True)
class SpeaksOf:
    """Whom a data cut speaks of: one set of stage and intent, or by choice all of them.

    members: set -> people of the first and second group, of every set that has anybody, in the order of `SETS`.
    default: the set that is taken where nothing is chosen. unrecorded: people of the chosen set whose M category nobody
    recorded, first and second group. nothing_recorded: neither M nor intent is known of anybody, nor the protocol's.
    """

    chosen: Chosen
    default: DiseaseSet
    members: Members
    unrecorded: tuple[int, int]
    nothing_recorded: bool = False

    @property
    def words(self) -> str:
        """The set as it is printed."""
        return "Stage not recorded" if self.nothing_recorded else WORDS[self.chosen]

    @property
    def stage_4(self) -> bool:
        """Whether everybody has metastatic disease."""
        return self.chosen not in ("stage_1_3", POOLED)

    @property
    def pooled(self) -> bool:
        """Whether several sets were put together."""
        return self.chosen == POOLED

    @property
    def by_choice(self) -> bool:
        """Whether it is not the set that would have been taken."""
        return self.chosen != self.default

    @property
    def others(self) -> tuple[DiseaseSet, ...]:
        """The sets that are not spoken of."""
        return () if self.pooled else tuple(one for one in self.members if one != self.chosen)

    @property
    def apart(self) -> frozenset[str]:
        """Everybody of the two groups who is not spoken of."""
        return frozenset().union(*(people for one in self.others for people in self.members[one]))

    def sizes(self, one: DiseaseSet) -> tuple[int, int]:
        """People of the first and second group."""
        first, second = self.members[one]
        return len(first), len(second)


def disease_sets(patients: pd.DataFrame, events: pd.DataFrame, protocol: Protocol) -> "pd.Series[str]":
    """Patient -> the set at time zero, for every row of `patients`.

    Stage IV: the whole protocol is of metastatic disease, clinical M1, a palliative intent, or a metastasis dated on or
    before the decision; without a decision, on or before enrolment. Of dates known by month only, the metastasis must
    be surely not the later one, so that nothing that came after the decision ever moves anybody. The intent is the
    recorded one, else the protocol's. Everybody else is in stage I to III, also where M is not recorded.
    """
    recorded = _column(patients, "treatment_intent")
    intent = recorded.fillna(protocol.treatment_intent) if protocol.treatment_intent else recorded
    stage_4 = (_column(patients, "clinical_m") == "1") | (recorded == "palliative")
    stage_4 |= patients["patient"].isin(_metastatic_before(patients, events)) | (protocol.stage == "metastatic")
    of_intent = intent.map({"curative": "stage_4_curative", "palliative": "stage_4_palliative"})
    found = of_intent.fillna("stage_4_unrecorded").where(stage_4, "stage_1_3")
    return pd.Series(found.to_numpy(dtype=object), index=pd.Index(patients["patient"]), dtype=object)


def _column(patients: pd.DataFrame, name: str) -> "pd.Series[str]":
    there = patients[name] if name in patients else pd.Series(None, index=patients.index)
    return there.astype(object).where(there.notna(), None)


def _metastatic_before(patients: pd.DataFrame, events: pd.DataFrame) -> set[str]:
    """Patients with a metastasis surely on or before the first decision, in days since enrolment or in dates."""
    spread = events[events["event"] == str(EventKind.METASTASIS)]
    if spread.empty:
        return set()
    decided = events[events["event"] == str(EventKind.DECISION)]
    enrolled = dict(zip(patients["patient"], _column(patients, "enrolled_on"), strict=True))
    zero = {patient: _earliest_decision(rows) for patient, rows in decided.groupby("patient")}
    found = set()
    for row in spread.to_dict("records"):
        patient = str(row["patient"])
        until = zero.get(patient) or (0.0, enrolled.get(patient))
        if _surely_not_after(row, until):
            found.add(patient)
    return found


def _earliest_decision(rows: pd.DataFrame) -> tuple[float, object]:
    """Day and date of the first decision, each at its earliest."""
    row = rows.sort_values(["day", "on"], kind="stable").iloc[0].to_dict()
    back = 14 if row["precision"] == "month" else 0
    on = date.fromisoformat(str(row["on"])).replace(day=1).isoformat() if back and _is_date(row["on"]) else row["on"]
    return float(row["day"]) - back if row["day"] is not None else float("nan"), on


def _surely_not_after(row: Mapping[Hashable, object], until: tuple[float, object]) -> bool:
    """Whether a metastasis, at its latest, is not after a day: by dates where both are known, else by days."""
    by_month = row["precision"] == "month"
    if _is_date(row["on"]) and _is_date(until[1]):
        on = date.fromisoformat(str(row["on"]))
        latest = on.replace(day=monthrange(on.year, on.month)[1]) if by_month else on
        return latest <= date.fromisoformat(str(until[1]))
    day = float("nan") if row["day"] is None else float(str(row["day"])) + (16 if by_month else 0)
    return day <= until[0]


def _is_date(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10
