"""Who answered: valid forms over those expected then, and over everyone who entered, by group and visit."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.occasions import counted
from qol.analysis.proportion import Share, share
from qol.analysis.study_data import Group

CORE = {"treatment_satisfaction": r"q\d+|d\d+"}
"""Items (pattern of ids) that decide whether a form is valid; all closed items where an instrument is not named."""


@dataclass(frozen=True)
class Completeness:
    """People of one group at one visit.

    entered: everyone in the group; expected: whose window had opened, alive, not withdrawn, visit applies;
    valid: with at least one valid form; unexpected: valid although not expected, counted and never hidden.
    not_done: reason -> people expected without a valid form.
    """

    group: str
    visit: str
    entered: int
    expected: int
    valid: int
    unexpected: int
    not_done: tuple[tuple[str, int], ...]

    @property
    def of_expected(self) -> Share:
        """Valid forms among those expected then."""
        return share(self.valid - self.unexpected, self.expected)

    @property
    def of_entered(self) -> Share:
        """Valid forms among everyone who entered, whatever happened to them."""
        return share(self.valid, self.entered)

    def sentence(self) -> str:
        """Both denominators in one sentence."""
        why = "".join(f", {people} {reason}" for reason, people in self.not_done)
        return (
            f"{self.valid} valid forms: {self.of_expected.sentence()} of those expected, "
            f"{self.of_entered.sentence()} of everyone who entered{why}"
        )


def valid_forms(items: pd.DataFrame) -> pd.DataFrame:
    """Answered forms with at least half of their asked core items answered (or chosen not applicable).

    items: one row a form and item. Returns one row a form: patient, group, visit, instrument, form.
    Free text and items routed away do not count as asked.
    """
    rows = counted(items)
    core = pd.Series(True, index=rows.index)
    for instrument, pattern in CORE.items():
        core &= (rows["instrument"] != instrument) | rows["item"].str.fullmatch(pattern)
    closed = rows["text"].isna() & (rows["state"] != "not_applicable")
    asked = rows[core & closed]
    given = asked["state"].isin(("answered", "chosen_not_applicable"))
    share_given = given.groupby(asked["form"]).mean()
    good = share_given.index[share_given >= 0.5]
    keys = ["patient", "group", "visit", "instrument", "form"]
    return rows.loc[rows["form"].isin(good), keys].drop_duplicates().reset_index(drop=True)


def completeness(
    patients: pd.DataFrame, visits: pd.DataFrame, valid: pd.DataFrame, group: Group, visit: str
) -> Completeness:
    """Count one group at one visit.

    patients: one row a patient with its group; visits: one row a patient and protocol visit with expected
    (bool) and reason; valid: as `valid_forms` returns, for one instrument or several.
    """
    entered = set(patients.loc[patients["group"] == group.id, "patient"])
    here = visits[(visits["visit"] == visit) & visits["patient"].isin(entered)]
    expected = set(here.loc[here["expected"].astype(bool), "patient"])
    done = set(valid.loc[(valid["visit"] == visit) & valid["patient"].isin(entered), "patient"])
    missing = here[here["patient"].isin(expected - done)]
    reasons = missing["reason"].fillna("no reason recorded").replace("", "no reason recorded").value_counts()
    return Completeness(
        group.id, visit, len(entered), len(expected), len(done), len(done - expected),
        tuple((str(reason), int(n)) for reason, n in sorted(reasons.items(), key=lambda x: (-x[1], x[0]))),
    )  # fmt: skip
