"""From enrolment to the answers at the headline visit; salvage surgery stays inside its group."""

from dataclasses import dataclass

import pandas as pd

from qol.reports._comparison import disease
from qol.reports._comparison.case import Case, Side
from qol.reports._comparison.completing import counts


@dataclass(frozen=True)
class Branch:
    """Part of a group by what followed; who answered at the headline visit, with per cent."""

    people: str
    words: tuple[str, ...]
    answered: str
    share: str


@dataclass(frozen=True)
class Trunk:
    """One group: everybody in it, the parts, and those analysed at the headline visit."""

    side: Side
    people: str
    branches: tuple[Branch, ...]
    analysed: str
    not_analysed: str
    reasons: str


@dataclass(frozen=True)
class Flow:
    """From enrolment to the headline visit."""

    enrolled: str
    undecided: str
    trunks: tuple[Trunk, ...]
    alt: str


def flow(case: Case, valid: pd.DataFrame) -> Flow:
    patients, number = case.data.patients, case.ledger.count
    compared = sum(side.size for side in case.sides)
    enrolled = len(patients) + len(disease.of(case).apart)
    visit = case.headline.id if case.headline else ""
    done = set(valid.loc[valid["visit"] == visit, "patient"])
    trunks = tuple(_trunk(case, side, done, valid) for side in case.sides)
    told = " and ".join(
        f"{t.people} of them are in {t.side.people}, where {t.analysed} gave valid answers" for t in trunks
    )
    return Flow(
        number("enrolled", enrolled), number("not_in_a_group", len(patients) - compared),
        trunks,
        f"The way from enrolment to the answers: {number('enrolled', enrolled)} people were enrolled; {told}.",
    )  # fmt: skip


def _trunk(case: Case, side: Side, done: set[str], valid: pd.DataFrame) -> Trunk:
    visit = case.headline.id if case.headline else ""
    here = case.data.patients[case.data.patients["group"] == side.group.id]
    what = {"group": side.group.id, "visit": visit}
    told = counts(case, side, visit, valid)
    reasons = "; ".join(
        f"{case.ledger.count('not_analysed_reason', n, item=why, **what)} {why}" for why, n in _why(case, side, done)
    )
    return Trunk(
        side, case.ledger.count("entered", side.size, **what),
        tuple(_branch(case, side, name, words, part, done) for name, words, part in parts(case, here) if len(part)),
        case.ledger.count("analysed", told.valid, **what),
        case.ledger.count("not_analysed", side.size - told.valid, **what), reasons,
    )  # fmt: skip


def parts(case: Case, here: pd.DataFrame) -> list[tuple[str, tuple[str, ...], pd.DataFrame]]:
    """A group cut by what followed until today; salvage stays inside NOM."""
    if not case.strategies:
        return []
    regrowth, removed = here["regrowth_on"].notna(), here["resection_on"].notna()
    if here["group"].eq("nom").any():
        return [
            ("no_regrowth", ("no regrowth, not operated",), here[~regrowth & ~removed]),
            ("regrowth", ("local regrowth,", "rectum still there"), here[regrowth & ~removed]),
            ("salvage", ("later operated,", "still in this group"), here[removed]),
        ]
    operation = here["operation"].where(here["operation"].isin(["lar", "apr"]), "other")
    return [
        ("lar", ("low anterior", "resection"), here[removed & (operation == "lar")]),
        ("apr", ("abdominoperineal", "resection"), here[removed & (operation == "apr")]),
        ("other", ("other or unrecorded", "operation"), here[removed & (operation == "other")]),
        ("not_yet", ("not operated", "so far"), here[~removed]),
    ]


def _branch(case: Case, side: Side, name: str, words: tuple[str, ...], part: pd.DataFrame, done: set[str]) -> Branch:
    what = {"group": side.group.id, "visit": case.headline.id if case.headline else "", "stratum": name}
    answered = int(part["patient"].isin(done).sum())
    return Branch(
        case.ledger.count("followed", len(part), **what), words,
        case.ledger.count("followed_answered", answered, **what),
        case.ledger.per_cent("followed_answered_share", answered / len(part), **what),
    )  # fmt: skip


def _why(case: Case, side: Side, done: set[str]) -> list[tuple[str, int]]:
    """Reason -> people of the group without a valid form at the headline visit; the largest first."""
    if case.headline is None:
        return []
    tally = reasons(case, side, done).value_counts()
    return sorted(((str(why), int(n)) for why, n in tally.items()), key=lambda pair: (-pair[1], pair[0]))


def reasons(case: Case, side: Side, done: set[str]) -> "pd.Series[str]":
    """Why each person of the group who is not in `done` gave no valid form at the headline visit, by patient."""
    rows = case.data.visits
    mine = set(case.data.patients.loc[case.data.patients["group"] == side.group.id, "patient"])
    here = rows[(rows["visit"] == (case.headline.id if case.headline else "")) & rows["patient"].isin(mine - done)]
    reason = here.set_index("patient")["reason"].reindex(sorted(mine - done))
    return reason.fillna("").replace("", "no valid form")
