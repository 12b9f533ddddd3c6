"""Baseline and balance: what was known before the decision, and how alike the groups are in it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.columns import covariate
from qol.analysis.comparing.declared import Compared, family
from qol.analysis.longitudinal.followed import Covariate
from qol.analysis.weighting.balance import Trait, balance
from qol.analysis.weighting.people import NOT_RECORDED, Floats, People
from qol.analysis.weighting.weights import Method
from qol.course.analysis_plan import COVARIATES
from qol.reports._comparison.case import Case
from qol.reports._comparison.characteristics import Named, named
from qol.reports._comparison.selection import OWN

ROWS_A_SHEET = 49
SPANS = (0.4, 0.8, 1.2, 1.6, 2.4, 4.0)
NEGLIGIBLE = 0.1
"""Within this many standard deviations groups count as alike (Austin, Stat Med 2009;28:3083-3107)."""
WORRY = Choice(OWN, "WOR")


@dataclass(frozen=True)
class Row:
    """One characteristic; before, after: standardised differences to draw, None where there is no spread or none."""

    label: str
    first: str
    second: str
    before: float | None
    after: float | None
    shown: tuple[str, str]
    strong: bool = False


@dataclass(frozen=True)
class Part:
    """Characteristics under one head."""

    head: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Balance:
    """The table with its picture. sheets: parts laid out on pages, on one axis of +-`span`."""

    sheets: tuple[tuple[Part, ...], ...]
    span: float
    ticks: tuple[float, ...]
    weighted: bool
    largest: tuple[Row, ...]
    """The row that differs most before weighting."""
    largest_after: tuple[Row, ...]
    """Of rows that are not in the model, the one that differs most after it."""
    alt: str


def table(case: Case, compared: Compared, method: Method | None = None) -> Balance:
    """Every covariate of the plan, then what was recorded and is not in the model, with the declared weights or others.

    Weights that are refused are not shown.
    """
    weighed = compared.weighed(method)
    weights, weighted = weighed.weights, not weighed.refusals and weighed.how.method != "none"
    inside = tuple(_rows(case, compared, compared.cohort.covariates, weights, weighted))
    outside = tuple(_rows(case, compared, _others(compared), weights, weighted))
    known = [row for row in inside + outside if row.before is not None]
    largest = max(known, key=lambda row: abs(row.before or 0), default=None)
    later = max(outside, key=lambda row: abs(row.after or 0), default=None)
    span = next((one for one in SPANS if one >= max((abs(row.before or 0) for row in known), default=0)), SPANS[-1])
    parts = (Part("Covariates in the model", inside), Part("Recorded, not in the model", outside))
    return Balance(
        _sheets(tuple(part for part in parts if part.rows)), span, (-span, -span / 2, 0, span / 2, span), weighted,
        (largest,) if largest else (), (later,) if later and later.after is not None else (),
        _alt(largest, later, weighted),
    )  # fmt: skip


def _alt(largest: Row | None, later: Row | None, weighted: bool) -> str:
    said = ["Balance plot."]
    if largest:
        said.append(f"Before weighting the largest standardised difference is {largest.shown[0]}, {largest.label}.")
    if weighted and later:
        said.append(f"After it, outside the model, the largest is {later.shown[1]}, {later.label}.")
    return " ".join((*said, "Every value is in the table."))


def _others(compared: Compared) -> tuple[Covariate, ...]:
    """What the plan does not adjust for and was recorded: the rest of the vocabulary, and scores at the baseline."""
    cohort = compared.cohort
    rest = [covariate(name, cohort.people[name]) for name in COVARIATES if name not in cohort.plan.covariates]
    scores = [choice for choice in (*family(cohort), WORRY) if choice.instrument in cohort.data.instruments]
    known = {f"{cohort.plan.primary}"} if "baseline" in cohort.plan.covariates else set()
    rest = [one for one in rest if one.name != "baseline"]
    rest += [Covariate(f"{c.instrument}.{c.scale}", cohort.baseline(c)) for c in scores if str(c) not in known]
    return tuple(one for one in rest if np.unique(one.values[~np.isnan(one.values)]).size > 1)


def not_recorded(compared: Compared) -> tuple[str, ...]:
    """Names of the vocabulary that nobody of the set has."""
    people = compared.cohort.people
    return tuple(named(name).inside for name in COVARIATES if name != "baseline" and people[name].isna().all())


def _rows(
    case: Case, compared: Compared, covariates: tuple[Covariate, ...], weights: Floats, weighted: bool
) -> Iterator[Row]:
    first = compared.cohort.first
    for one in covariates:
        people = People(first, compared.cohort.labels, (one,))
        values = dict(people.traits)
        for trait in _shown(one, balance(people, weights)):
            word = trait.name.removeprefix(f"{one.name}: ") if trait.name != one.name else ""
            yield _row(case, named(one.name, compared.cohort), word, values[trait.name], first, trait, weighted)


def _shown(one: Covariate, traits: tuple[Trait, ...]) -> tuple[Trait, ...]:
    """Of two words that make up everybody one is enough; of a score outside the model its mean."""
    score = "." in one.name
    return traits[:1] if score or (len(one.words) == 2 and len(traits) == 2) else traits


def _row(
    case: Case, name: Named, word: str, values: Floats, first: np.ndarray, trait: Trait, weighted: bool
) -> Row:  # fmt: skip
    what = {"item": name.id, "answer": word}
    told = []
    for group, here in zip(case.groups, (first, ~first), strict=True):
        known = values[here & ~np.isnan(values)]
        told.append(_share(case, known, group.id, what) if word else _mean(case, name, known, group.id, what))
    before = case.ledger.signed("balance_before", trait.before, 2, **what)
    after = case.ledger.signed("balance_after", trait.after, 2, **what) if weighted else ""
    text = name.category(word) if word else f"{name.title}, mean (SD)"
    return Row(
        text, told[0], told[1], trait.before, trait.after if weighted else None, (before, after),
        abs(trait.before or 0) >= 5 * NEGLIGIBLE and word != NOT_RECORDED,
    )  # fmt: skip


def _share(case: Case, known: Floats, group: str, what: dict[str, str]) -> str:
    n = case.ledger.count("trait_n", int(known.sum()), group=group, **what)
    return f"{n} ({case.ledger.per_cent('trait_share', float(known.mean()), group=group, **what)} %)"


def _mean(case: Case, name: Named, known: Floats, group: str, what: dict[str, str]) -> str:
    if not known.size:
        return "–"
    mean = case.ledger.number("trait_mean", float(known.mean()), name.decimals, group=group, **what)
    if known.size < 2:
        return mean
    return f"{mean} ({case.ledger.number('trait_sd', float(known.std(ddof=1)), name.decimals, group=group, **what)})"


def _sheets(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Parts cut so that a page holds them."""
    sheets: list[list[Part]] = [[]]
    room = ROWS_A_SHEET
    for part in parts:
        rows = part.rows
        while rows:
            if room < 4:
                sheets.append([])
                room = ROWS_A_SHEET
            taken, rows = rows[: room - 1], rows[room - 1 :]
            sheets[-1].append(Part(part.head, taken))
            room -= len(taken) + 1
    return tuple(tuple(sheet) for sheet in sheets)
