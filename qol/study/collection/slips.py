"""Printed slips for several patients at once: one paper each, with the ways in that a single slip has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qol.errors import NotFound, QolError
from qol.language import SOURCE, gettext
from qol.reports._slips import Slip, slips_pdf
from qol.study.collection.handing_over import open_ways
from qol.study.house import House
from qol.study.schedule.visit_plan import plan
from qol.study.scope import Scope
from qol.study.secrets import grouped

MOST = 60
"""Slips of one print."""
Sign = Callable[[str, str], str]
"""Draws the sign of an address with its words, as SVG."""


@dataclass(frozen=True)
class Printed:
    """The PDF, and the patients whose slip could not be made with the reason."""

    pdf: bytes
    left_out: tuple[tuple[str, str], ...]


def print_slips(
    house: House, scope: Scope, picked: Sequence[tuple[str, str]], sign: Sign, today: date, now: datetime
) -> Printed:
    """Slips for (study code, visit) pairs, in their order; every one gets fresh codes, as on the hand-over page.

    Raises QolError where nobody was picked, too many were, or not one slip could be made.
    """
    if not picked:
        raise QolError(gettext("Tick the patients first whose slips are to be printed."))
    if len(picked) > MOST:
        raise QolError(gettext("Print at most %(most)s slips at once.") % {"most": MOST})
    with house.database.reading() as session:  # before anybody's earlier codes end
        for code, _ in picked:
            scope.patient(session, code)
    slips, left_out = [], []
    for code, visit in dict.fromkeys(picked):
        try:
            slips.append(_slip(house, scope, code, visit, sign, today, now))
        except NotFound:
            raise
        except QolError as refused:
            left_out.append((code, str(refused)))
    if not slips:
        raise QolError(" ".join(reason for _, reason in left_out))
    return Printed(slips_pdf(slips, [f"{code}: {reason}" for code, reason in left_out]), tuple(left_out))


def _slip(house: House, scope: Scope, code: str, visit: str, sign: Sign, today: date, now: datetime) -> Slip:
    planned = plan(house, scope, code, visit, today)
    if planned.refusals:
        raise QolError(" ".join(planned.refusals))
    ways = open_ways(house, scope, code, visit, "slip", planned.language, today, now)
    page = f"{house.settings.public_url}/s"
    spoken = f"?lang={planned.language}" if planned.language != SOURCE else ""
    return Slip(
        code=code,
        language=planned.language,
        sign=sign(f"{page}{spoken}#{ways.link}", code),
        page=page,
        typed=grouped(ways.typed),
        after_break=grouped(ways.slip),
        closes=ways.closes or today,
        phone=planned.phone,
    )
