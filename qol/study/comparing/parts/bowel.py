"""LARS and stoma: everybody by visit, LARS beside the general population, and the declared test at the chosen visit."""

import pandas as pd

from qol.analysis.bowel import bowel
from qol.analysis.categories.composite import major, stoma_or_major
from qol.analysis.categories.shares import SharesTested
from qol.analysis.difference import LEAST
from qol.language import gettext, number
from qol.reports._visits import axis_unit, occasion
from qol.study.comparing.parts.bowel_pictures import Pair, norms, stacks
from qol.study.comparing.parts.bowel_tables import apart, everybody, rows, share, tests
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Part, exploratory, name_of


def part(ground: Ground) -> Part:
    """Of the chosen population, unadjusted; everybody seen at a visit is counted once."""
    title = f"{name_of('bowel')}: {ground.visit.label}"
    if ground.question.population == "received":
        no = gettext("LARS is shown by strategy at the decision: choose another way to form the groups.")
        return Part("bowel", title, no, exploratory())
    told = {visit.id: _pair(ground, visit.id) for visit in ground.views.visits}
    told = {visit: pair for visit, pair in told.items() if any(one.with_stoma + one.scored for one in pair)}
    here = told.get(ground.question.visit)
    tested = _tested(ground, here) if here else ()
    return Part(
        "bowel", title, _finding(ground, tested), exploratory(), _said(ground, here), (),
        (*stacks(ground, told), *(norms(ground, here) if here else ())),
        (*((tests(ground, tested),) if tested else ()), everybody(ground, told)),
        pd.DataFrame(row for visit, pair in told.items() for row in rows(ground, visit, pair)),
    )  # fmt: skip


def _pair(ground: Ground, visit: str) -> Pair:
    first, second = (bowel(ground.case.forms, ground.case.scores, group, visit) for group in ground.groups)
    return first, second


def _tested(ground: Ground, here: Pair) -> tuple[SharesTested, ...]:
    """Both comparisons by the declared test; without a plan none is declared, and Fisher's is used."""
    plan = ground.data.protocol.plan
    test = plan.categorical_test if plan else "fisher"
    first, second = here
    return major(first, second, ground.names, test), stoma_or_major(first, second, ground.names, test)


def _finding(ground: Ground, tested: tuple[SharesTested, ...]) -> str:
    if not tested:
        return gettext("Nobody has a LARS score or a stoma at this visit.")
    found = tested[1]
    where = gettext("{visit}, stoma or major LARS").format(visit=ground.visit.label)
    if found.apart is None:
        return gettext("{where}: fewer than {least} people in a group, so nothing is compared.").format(
            where=where, least=number(LEAST)
        )
    told = gettext("{where}: {first} ({group}) against {second} ({other}), difference {difference}.").format(
        where=where, first=share(found.shares[0].count, found.shares[0].of), group=ground.names[0],
        second=share(found.shares[1].count, found.shares[1].of), other=ground.names[1], difference=apart(found),
    )  # fmt: skip
    if not found.apart.tells:
        told += " " + gettext("The interval holds zero, so these data cannot tell the groups apart.")
    return told


def _said(ground: Ground, here: Pair | None) -> tuple[str, ...]:
    said = [
        gettext("With a stoma LARS has no meaning: these people are in no LARS category and stand beside them."),
    ]
    if ground.whole.strategies:
        said.append(
            gettext("LARS was made for the bowel after anterior resection; under NOM the rectum is mostly intact.")
        )
    months = occasion(ground.visit, axis_unit(ground.data)).at
    if here and axis_unit(ground.data) == "months" and (months is None or months < 12):
        said.append(gettext("Before month 12 a stoma is mostly the temporary one of the operation."))
    return tuple(said)
