"""The items of two reporting guidelines: where this report fills them, and which it cannot fill, and why.

CONSORT-PRO: Calvert et al., JAMA 2013;309:814-822 (items read in Health Qual Life Outcomes 2013;11:184, table 1).
STROBE, cohort studies: von Elm et al., PLoS Med 2007;4:e296. What an item asks for is told in our own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qol.reports._comparison import declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.selection import OWN
from qol.reports._words import listed

Guideline = Literal["CONSORT-PRO", "STROBE"]


@dataclass(frozen=True)
class Unfilled:
    """An item that stays open, wholly or in part. who: who can fill it."""

    item: str
    asks: str
    state: str
    who: str


@dataclass(frozen=True)
class Guidelines:
    """filled: one sentence a guideline, items with their places. unfilled: a row of the table each."""

    filled: tuple[str, ...]
    unfilled: tuple[Unfilled, ...]


def guidelines(case: Case) -> Guidelines:
    """Every item of both guidelines stands in exactly one of the two lists, or in both where it is filled in part."""
    pro, strobe = list(_pro(case)), list(_strobe(case))
    return Guidelines(
        (_places(case, "CONSORT-PRO", pro), _places(case, "STROBE", strobe)),
        tuple(one for one in (*pro, *strobe) if isinstance(one, Unfilled)),
    )


Filled = tuple[str, str]
"""Item and place."""


def _places(case: Case, guideline: Guideline, items: list[Filled | Unfilled]) -> str:
    """Items by their place, in the order in which a place is first named."""
    by_place: dict[str, list[str]] = {}
    for one in items:
        if not isinstance(one, Unfilled):
            by_place.setdefault(one[1], []).append(one[0])
    said = "; ".join(f"{place}: {listed(names)}" for place, names in by_place.items())
    return f"{guideline} {said}."


def _no_plan(case: Case, says: str) -> str:
    """Why a plan does not fill an item: there is none that says so, or it is not for these groups."""
    if case.data.protocol.plan is None:
        return f"no plan says {says}"
    return "the plan is there, but not for these groups"


def _pro(case: Case) -> Iterator[Filled | Unfilled]:
    planned = case.compared is not None
    yield (
        ("P1b", "page 1")
        if planned
        else Unfilled("P1b", "the outcome named as primary or secondary", _no_plan(case, "which it is"), "study team")
    )
    if planned:
        yield "P2b", "plan"
    yield Unfilled(
        "P2b", "the hypothesis and its domains",
        "domains are declared, a direction is not" if planned else _no_plan(case, "domains or a direction"), "authors",
    )  # fmt: skip
    yield Unfilled("P6a", "evidence that the instruments are valid and reliable", _validity(case), "study team")
    yield "P6a (mode)", "who is compared"
    yield "P12a", "plan" if planned else "methods"
    yield "P20/21 (limits)", "limits"
    yield Unfilled("P20/21", "what the findings mean for other patients and for practice", "a judgement", "authors")


def _validity(case: Case) -> str:
    said = []
    if case.instrument(OWN) is not None:
        said.append("ours on satisfaction has none")
    if any("paraphrased" in notice for notice in case.data.wording.values()):
        said.append("nor has paraphrased wording")
    return "; ".join(said) or "published for the licensed wording: cite it"


def _strobe(case: Case) -> Iterator[Filled | Unfilled]:
    weighed = declared_words.weighing(case) is not None
    yield "1", "page 1"
    yield Unfilled("STROBE 2", "background and reasons", "not in the data", "authors")
    yield "3", "plan" if case.compared is not None else "who is compared"
    yield "4", "who is compared"
    yield Unfilled("STROBE 5", "places, and the dates of recruitment and follow-up", _setting(case), "authors")
    yield Unfilled("STROBE 6", "who could take part, and how they were found",
                   "the population of the plan; sources are not recorded" if case.compared is not None
                   else _no_plan(case, "of whom"), "authors")  # fmt: skip
    yield "7", "balance" if case.compared is not None else "who is compared"
    yield "8", "who is compared"
    yield "9", "balance" if weighed else "limits"
    yield Unfilled("STROBE 10", "how the size of the study was arrived at", "not said here", "study team")
    for item in ("11", "12"):
        yield item, "methods"
    yield "13", "who is compared"
    yield Unfilled("STROBE 13b", "who was asked and did not enter", "only people who entered are known", "study team")
    yield (
        ("14", "balance")
        if case.compared is not None
        else Unfilled("STROBE 14", "characteristics of the groups", _no_plan(case, "which"), "study team")
    )
    yield Unfilled("STROBE 14c", "time of follow-up as one figure", "by visit alone, beside the flow", "authors")
    yield "15", "courses"
    yield "16", "page 1"
    yield (
        ("17", "sensitivity")
        if case.compared is not None
        else Unfilled("STROBE 17", "other analyses", _no_plan(case, "which"), "study team")
    )
    yield "18", "page 1"
    yield "19", "limits"
    yield Unfilled(
        "STROBE 20", "a careful reading of it all, beside other evidence", "page 1 says why caution", "authors"
    )
    yield Unfilled("STROBE 21", "whether it holds for others", "those who did not enter are not known", "authors")
    yield Unfilled("STROBE 22", "funding", "not in the data", "authors")


def _setting(case: Case) -> str:
    return (
        "days since entry alone" if not case.data.dates_known else "the data cut is at the foot, the rest is not told"
    )
