"""The fixed tables that may leave the team: nobody who adds and subtracts finds one to seven people in them."""

from collections.abc import Iterator, Set
from typing import Any

import pandas as pd

from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.cube import ALL
from qol.analysis.disclosure.family import told
from qol.analysis.one_set import in_one_set
from qol.analysis.study_data import StudyData
from qol.exports import _release_sets as sets_of
from qol.exports._columns import marked
from qol.exports._release_sets import OWN, Counted, Key, Sets

NAME = "release-tables"
HELP = "Tables for release: people, completeness, bowel and satisfaction by group; few people are withheld (†)."
ORDER = 14
IN_DATASET = False
DAGGER = "†"
QUESTIONS = tuple(f"q{number}" for number in range(1, 15))
COLUMNS = ("table", "group", "visit", "item", "sex", "response", "category", "people", "sentence")


def table(data: StudyData) -> pd.DataFrame:
    """One row an entry: the values that it counts (`all` where it is a total), and how many people, or a dagger.

    All tables share the sizes of the groups, and those at one visit share who has a valid form there; what was
    decided of these holds in every table.
    """
    if data.patients.empty:
        return marked(pd.DataFrame(columns=list(COLUMNS)), data)
    data = in_one_set(data) if len(data.groups) == 2 else data
    rows = pd.DataFrame([row for part in _tables(sets_of.taken(data)) for row in part], columns=list(COLUMNS))
    if data.speaks_of is not None and data.speaks_of.others:
        rows["sentence"] += f" Of {data.speaks_of.words} alone; other stages and intents are left out."
    return marked(rows, data)


def _tables(found: Counted) -> Iterator[list[dict[str, Any]]]:
    sizes = sets_of.margins(found)
    open_sizes = told(sizes)
    yield _people(found, sizes, open_sizes)
    sure = {key[0] for key in open_sizes if isinstance(key, tuple)}
    visits = [visit.id for visit in found.data.protocol.visits if visit.id in set(found.valid["visit"])]
    valid: dict[str, Set[str]] = {}
    for visit in visits:
        sets = sets_of.completeness(found, visit)
        whole = {(group, ALL) for group in found.groups}
        shown = _told(sets, whole, {key for key in whole if key[0] in sure})
        valid[visit] = {key[0] for key in shown if key[1] == "valid"}
        yield _rows("completeness", sets, shown, ("group", "category"), visit=visit)
    at = sets_of.primary_visit(found)
    if at is None or at not in visits:
        return
    for group in found.data.groups:
        yield _at_visit("bowel", sets_of.bowel(found, group, at), group.id in valid[at], group=group.id, visit=at)
        for item in (item for item in QUESTIONS if OWN in found.data.instruments):
            sets = sets_of.answers(found, group, item, at)
            yield _at_visit("satisfaction", sets, group.id in valid[at], group=group.id, visit=at, item=item)


def _people(found: Counted, sizes: Sets, open_sizes: Set[Any]) -> list[dict[str, Any]]:
    sets = sets_of.people(found)
    shown = _told(sets, set(sizes), {key for key in sizes if key in open_sizes})
    return _rows("people", sets, shown, ("group", "sex", "response"))


def _at_visit(name: str, sets: Sets, whole_told: bool, **where: str) -> list[dict[str, Any]]:
    """People with a valid form by category; the whole was decided in the table of completeness."""
    whole: set[Key] = {("valid",)}
    return _rows(name, sets, _told(sets, whole, whole if whole_told else set()), ("category",), **where)


def _told(sets: Sets, decided: Set[Key], open_: Set[Key]) -> frozenset[Any]:
    return told(sets, known=set(open_), secret=set(decided) - set(open_))


def _rows(name: str, sets: Sets, shown: frozenset[Any], columns: tuple[str, ...], **where: str) -> list[dict[str, Any]]:
    withheld = len(sets) - len(shown)
    sentence = (
        f"For release: {withheld} of {len(sets)} entries are withheld ({DAGGER}), so that nothing tells of 1 to "
        f"{LEAST - 1} people." if withheld
        else f"For release: no entry, and no difference of entries, holds 1 to {LEAST - 1} people."
    )  # fmt: skip
    return [
        {"table": name, **where, **dict(zip(columns, key, strict=True)), "sentence": sentence,
         "people": str(len(people)) if key in shown else DAGGER}
        for key, people in sets.items()
    ]  # fmt: skip
