"""Which numbers of the comparison may leave the team: decided before anything is formatted."""

from collections.abc import Hashable, Set
from dataclasses import replace

from qol.analysis.completeness import valid_forms
from qol.analysis.decision import flags
from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.family import told
from qol.reports._comparison.case import Case
from qol.reports._comparison.release.rests_on import ALONE, LINES, NOBODY, rests_on
from qol.reports._comparison.release.sets import Sets, key, members, of_a_visit, of_an_answer, of_the_study
from qol.reports._comparison.selection import EVERY_QUESTION, OWN
from qol.reports._released import ReleasedLedger


def released(case: Case) -> Case:
    """The same comparison with a ledger that prints only what may leave the team."""
    return replace(case, ledger=ReleasedLedger(Clearance(case)))


class Clearance:
    """Counts are cleared family by family; means and differences by the people that they rest on.

    The families share the sizes of the groups alone, which are decided first. A kind that is not declared is not
    cleared.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._groups = [side.group.id for side in case.sides]
        self._counts = _counts(case)
        self._strata = _strata(case)

    def __call__(self, kind: str, value: float, what: dict[str, str]) -> bool:
        if kind in NOBODY:
            return True
        if kind in LINES:
            return self._line(kind, what)
        if kind in ALONE:
            return value == 0 or value >= LEAST
        needed = rests_on(kind, what, self._groups)
        return bool(needed) and needed <= self._counts

    def _line(self, kind: str, what: dict[str, str]) -> bool:
        """Whether everybody behind a line of a scale, and at its ends, may be told of."""
        groups = [what["group"]] if what.get("group") else self._groups
        return all(self._rests(kind, what, group) for group in groups)

    def _rests(self, kind: str, what: dict[str, str], group: str) -> bool:
        stratum = what.get("stratum", "")
        if stratum and not stratum.startswith("stoma="):
            return (group, stratum) in self._strata
        found = self._case.scale(what["instrument"], what["scale"], stratum.removeprefix("stoma=") or None)
        if found is None:
            return False
        row = found.at(what["visit"])
        description = row.first if group == self._groups[0] else row.second
        if description.n < LEAST:
            return description.n == 0
        if kind not in ("floor_share", "ceiling_share"):
            return True
        ends = [round((share or 0.0) * description.n) for share in (description.floor_share, description.ceiling_share)]
        return all(people == 0 or people >= LEAST for people in (*ends, description.n - sum(ends)))


def _counts(case: Case) -> frozenset[Hashable]:
    """The names of all counts that may be told."""
    study = of_the_study(case)
    cleared = set(told(study))
    valid = valid_forms(case.items)
    for side in case.sides:
        for visit in case.visits:
            cleared |= _within(of_a_visit(case, side, visit.id, valid), cleared, study.keys())
        for item in (item for block in EVERY_QUESTION for item in block.items):
            cleared |= _answers(case, side.group.id, item)
    return frozenset(cleared)


def _within(sets: Sets, cleared: Set[Hashable], decided: Set[Hashable]) -> frozenset[Hashable]:
    """A family whose groups were decided before."""
    return told(sets, known=set(cleared), secret=set(decided) - set(cleared))


def _answers(case: Case, group: str, item: str) -> frozenset[Hashable]:
    """Answers to one question; how many answered is printed in steps and taken as known."""
    instrument, side = case.instrument(OWN), next(side for side in case.sides if side.group.id == group)
    if instrument is None or case.headline is None or item not in instrument.items:
        return frozenset()
    sets = of_an_answer(case, side, OWN, item, case.headline.id)
    whole = key("answered", instrument=OWN, item=item, group=group, visit=case.headline.id)
    if 0 < len(sets[whole]) < LEAST:
        return frozenset()
    return told(sets, known={whole})


def _strata(case: Case) -> frozenset[tuple[str, str]]:
    """Groups and strata of the choice whose means may stand beside those of everybody.

    Everybody is printed too, so what is left beside a stratum, or beside both halves of the wishes, must not be few.
    """
    known, instrument = flags(case.items), case.instrument(OWN)
    if instrument is None or case.headline is None or known.empty:
        return frozenset()
    named = {
        "choice": set(known.loc[known["choice"].eq(True), "patient"]),
        "wish_met": set(known.loc[known["wish_met"] == "yes", "patient"]),
        "wish_other": set(known.loc[known["wish_met"].isin(["no", "open", "unsure"]), "patient"]),
    }
    scored = case.scores[
        (case.scores["instrument"] == OWN) & (case.scores["visit"] == case.headline.id)
        & (case.scores["outcome"] == "scored") & case.scores["scale"].isin(["TRT", "DEC"])
    ]  # fmt: skip
    safe = {(side.group.id, name) for side in case.sides for name in named}
    for side in case.sides:
        for _, rows in scored[scored["group"] == side.group.id].groupby("scale", observed=True):
            here = set(rows["patient"]) & members(case, side)
            sets: Sets = {"everybody": here, **{name: here & people for name, people in named.items()}}
            few = not here or 0 < len(here) < LEAST
            cleared = frozenset() if few else told(sets, known={"everybody"})
            safe -= {(side.group.id, name) for name in named if name not in cleared}
    return frozenset(safe)
