"""What a reader would ask for and this report, or these data, cannot give."""

from dataclasses import dataclass, replace
from datetime import date

from qol.reports._comparison import declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.selection import OWN
from qol.reports._comparison.worsening import absent
from qol.reports._released import DAGGER
from qol.reports._words import short_day


@dataclass(frozen=True)
class Gap:
    """Something that a reader would ask for, what stands here instead, and who can fill it."""

    asked: str
    instead: str
    who: str
    of_data: bool = False
    """Whether the data cannot give it, whatever is done with them."""


_NOT_CONFIRMATORY = Gap(
    "Confirmatory plan, locked beforehand", "None applies here; everything is exploratory", "study team"
)


def gaps(case: Case) -> tuple[Gap, ...]:
    """What the data or this report cannot give."""
    found = [
        *_adjusted(case),
        *([] if case.data.standing.confirmatory else [_NOT_CONFIRMATORY]),
        Gap("Important difference for these scales", f"None found{_searched(case)}; none is drawn", "future research"),
    ]
    if why := absent(case):
        found.append(Gap("Time to deterioration, responders", why, "study team"))
    if case.instrument(OWN) is not None:
        found.append(
            Gap("Validity and reliability of the satisfaction questionnaire", "None yet for version 0.1", "study team")
        )
    return (*found, *data_gaps(case))


def _adjusted(case: Case) -> list[Gap]:
    """Why there is no adjusted number, where there is none."""
    asked = "Adjusted difference, overlap of the groups, E-value"
    if case.compared is None or case.compared.declared == "none":
        return [Gap(asked, "The plan declares none; differences here are observed and unadjusted", "analysis plan")]
    if declared_words.refused(case):
        return [Gap("Adjusted difference, E-value", "Refused: the groups hold too few people alike", "more people")]
    return []


def data_gaps(case: Case) -> tuple[Gap, ...]:
    """What these data cannot give, whatever is done with them."""
    records = "whoever holds the records"
    found = []
    if case.instrument(OWN) is None:
        found.append(Gap("Satisfaction with treatment, worry, burden", *_without(case, OWN, "Not asked")))
    if case.scale("lars", "total", "no") is None and case.scale("lars", "total") is None:
        found.append(Gap("LARS categories", *_without(case, "lars", "No LARS form")))
    if not case.forms["stoma"].isin(["yes", "no"]).any():
        found.append(Gap("People with a stoma", "Not recorded: nobody can be named or kept apart", records))
    if not case.strategies:
        found.append(
            Gap("What the two arms were", f"Only their labels, {case.first.name} and {case.second.name}", records)
        )
    if not case.data.dates_known:
        found.append(Gap("Calendar dates, clocks, events", "Days since entry only", records))
    for words, n in case.data.refused.items():
        if n:
            shown = case.ledger.count("not_placed", n, item=words)
            if shown == DAGGER:
                continue
            found.append(Gap("A visit for every form", f"{shown} {words}: in no comparison", records))
    return tuple(replace(gap, of_data=True) for gap in found)


def _without(case: Case, instrument: str, instead: str) -> tuple[str, str]:
    """What stands instead of an instrument without answers, and who can fill it: the protocol may still ask it."""
    if instrument in case.data.protocol.wording:
        return "Asked by the protocol, answered by nobody yet", "the visits to come"
    return instead, "a new data collection"


def important(case: Case) -> str:
    """That no important difference is confirmed, with the day of the search."""
    return f"No important difference is confirmed for these scales in this setting{_searched(case)}; none is drawn."


def _searched(case: Case) -> str:
    days = [
        note.searched
        for note in case.references.not_found
        if note.kind == "difference" and note.instrument in case.data.instruments
    ]
    return f" (searched {short_day(date.fromisoformat(max(days)))})" if days else ""
