"""From rows of a researcher's own table, one a person and visit, to people followed over visits."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.repeated import Floats, Places
from qol.analysis.own_table import Categories, OwnTable

SHOWN = 3


@dataclass(frozen=True)
class Roles:
    """Which column is what."""

    outcome: str
    subject: str
    visit: str
    group: str
    covariates: tuple[str, ...] = ()
    weights: str | None = None

    def twice(self) -> list[str]:
        """Columns that were named for more than one thing."""
        named = Counter([self.outcome, self.subject, self.visit, self.group, *self.covariates])
        return [column for column, times in named.items() if times > 1]


@dataclass(frozen=True, eq=False)
class _Rows:
    """Place of each row: person, visit, group; -1 where the cell is empty."""

    person: Categories
    visit: Categories
    group: Categories
    table: OwnTable = field(repr=False)

    def wide(self, values: Floats) -> Floats:
        """A column (rows,) as people by visits, NaN where there is no row."""
        placed = np.full((len(self.person.words), len(self.visit.words)), np.nan)
        placed[self.person.codes, self.visit.codes] = values
        return placed

    def groups(self) -> Places:
        """Group of each person."""
        of = np.zeros(len(self.person.words), dtype=np.int64)
        of[self.person.codes] = self.group.codes
        return of


def followed(table: OwnTable, roles: Roles, reference: str | None = None) -> tuple[Followed, int]:
    """The people, and the place of the reference group (the first in sorted order without one).

    Visits and groups come in sorted order, numbers by their size; a visit without any outcome is none.
    Raises AnalysisRefused naming every fault of the table at once.
    """
    outcome = table.numbers(roles.outcome, "--outcome")
    covariates = {name: table.covariate(name, "--covariates") for name in roles.covariates}
    weights = None if roles.weights is None else table.numbers(roles.weights, "--weights")
    rows = _Rows(
        table.categories(roles.subject, "--subject"),
        table.categories(roles.visit, "--visit"),
        table.categories(roles.group, "--group"),
        table,
    )
    _faults(rows, roles, outcome, weights, reference)
    table.refuse_faults()
    people = Followed(
        rows.wide(outcome),
        rows.groups(),
        rows.group.words,
        rows.visit.words,
        tuple(_covariate(name, column, rows) for name, column in covariates.items()),
        None if weights is None else rows.wide(weights),
    )
    return _seen(people), rows.group.words.index(reference) if reference else 0


def _covariate(name: str, column: Floats | Categories, rows: _Rows) -> Covariate:
    if isinstance(column, Categories):
        places = np.where(column.codes < 0, np.nan, column.codes.astype(np.float64))
        return Covariate(name, rows.wide(places), column.words)
    return Covariate(name, rows.wide(column))


def _seen(people: Followed) -> Followed:
    """Without visits that have no outcome at all."""
    kept = np.flatnonzero(np.isfinite(people.outcome).any(axis=0))
    return Followed(
        people.outcome[:, kept],
        people.group,
        people.groups,
        tuple(people.visits[place] for place in kept),
        tuple(Covariate(one.name, one.values[:, kept], one.words) for one in people.covariates),
        None if people.weights is None else people.weights[:, kept],
    )


def _faults(rows: _Rows, roles: Roles, outcome: Floats, weights: Floats | None, reference: str | None) -> None:
    """Everything about the rows that a model cannot use."""
    table = rows.table
    if not table.rows:
        table.fault("there is no row.")
        return
    if roles.twice():
        table.fault(f"columns named for more than one thing: {', '.join(roles.twice())}.")
    for column, found, option in (
        (roles.subject, rows.person, "--subject"),
        (roles.visit, rows.visit, "--visit"),
        (roles.group, rows.group, "--group"),
    ):
        empty = np.flatnonzero(found.codes < 0)
        if column in table.cells.column_names and empty.size:
            table.fault(f"column {column} ({option}) is empty in {_places(empty)}.")
    _faults_of_groups(rows, roles, reference)
    if weights is not None and (weights < 0).any():
        table.fault(f"column {roles.weights} (--weights) is negative in {_places(np.flatnonzero(weights < 0))}.")
    if not table.faults and np.isnan(outcome).all():
        table.fault(f"column {roles.outcome} (--outcome) is empty.")
    _faults_of_people(rows)


def _faults_of_groups(rows: _Rows, roles: Roles, reference: str | None) -> None:
    known = rows.group.words
    if known and len(known) < 2:
        rows.table.fault(f"column {roles.group} (--group) holds one group only, {known[0]}; two are needed.")
    if known and reference is not None and reference not in known:
        rows.table.fault(f"--reference {reference} is no group of column {roles.group}: {', '.join(known)}.")


def _faults_of_people(rows: _Rows) -> None:
    """People with two rows at a visit, or in two groups."""
    person, visit, group = rows.person.codes, rows.visit.codes, rows.group.codes
    whole = (person >= 0) & (visit >= 0) & (group >= 0)
    pairs, counts = np.unique(np.stack([person[whole], visit[whole]]), axis=1, return_counts=True)
    twice = pairs[:, counts > 1]
    if twice.size:
        shown = [f"{rows.person.words[p]} at {rows.visit.words[v]}" for p, v in twice.T[:SHOWN]]
        rows.table.fault(f"more than one row of the same subject and visit: {_some(shown, twice.shape[1])}.")
    belonging = np.unique(np.stack([person[whole], group[whole]]), axis=1)
    people, times = np.unique(belonging[0], return_counts=True)
    torn = [rows.person.words[place] for place in people[times > 1]]
    if torn:
        rows.table.fault(f"subjects in more than one group: {_some(torn[:SHOWN], len(torn))}.")


def _places(found: Places) -> str:
    return _some([f"row {place + 1}" for place in found[:SHOWN]], found.size)


def _some(shown: list[str], whole: int) -> str:
    return ", ".join(shown) + (f" and {whole - len(shown)} more" if whole > len(shown) else "")
