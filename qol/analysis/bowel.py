"""The bowel of a group at a visit: LARS categories with their denominator, and the people with a stoma by name.

With a stoma the LARS score has no meaning, so leaving these people out flatters the group that has more of
them. Everybody seen at the visit is therefore counted once: with a stoma (temporary, permanent, intent not
recorded), without a stoma in a LARS category, or without a stoma and without a score.
"""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.proportion import Share, ShareDifference, share, share_difference
from qol.analysis.study_data import Group

STOMAS = ("permanent", "temporary", "unrecorded")
CATEGORIES = ("major", "minor", "none")
PARTS = (*STOMAS, *CATEGORIES, "gaps", "unknown")
"""Everybody seen at a visit is in one of these."""


@dataclass(frozen=True)
class Bowel:
    """People of one group who gave an answer of any kind at one visit.

    stomas: people with a stoma by intent; categories: people without one by LARS band; gaps: without a
    stoma, and no LARS score because an answer or the whole form is missing; unknown: stoma not known.
    """

    group: str
    visit: str
    permanent: int
    temporary: int
    unrecorded: int
    major: int
    minor: int
    none: int
    gaps: int
    unknown: int

    @property
    def with_stoma(self) -> int:
        """Everybody with a stoma, whatever its intent."""
        return self.permanent + self.temporary + self.unrecorded

    @property
    def scored(self) -> int:
        """People without a stoma who have a LARS score: the denominator of the LARS categories."""
        return self.major + self.minor + self.none

    @property
    def seen(self) -> int:
        """Everybody counted here."""
        return self.with_stoma + self.scored + self.gaps + self.unknown

    @property
    def major_share(self) -> Share:
        """Major LARS among people without a stoma who have a score."""
        return share(self.major, self.scored)

    @property
    def stoma_or_major(self) -> Share:
        """Stoma or major LARS among everybody who has a stoma or a LARS score; gaps are left out and named."""
        return share(self.with_stoma + self.major, self.with_stoma + self.scored)

    def sentence(self) -> str:
        """Who is who, in one sentence."""
        return (
            f"stoma or major LARS {self.stoma_or_major.sentence()}: {self.permanent} permanent, "
            f"{self.temporary} temporary stoma, {self.unrecorded} stoma of unrecorded intent, {self.major} major; "
            f"{self.minor} minor, {self.none} no LARS; left out: {self.gaps} without a stoma and without a score, "
            f"{self.unknown} whose stoma is not known"
        )


def bowel(forms: pd.DataFrame, scores: pd.DataFrame, group: Group, visit: str) -> Bowel:
    """Count the people of `group` at `visit` (both frames already `counted`).

    forms tell who was seen and with which stoma (columns stoma: no, yes or empty; stoma_intent: temporary,
    permanent or empty; of several forms of a patient any `yes` holds); scores tell the LARS band of those
    without a stoma (instrument lars, scale total, column band: none, minor, major).
    """
    parts = bowel_of_people(forms, scores, group, visit).value_counts()
    return Bowel(group.id, visit, *(int(parts.get(name, 0)) for name in PARTS))


def bowel_of_people(forms: pd.DataFrame, scores: pd.DataFrame, group: Group, visit: str) -> "pd.Series[str]":
    """The part of `PARTS` in which each person of `group` seen at `visit` is counted, by patient; see `bowel`."""
    here = forms[(forms["group"] == group.id) & (forms["visit"] == visit)]
    people = here.groupby("patient", sort=True)
    stoma = people["stoma"].agg(lambda s: "yes" if (s == "yes").any() else "no" if (s == "no").any() else "")
    intent = people["stoma_intent"].agg(lambda s: next((v for v in s if v in STOMAS), "unrecorded"))
    of_lars = scores[
        (scores["instrument"] == "lars") & (scores["scale"] == "total") & (scores["visit"] == visit)
        & (scores["group"] == group.id) & (scores["outcome"] == "scored")
    ]  # fmt: skip
    band = of_lars.drop_duplicates("patient", keep="last").set_index("patient")["band"]
    bands = band.reindex(stoma.index).astype(object)
    without = bands.where(bands.isin(CATEGORIES), "gaps")
    part = intent.astype(object).where(stoma == "yes", without).where(stoma != "", "unknown")
    return part.astype(str)


def composite_difference(first: Bowel, second: Bowel) -> ShareDifference | None:
    """Stoma or major LARS, first group minus second; None where a group holds fewer than 10 people."""
    return share_difference(first.stoma_or_major, second.stoma_or_major)
