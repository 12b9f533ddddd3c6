"""What was offered and wanted before the decision, in the patient's own words (decision module, d1 and d2)."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.occasions import counted
from qol.analysis.study_data import Group

WISH_MET = {
    ("nom", 1): "no", ("nom", 2): "yes", ("surgery", 1): "yes", ("surgery", 2): "no",
}  # fmt: skip
"""Group and answer to d2 (1 an operation, 2 no operation) -> wish met; 3 is open, 4 unsure."""


@dataclass(frozen=True)
class HowDecided:
    """People of one group who answered the decision module.

    asked: with an answer to d1; both_offered: of them, both ways were offered; told_wish: with an answer to
    d2; wish: yes (got what they wanted), no (the other), open (both were fine), unsure.
    """

    group: str
    asked: int
    both_offered: int
    told_wish: int
    wish: dict[str, int]

    def sentence(self) -> str:
        """Offer and wish in one sentence."""
        return (
            f"both ways offered to {self.both_offered} of {self.asked}; {self.wish['yes']} of {self.told_wish} "
            f"had wanted what they got, {self.wish['no']} the other way, {self.wish['open']} were fine with both, "
            f"{self.wish['unsure']} did not know"
        )


def flags(items: pd.DataFrame) -> pd.DataFrame:
    """One row a patient: choice (True where both ways were offered) and wish_met (yes, no, open, unsure).

    items: one row a form and item. None where the question has no answer or the group is not a strategy.
    """
    rows = counted(items)
    rows = rows[(rows["instrument"] == "treatment_satisfaction") & (rows["state"] == "answered")]
    if "study_day" in rows:
        rows = rows.sort_values("study_day", kind="stable")
    d1 = _answers(rows, "d1")
    d2 = _answers(rows, "d2")
    group = rows.drop_duplicates("patient").set_index("patient")["group"]
    out = pd.DataFrame(index=sorted(set(d1.index) | set(d2.index)))
    out["choice"] = [None if p not in d1.index else bool(d1[p] == 3) for p in out.index]
    out["wish_met"] = [None if p not in d2.index else _met(str(group[p]), int(d2[p])) for p in out.index]
    return out.rename_axis("patient").reset_index()


def how_decided(items: pd.DataFrame, patients: pd.DataFrame, group: Group) -> HowDecided:
    """Count offer and wish among the people of one group."""
    known = flags(items)
    here = known[known["patient"].isin(patients.loc[patients["group"] == group.id, "patient"])]
    offered = [bool(value) for value in here["choice"] if value is not None and not pd.isna(value)]
    wish = [str(value) for value in here["wish_met"] if value is not None and not pd.isna(value)]
    return HowDecided(
        group.id, len(offered), sum(offered), len(wish),
        {answer: wish.count(answer) for answer in ("yes", "no", "open", "unsure")},
    )  # fmt: skip


def _answers(rows: pd.DataFrame, item: str) -> pd.Series:
    """Patient -> answer code; the first answer counts, since memory bends towards the choice made."""
    return rows[rows["item"] == item].drop_duplicates("patient").set_index("patient")["value"].astype(float)


def _met(group: str, wanted: int) -> str | None:
    if wanted in (3, 4):
        return "open" if wanted == 3 else "unsure"
    return WISH_MET.get((group, wanted))
