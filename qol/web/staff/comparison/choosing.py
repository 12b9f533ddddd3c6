"""The four choices of the comparison, each with what is chosen."""

from dataclasses import dataclass

from qol.analysis.comparing.declared import METHODS
from qol.language import gettext
from qol.study.comparing.asking import key
from qol.study.comparing.showing import Shown
from qol.study.comparing.words import population_name, scale_name, sections, weights_name


@dataclass(frozen=True)
class One:
    """One thing to choose; hint: what is to be known before."""

    value: str
    words: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class Choosing:
    """The form. weights are empty where nothing can be weighted."""

    scales: tuple[tuple[str, tuple[One, ...]], ...]
    visits: tuple[One, ...]
    populations: tuple[One, ...]
    weights: tuple[One, ...]


def choosing(shown: Shown) -> Choosing:
    """What the study has to choose from."""
    views, question = shown.views, shown.question
    data = views.data
    plan = data.protocol.plan
    declared = gettext("as in the plan")
    return Choosing(
        scales=tuple(
            (name, tuple(One(key(one), scale_name(data, one), one == question.choice) for one in choices))
            for name, choices in sections(views)
        ),
        visits=tuple(One(one.id, one.label, one.id == question.visit) for one in views.visits),
        populations=tuple(
            One(one, population_name(one), one == question.population, _hint(one, declared))
            for one in views.populations
        ),
        weights=tuple(
            One(one, weights_name(one), one == question.method, declared if plan and one == plan.weights else "")
            for one in METHODS
        )
        if shown.view.weighed is not None
        else (),
    )


def _hint(population: str, declared: str) -> str:
    return {"declared": declared, "kept": gettext("conditions on the future")}.get(population, "")
