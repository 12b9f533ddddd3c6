"""Who is compared: from enrolment to the answers, how it was decided, and how many answered when."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.completeness import Completeness, completeness, valid_forms
from qol.analysis.decision import how_decided
from qol.analysis.occasions import unscheduled
from qol.reports._comparison.case import Case, Side
from qol.reports._comparison.courses import Tick, axis
from qol.reports._visits import axis_words, clock_words


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
    compared: str
    trunks: tuple[Trunk, ...]
    alt: str


@dataclass(frozen=True)
class VisitRow:
    """Completeness of both groups at one visit, as printed and as shares (0 to 1) for the chart."""

    visit: str
    strong: bool
    cells: tuple[tuple[str, str, str, str], ...]
    entered: tuple[float, ...]


@dataclass(frozen=True)
class People:
    """Page 2."""

    flow: Flow
    rows: tuple[VisitRow, ...]
    ticks: tuple[Tick, ...]
    baselines: int
    choice: str
    unexpected: str
    modes: str
    outside: tuple[str, ...]


def people(case: Case) -> People:
    """Everything that page 2 says of the people."""
    valid = valid_forms(case.items)
    return People(
        _flow(case, valid), _rows(case, valid), axis(case.visits, 10.0, 53.0),
        sum(visit.baseline for visit in case.visits), _choice(case), _unexpected(case, valid), _modes(case),
        _outside(case),
    )  # fmt: skip


def counts(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> Completeness:
    """Completeness of one group at one visit, any instrument."""
    return completeness(case.data.patients, case.data.visits, valid, side.group, visit)


def _flow(case: Case, valid: pd.DataFrame) -> Flow:
    patients, number = case.data.patients, case.ledger.count
    compared = sum(side.size for side in case.sides)
    visit = case.headline.id if case.headline else ""
    done = set(valid.loc[valid["visit"] == visit, "patient"])
    trunks = tuple(_trunk(case, side, done, valid) for side in case.sides)
    told = "; ".join(f"{t.side.name} {t.people}, analysed {t.analysed}" for t in trunks)
    return Flow(
        number("enrolled", len(patients)), number("not_in_a_group", len(patients) - compared),
        number("compared", compared), trunks, f"From enrolment to the answers: {len(patients)} enrolled; {told}.",
    )  # fmt: skip


def _trunk(case: Case, side: Side, done: set[str], valid: pd.DataFrame) -> Trunk:
    visit = case.headline.id if case.headline else ""
    here = case.data.patients[case.data.patients["group"] == side.group.id]
    what = {"group": side.group.id, "visit": visit}
    told = counts(case, side, visit, valid)
    reasons = "; ".join(f"{case.ledger.count('not_analysed_reason', n, item=why, **what)} {why}" for why, n in _why(case, side, done))
    return Trunk(
        side, case.ledger.count("entered", side.size, **what),
        tuple(_branch(case, side, name, words, part, done) for name, words, part in _parts(case, here) if len(part)),
        case.ledger.count("analysed", told.valid, **what),
        case.ledger.count("not_analysed", side.size - told.valid, **what), reasons,
    )  # fmt: skip


def _parts(case: Case, here: pd.DataFrame) -> list[tuple[str, tuple[str, ...], pd.DataFrame]]:
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
    rows = case.data.visits
    mine = set(case.data.patients.loc[case.data.patients["group"] == side.group.id, "patient"])
    here = rows[(rows["visit"] == case.headline.id) & rows["patient"].isin(mine - done)]
    reason = here.set_index("patient")["reason"].reindex(sorted(mine - done)).fillna("").replace("", "no valid form")
    tally = reason.value_counts()
    return sorted(((str(why), int(n)) for why, n in tally.items()), key=lambda pair: (-pair[1], pair[0]))


def _rows(case: Case, valid: pd.DataFrame) -> tuple[VisitRow, ...]:
    rows = []
    for visit in case.visits:
        told = [counts(case, side, visit.id, valid) for side in case.sides]
        rows.append(
            VisitRow(
                visit.label, visit == case.headline, tuple(_cells(case, c) for c in told),
                tuple(c.of_entered.share or 0.0 for c in told),
            )  # fmt: skip
        )
    return tuple(rows)


def _cells(case: Case, told: Completeness) -> tuple[str, str, str, str]:
    what, ledger = {"group": told.group, "visit": told.visit}, case.ledger
    return (
        ledger.count("expected", told.expected, **what), ledger.count("valid", told.valid, **what),
        ledger.per_cent("valid_of_expected", told.of_expected.share, **what),
        ledger.per_cent("valid_of_entered", told.of_entered.share, **what),
    )  # fmt: skip


def _choice(case: Case) -> str:
    """How many had a choice and got what they wanted, in their own words; empty where nobody was asked."""
    told = [how_decided(case.items, case.data.patients, side.group) for side in case.sides]
    if not all(t.asked and t.told_wish for t in told):
        return ""
    number = case.ledger.count
    offered = [f"{number('both_offered', t.both_offered, group=t.group)} of {number('offer_told', t.asked, group=t.group)}" for t in told]
    met = [f"{number('wish_met', t.wish['yes'], group=t.group)} of {number('wish_told', t.told_wish, group=t.group)}" for t in told]
    return (
        f"Asked at the decision, {offered[0]} ({case.first.name}) and {offered[1]} ({case.second.name}) had been offered both ways; "
        f"{met[0]} and {met[1]} had wanted what they got."
    )


def _unexpected(case: Case, valid: pd.DataFrame) -> str:
    total = sum(counts(case, side, v.id, valid).unexpected for side in case.sides for v in case.visits)
    return case.ledger.count("unexpected", total) if total else ""


def _modes(case: Case) -> str:
    """Where the forms were filled in, as counts of forms."""
    modes = case.forms["mode"].fillna("not recorded").replace("", "not recorded").value_counts()
    return ", ".join(f"{mode.replace('_', ' ')} {case.ledger.count('mode', int(n), item=str(mode))}" for mode, n in modes.items())


def _outside(case: Case) -> tuple[str, ...]:
    """What could not be placed in a visit, and is in no comparison."""
    mine = case.data.forms[case.data.forms["group"].isin([g.id for g in case.groups])]
    outside = unscheduled(mine)
    said = []
    if outside:
        said.append(f"{case.ledger.count('unscheduled', outside)} answered forms lie outside every window and are in no comparison")
    return tuple(said)



def words(case: Case, told: People) -> dict[str, object]:
    """Opening sentence, the table of what is compared, and the notes of page 2."""
    return {
        "people_opening": _opening(case, told), "compared": _compared(case),
        "neither": "no decision yet" if case.strategies else "no arm recorded",
        "chosen": [f"chose {side.inside}" if case.strategies else side.name for side in case.sides],
        "complete_alt": _complete_alt(told), "complete_note": _complete_note(case, told), "axis_words": axis_words(case.data),
    }  # fmt: skip


def _opening(case: Case, told: People) -> str:
    when = case.headline.inside if case.headline else "so far"
    first, second = told.flow.trunks
    return (
        f"{first.analysed} of {first.people} people in {case.first.people} and {second.analysed} of {second.people} "
        f"in {case.second.people} gave valid answers {when}"
    )


def _compared(case: Case) -> list[tuple[str, str]]:
    groups = (
        "The strategy at the dated decision (time zero), NOM or surgery, whatever followed: regrowth, salvage surgery and stoma stay in their group"
        if case.strategies
        else f"{case.first.name} and {case.second.name}, as the imported file calls them; what they received is not known here"
    )
    plan = case.data.protocol.plan
    return [
        ("Groups", groups),
        ("Clock", f"Visits count from {clock_words(case.data)}, in both groups, to the end" + ("" if case.data.dates_known else "; only days since entry are known, no dates")),
        ("Compared", "What was answered at each visit: answers, means, shares. Satisfaction comes first and is described, never tested"),
        ("Not in this report", "The adjusted analysis. Nothing here is weighted, matched or modelled, so every difference mixes treatment with who chose it"),
        ("Plan", f"{plan.method}. {plan.note or ''}".strip() if plan else "None declared; everything is exploratory"),
        ("Missing, death", "Among those alive who answered; nothing imputed. Death is an event, not a gap"),
    ]  # fmt: skip


def _complete_alt(told: People) -> str:
    each = "; ".join(f"{row.visit} " + ", ".join(f"{100 * share:.0f}" for share in row.entered) for row in told.rows)
    return f"Valid forms in per cent of everyone who entered, first and second group: {each}. Every value is in the table."


def _complete_note(case: Case, told: People) -> str:
    said = ["Valid: at least half of the questions asked were answered, in any questionnaire of the visit."]
    if told.unexpected:
        said.append(f"{told.unexpected} valid forms came from people not expected then; they count as valid, and are in the share of everyone, not in the share of those expected.")
    said.extend(f"{line}." for line in told.outside)
    if told.modes:
        said.append(f"Forms by where they were filled in: {told.modes}.")
    return " ".join(said)
