"""Page 2: who is compared, how it was decided, and how many answered when."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.completeness import valid_forms
from qol.analysis.decision import how_decided
from qol.analysis.occasions import unscheduled
from qol.reports._comparison import disease, plan_table
from qol.reports._comparison.case import Case
from qol.reports._comparison.completing import VisitRow, counts, rows
from qol.reports._comparison.courses import Tick, axis
from qol.reports._comparison.flow import Flow, flow
from qol.reports._comparison.selection import OWN
from qol.reports._released import DAGGER
from qol.reports._visits import axis_words, clock_words


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
        flow(case, valid), rows(case, valid), axis(case.visits, 10.0, 53.0),
        sum(visit.baseline for visit in case.visits), _told(_choice(case)), _told(_unexpected(case, valid)),
        _told(_modes(case)), tuple(said for said in _outside(case) if _told(said)),
    )  # fmt: skip


def _told(sentence: str) -> str:
    """The sentence; nothing where a number in it may not be told."""
    return "" if DAGGER in sentence else sentence


def _choice(case: Case) -> str:
    """How many had a choice and got what they wanted, in their own words; empty where nobody was asked."""
    told = [how_decided(case.items, case.data.patients, side.group) for side in case.sides]
    if not all(t.asked and t.told_wish for t in told):
        return ""
    number = case.ledger.count
    offered = [
        f"{number('both_offered', t.both_offered, group=t.group)} of {number('offer_told', t.asked, group=t.group)}"
        for t in told
    ]
    met = [
        f"{number('wish_met', t.wish['yes'], group=t.group)} of {number('wish_told', t.told_wish, group=t.group)}"
        for t in told
    ]
    return (
        f"Asked at the decision, {offered[0]} ({case.first.name}) and {offered[1]} ({case.second.name}) had been "
        f"offered both ways; "
        f"{met[0]} and {met[1]} had wanted what they got."
    )


def _unexpected(case: Case, valid: pd.DataFrame) -> str:
    total = sum(counts(case, side, v.id, valid).unexpected for side in case.sides for v in case.visits)
    return case.ledger.count("unexpected", total) if total else ""


def _modes(case: Case) -> str:
    """Where the forms were filled in, as counts of forms."""
    modes = case.forms.drop_duplicates("form")["mode"].fillna("not recorded").replace("", "not recorded").value_counts()
    return ", ".join(
        f"{str(mode).replace('_', ' ')} {case.ledger.count('mode', int(n), item=str(mode))}"
        for mode, n in modes.items()
    )


def _outside(case: Case) -> tuple[str, ...]:
    """What could not be placed in a visit, and is in no comparison."""
    mine = case.data.forms[case.data.forms["group"].isin([g.id for g in case.groups])]
    outside = unscheduled(mine)
    said = []
    if outside:
        said.append(
            f"{case.ledger.count('unscheduled', outside)} answered forms lie outside every window and are in no "
            f"comparison"
        )
    return tuple(said)


def words(case: Case, told: People) -> dict[str, object]:
    """Opening sentence, the table of what is compared, and the notes of page 2."""
    return {
        "people_opening": _opening(case, told), "plan_head": _plan_head(case),
        "compared": plan_table.rows(case, case.compared) if case.compared else _compared(case),
        "neither": "no decision yet" if case.strategies else "no arm recorded", "not_here": disease.not_here(case),
        "chosen": [f"chose {side.inside}" if case.strategies else side.name for side in case.sides],
        "complete_alt": _complete_alt(told), "complete_note": _complete_note(case, told),
        "axis_words": axis_words(case.data),
    }  # fmt: skip


def _opening(case: Case, told: People) -> str:
    when = case.headline.inside if case.headline else "so far"
    first, second = told.flow.trunks
    if DAGGER in first.analysed + first.people + second.analysed + second.people:
        return f"Who was enrolled and who answered {when}, as far as it may be told"
    return (
        f"{first.analysed} of {first.people} people in {case.first.people} and {second.analysed} of {second.people} "
        f"in {case.second.people} gave valid answers {when}"
    )


def _plan_head(case: Case) -> str:
    return plan_table.head(case) if case.compared else "What is compared"


def _compared(case: Case) -> list[tuple[str, str]]:
    groups = (
        "The strategy at the dated decision (time zero), NOM or surgery, whatever followed: regrowth, salvage "
        "surgery and stoma stay in their group"
        if case.strategies
        else f"{case.first.name} and {case.second.name}, as the imported file calls them; what they received is "
        f"not known here"
    )
    undated = "" if case.data.dates_known else "; only days since entry are known, no dates"
    plan = case.data.protocol.plan
    described = ". Satisfaction comes first and is described, never tested" if case.instrument(OWN) else ""
    return [
        ("Groups", groups),
        *([] if disease.of(case).nothing_recorded else [disease.row(case)]),
        ("Clock", f"Visits count from {clock_words(case.data)}, in both groups, to the end{undated}"),
        ("Compared", f"What was answered at each visit: answers, means, shares{described}"),
        ("Not in this report", "The adjusted analysis. Nothing here is weighted, matched or modelled, so every "
                               "difference mixes treatment with who chose it"),
        ("Plan", f"{plan.method}. {case.data.standing.sentence}" if plan else case.data.standing.sentence),
        ("Missing, death", "Among those alive who answered; nothing imputed. Death is an event, not a gap"),
    ]  # fmt: skip


def groups_and_clock(case: Case) -> list[tuple[str, str]]:
    """Of the table of what is compared the rows that hold where nothing is compared."""
    return [pair for pair in _compared(case) if pair[0] in ("Groups", "Clock")]


def _complete_alt(told: People) -> str:
    each = "; ".join(
        f"{row.visit} " + ", ".join(DAGGER if share is None else f"{100 * share:.0f}" for share in row.entered)
        for row in told.rows
    )
    return (
        f"Valid forms in per cent of everyone who entered, first and second group: {each}. Every value is in the table."
    )


def _complete_note(case: Case, told: People) -> str:
    said = ["Valid: at least half of the questions asked were answered, in any questionnaire of the visit."]
    if told.unexpected:
        said.append(
            f"{told.unexpected} valid forms came from people not expected then; they count as valid, and are in "
            f"the share of everyone, not in the share of those expected."
        )
    said.extend(f"{line}." for line in told.outside)
    if told.modes:
        said.append(f"Forms by where they were filled in: {told.modes}.")
    return " ".join(said)
