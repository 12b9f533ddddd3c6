"""The finding where scores among those alive are the headline, with who is alive, then a world without death."""

from qol.analysis.comparing.living import AliveAt
from qol.analysis.comparing.view import AtVisit, View
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.weighting.adjusted import Adjusted
from qol.language import gettext, number
from qol.study.comparing.words import (
    Finding,
    group_name,
    minus,
    points,
    scale_name,
    signed,
    tells_words,
    weights_name,
)  # fmt: skip


def living(view: View, row: AtVisit, found: AliveAt) -> Finding:
    """Never a word on who lives longer: how many are alive stands beside the scores, unjudged."""
    scale, beside = scale_name(view.data, view.question.choice), f"{_alive(view, found)} {_without_death(view, row)}"
    if found.difference is None:
        head = gettext("{visit}, {scale}, among those alive: no number.").format(visit=row.visit.label, scale=scale)
        return Finding(head, "", found.why, beside.strip())
    said = gettext(
        "{visit}, {scale}, among those alive: {minus} {difference} points, 95 % interval {lower} to {upper}, {how}."
    )
    how = weights_name(view.question.method) if found.weighted else gettext("not adjusted")
    head = said.replace(" %", "\u00a0%").format(
        visit=row.visit.label, scale=scale, minus=minus(view), how=how, **_numbers(view, found.difference)
    )
    return Finding(head, tells_words(view, found.difference), (), beside.strip())


def _alive(view: View, found: AliveAt) -> str:
    told = {
        name: number(100 * known.share, 0) if known.share is not None else "–"
        for name, known in zip(("first_share", "second_share"), found.living, strict=True)
    }
    said = gettext(
        "Alive at this visit, of those whose state is known: {first} {first_share} % of {first_known}, "
        "{second} {second_share} % of {second_known}."
    )
    return said.replace(" %", "\u00a0%").format(
        first=group_name(view.groups[0]), second=group_name(view.groups[1]), first_known=number(found.living[0].of),
        second_known=number(found.living[1].of), **told,
    )  # fmt: skip


def _without_death(view: View, row: AtVisit) -> str:
    """The weighted difference, else the mixed model's; empty without either."""
    if isinstance(row.weighted, Adjusted) and view.question.method != "none" and not view.pending:
        said = gettext(
            "The weighted difference, {difference}, 95 % interval {lower} to {upper}, describes a world without death."
        )
        return said.replace(" %", "\u00a0%").format(**_numbers(view, row.weighted))
    if row.model is None:
        return ""
    said = gettext("The mixed model, {difference}, 95 % interval {lower} to {upper}, describes a world without death.")
    return said.replace(" %", "\u00a0%").format(**_numbers(view, row.model))


def _numbers(view: View, found: Adjusted | Estimate) -> dict[str, str]:
    return {
        "difference": signed(view, found.estimate), "lower": points(view, found.lower),
        "upper": points(view, found.upper),
    }  # fmt: skip
