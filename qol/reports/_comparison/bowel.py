"""Bowel function: LARS categories with their denominators, and the people with a stoma named beside them."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from qol.analysis.bowel import Bowel, bowel, composite_difference
from qol.reports._comparison.answers import NOT_DRAWN
from qol.reports._comparison.case import Case, Side
from qol.reports._released import DAGGER
from qol.reports._visits import Occasion

PARTS = (
    ("permanent", Markup("permanent<br>stoma"), "full"), ("temporary", Markup("temporary<br>stoma"), "cross"),
    ("unrecorded", Markup("stoma, intent<br>not recorded"), "hatch"), ("major", Markup("major<br>LARS"), "strong"),
    ("minor", Markup("minor<br>LARS"), "light"), ("none", Markup("no<br>LARS"), "open"),
)  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """One group at one visit: shares (0 to 1) of everybody with a stoma or a LARS score, worst first."""

    side: Side
    visit: str
    shares: tuple[float, ...]
    both: float
    """Share with a stoma or major LARS."""
    composite: str
    interval: str
    parts: tuple[str, ...]
    major_of: str
    """Empty where several visits stand below one another."""
    left_out: str


@dataclass(frozen=True)
class BowelFigure:
    """Stacks by visit, two groups each."""

    heads: tuple[tuple[str, str], ...]
    """Words and kind of each part that occurs."""
    rows: tuple[Stack, ...]
    difference: str
    alt: str


def figure(case: Case, visits: tuple[Occasion, ...]) -> BowelFigure | None:
    """The stacks of these visits; None where no form tells of LARS or of a stoma, or the study never asks for LARS."""
    if "lars" not in case.data.protocol.instrument_ids:
        return None
    told = {
        visit.id: tuple(bowel(case.forms, case.scores, side.group, visit.id) for side in case.sides) for visit in visits
    }
    told = {visit: pair for visit, pair in told.items() if any(b.with_stoma + b.scored for b in pair)}
    if not told:
        return None
    kept = [name for name, _, _ in PARTS if name != "unrecorded" or any(b.unrecorded for p in told.values() for b in p)]
    labels = {visit.id: visit.label for visit in visits}
    rows = tuple(
        _stack(case, side, b, labels[visit], kept, alone=len(told) == 1)
        for visit, pair in told.items() for side, b in zip(case.sides, pair, strict=True)
    )  # fmt: skip
    heads = tuple((head, kind) for name, head, kind in PARTS if name in kept)
    return BowelFigure(heads, rows, _difference(case, visits, told), _alt(case, told, labels))


def _stack(case: Case, side: Side, told: Bowel, visit: str, kept: list[str], alone: bool) -> Stack:
    what = {"instrument": "lars", "group": told.group, "visit": told.visit}
    whole = told.with_stoma + told.scored
    counts = {name: int(getattr(told, name)) for name in kept}
    number, composite = case.ledger, told.stoma_or_major
    shares = tuple(count / whole if whole else 0.0 for count in counts.values())
    drawn = all(number.shows(f"bowel_{name}_share", **what) for name in kept)
    parts = tuple(
        _together(
            number.count(f"bowel_{name}", count, **what),
            f"{number.per_cent(f'bowel_{name}_share', count / whole if whole else None, **what)} %",
        )
        for name, count in counts.items()
    )
    return Stack(
        side, visit, shares if drawn else (), (composite.share or 0.0) if drawn else 0.0,
        _together(
            f"{number.count('stoma_or_major', composite.count, **what)}/"
            f"{number.count('bowel_known', composite.of, **what)}",
            f"{number.per_cent('stoma_or_major_share', composite.share, **what)} %",
        ),
        _together(
            f"{number.per_cent('stoma_or_major_lower', composite.lower, **what)} to "
            f"{number.per_cent('stoma_or_major_upper', composite.upper, **what)}",
        ),
        parts,
        _major(case, told) if alone else "",
        number.count("lars_left_out", told.gaps + told.unknown, **what),
    )  # fmt: skip


def _major(case: Case, told: Bowel) -> str:
    """Major LARS of those with a LARS score; a note under one visit alone says it."""
    what, number, major = (
        {"instrument": "lars", "group": told.group, "visit": told.visit},
        case.ledger,
        told.major_share,
    )
    of = f"{number.count('bowel_major', major.count, **what)}/{number.count('lars_scored', major.of, **what)}"
    return f"{of}, {number.per_cent('major_of_scored_share', major.share, **what)} %" if major.of else of


def _together(*parts: str) -> str:
    """The parts of a cell; one dagger where all are withheld."""
    told = [part for part in parts if not re.fullmatch(r"[†/% to]+", part)]
    return ", ".join(told) or DAGGER


def _difference(case: Case, visits: tuple[Occasion, ...], told: dict[str, tuple[Bowel, ...]]) -> str:
    """The difference at the last of the visits, in words."""
    visit = visits[-1].id
    if visit not in told:
        return ""
    found = composite_difference(*told[visit])
    if found is None:
        return "is not computed, too few people"
    what, number = {"instrument": "lars", "visit": visit}, case.ledger.number
    if not case.ledger.shows("stoma_or_major_difference", **what):
        return f"is withheld ({DAGGER})"
    estimate = case.ledger.signed("stoma_or_major_difference", 100 * found.estimate, 0, **what)
    lower = number("stoma_or_major_difference_lower", 100 * found.lower, 0, **what)
    upper = number("stoma_or_major_difference_upper", 100 * found.upper, 0, **what)
    return f"{estimate} percentage points (95 % interval {lower} to {upper})"


def _alt(case: Case, told: dict[str, tuple[Bowel, ...]], labels: dict[str, str]) -> str:
    if case.ledger.released:
        return f"Stacked bars from worst, left, to best, right; {NOT_DRAWN}"
    each = "; ".join(
        f"{labels[visit]}: "
        + ", ".join(
            f"{side.name} {b.stoma_or_major.count} of {b.stoma_or_major.of}"
            for side, b in zip(case.sides, pair, strict=True)
        )
        for visit, pair in told.items()
    )
    return f"Stacked bars from worst, left, to best, right. Stoma or major LARS, {each}. Every value is in the table."


def caption(case: Case, found: BowelFigure | None) -> str:
    """What the figure of page 1 shows, with the difference."""
    if found is None or case.headline is None:
        return ""
    return f"Stoma or major LARS {case.headline.inside}: {case.minus} {found.difference}"


def sentence(case: Case, found: BowelFigure | None) -> Markup:
    """The same for the second column of page 1."""
    if found is None or len(found.rows) != 2:
        return Markup()
    first, second = found.rows
    if DAGGER in first.composite + second.composite:
        return Markup()
    return Markup("<b>{} against {}</b> lived with a stoma or major LARS ({}, {}).").format(
        *(row.composite.split(", ")[1] for row in (first, second)),
        *(row.composite.split(", ")[0] for row in (first, second)),
    )


def notes(case: Case, found: BowelFigure | None) -> Markup:
    """Who is left out, what LARS was made for, and the background of the population where it may be shown."""
    if found is None:
        return Markup()
    said = ["Left out: without a stoma and without a LARS score, or stoma not known."]
    if len(found.rows) == 2 and DAGGER not in "".join(row.major_of for row in found.rows):
        of = " and ".join(f"{row.major_of} ({row.side.name})" for row in found.rows)
        said.append(f"Without a stoma {of} have major LARS.")
    if case.strategies:
        said.append("LARS was made for the bowel after anterior resection; under NOM the rectum is mostly intact.")
    else:
        said.append("LARS was made for the bowel after anterior resection.")
    said.append(background(case))
    return Markup(" ").join(Markup("{}").format(part) for part in said if part)


def background(case: Case) -> str:
    """Major LARS in a general population, only where norms may be shown; as an illustration under paraphrase."""
    norms = [
        norm for norm in case.references.confirmed("lars", "total", "norm")
        if norm.statistic == "major_lars_percent" and norm.sex and norm.ages
    ]  # fmt: skip
    show = case.data.protocol.show_thresholds == "as_illustration" and case.data.demonstration
    kinds = set(case.forms.loc[case.forms["instrument"] == "lars", "wording_kind"])
    licensed = kinds == {"licensed"}  # of no form at all nothing is known
    if not norms or not (show or licensed):
        return ""
    of = ", ".join(f"{'women' if n.sex == 'female' else 'men'} {n.value:g} %" for n in norms)
    first = norms[0]
    place, ages = first.population.split(",")[0], f"{first.ages[0]:g}–{first.ages[1]:g} years"
    mark = "" if licensed else ", as illustration"
    return f"{place}, {ages}: {of} ({first.source}{mark})."
