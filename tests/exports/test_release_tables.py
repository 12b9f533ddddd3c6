"""Tables that leave the team, attacked across all of them: what follows by adding and subtracting."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.exports import _release_sets as sets_of
from qol.exports import release_tables
from tests.reports.cohort import arms, study

PLACE = ["table", "group", "visit", "item", "sex", "response", "category"]
Entry = tuple[str, ...]


@pytest.fixture(scope="module", params=["strategies", "arms"])
def made(request: pytest.FixtureRequest) -> tuple[StudyData, dict[Entry, str]]:
    data = study(40, 2) if request.param == "strategies" else arms()
    rows = release_tables.table(data)
    return data, dict(zip(map(tuple, rows[PLACE].astype(object).fillna("").to_numpy()), rows["people"], strict=True))


def total(table: str, group: str, visit: str = "") -> Entry:
    where = ("all", "all", "") if table == "people" else ("", "", "all")
    return (table, group, visit, "", *where)


def sums(entries: list[Entry]) -> Iterator[tuple[list[Entry], list[Entry]]]:
    """Which entries add up to which: totals within a table, and the same people in two tables."""
    table = pd.DataFrame(entries, columns=PLACE)
    for axis in ("group", "sex", "response"):
        people = table[table["table"] == "people"]
        others = [name for name in PLACE if name != axis]
        for _, rows in people.groupby(others, sort=False):
            keys = [tuple(row) for row in rows.to_numpy()]
            yield [k for k in keys if k[PLACE.index(axis)] != "all"], [k for k in keys if k[PLACE.index(axis)] == "all"]
    for (group, visit), rows in table[table["table"] == "completeness"].groupby(["group", "visit"]):
        keys = [tuple(row) for row in rows.to_numpy()]
        yield [k for k in keys if k[-1] != "all"], [total("completeness", group, visit)]
        yield [total("completeness", group, visit)], [total("people", group)]
    at_visit = table[table["table"].isin(["bowel", "satisfaction"])]
    for (_, group, visit, _item), rows in at_visit.groupby(["table", "group", "visit", "item"]):
        keys = [tuple(row) for row in rows.to_numpy()]
        valid = [k for k in keys if k[-1] == "valid"]
        yield [k for k in keys if k[-1] != "valid"], valid
        yield valid, [("completeness", group, visit, "", "", "", "valid")]


def test_no_entry_and_nothing_that_follows_from_the_tables_is_one_to_seven_people(
    made: tuple[StudyData, dict[Entry, str]],
) -> None:
    _, shown = made
    names = list(shown)
    place, equations = {name: k for k, name in enumerate(names)}, list(sums(names))
    known = [name for name in names if shown[name] != "†"]
    rows = np.zeros((len(equations) + len(known), len(names)))
    right = np.zeros(len(rows))
    for k, (parts, whole) in enumerate(equations):
        rows[k, [place[name] for name in parts]] += 1
        rows[k, [place[name] for name in whole]] -= 1
    for k, name in enumerate(known, len(equations)):
        rows[k, place[name]], right[k] = 1, int(shown[name])
    solution = np.linalg.lstsq(rows, right, rcond=None)[0]
    assert np.abs(rows @ solution - right).max() < 1e-6, "the tables agree with each other"
    _, strength, directions = np.linalg.svd(rows, full_matrices=True)
    free = directions[int((strength > 1e-9).sum()) :]
    fixed = np.flatnonzero(np.abs(free).max(axis=0, initial=0) < 1e-8)
    assert fixed.size > 20
    few = [names[k] for k in fixed if 0.5 < solution[k] < 7.5]
    assert few == []


def test_what_is_told_is_the_number_of_people(made: tuple[StudyData, dict[Entry, str]]) -> None:
    data, shown = made
    group = data.groups[0].id
    assert shown[total("people", group)] in ("†", str(int((data.patients["group"] == group).sum())))
    assert all(people == "†" or int(people) == 0 or int(people) >= 8 for people in shown.values())
    at = sets_of.primary_visit(sets_of.taken(data))
    assert {key[2] for key in shown if key[0] == "bowel"} == {at}


def test_every_table_says_how_much_is_withheld() -> None:
    rows = release_tables.table(study(40, 2))
    for (_, _, _), part in rows.groupby(["table", "visit", "item"], dropna=True):
        assert part["sentence"].str.startswith("For release: ").all()
    assert (rows["demonstration"] == "invented patients").all()
