"""The four choices of the comparison, each with what is chosen."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from qol.analysis.comparing.declared import METHODS
from qol.analysis.comparing.view import Question
from qol.analysis.comparing.view_strata import Kind
from qol.analysis.comparing.views import Views
from qol.analysis.disease_set import POOLED
from qol.language import gettext
from qol.study.comparing.asking import address, key
from qol.study.comparing.parts.part import NAMES, name_of
from qol.study.comparing.parts.stratum_words import kind_name
from qol.study.comparing.words import population_name, scale_name, sections, set_name, weights_name


@dataclass(frozen=True)
class One:
    """One thing to choose; hint: what is to be known before."""

    value: str
    words: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class Choosing:
    """The form. weights are empty where nothing can be weighted, sets where the study has one alone."""

    scales: tuple[tuple[str, tuple[One, ...]], ...]
    visits: tuple[One, ...]
    populations: tuple[One, ...]
    weights: tuple[One, ...]
    kinds: tuple[One, ...]
    part: str
    sets: tuple[One, ...] = ()


@dataclass(frozen=True)
class Link:
    """The address of a part; here: it is the one that is shown."""

    words: str
    address: str
    here: bool


def choosing(
    views: Views, question: Question, part: str = "course", kinds: tuple[Kind, ...] = (), by: Kind | None = None
) -> Choosing:
    """What the study has to choose from for a part; kinds: what people can be divided by."""
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
        if views.compared(question.population) is not None
        else (),
        kinds=tuple(One(one or "", kind_name(one), one == by) for one in (None, *kinds)) if kinds else (),
        part=part,
        sets=_sets(views, question),
    )


def _sets(views: Views, question: Question) -> tuple[One, ...]:
    """The sets of stage and intent with people in both groups, and all of them pooled."""
    speaks = views.data.speaks_of
    if speaks is None or len(speaks.members) < 2:
        return ()
    there = [one for one in speaks.members if min(speaks.sizes(one))]
    return tuple(One(one, set_name(one), one == question.disease_set) for one in (*there, POOLED))


def links(question: Question, here: str) -> tuple[Link, ...]:
    """The parts that a question has: LARS and stoma only where LARS is asked about."""
    lars = question.choice.instrument == "lars"
    there = [name for name in ("course", *NAMES) if name != "bowel" or lars]
    return tuple(
        Link(name_of(name), url_for("staff.compared", **_asked(question, name)), name == here) for name in there
    )


def _asked(question: Question, name: str) -> dict[str, Any]:
    return {**address(question), **({} if name == "course" else {"part": name})}


def printed(question: Question) -> dict[str, str]:
    """What the address of the printed report takes along: the set, where there are several."""
    return {"set": question.disease_set} if question.disease_set else {}


def _hint(population: str, declared: str) -> str:
    return {"declared": declared, "kept": gettext("conditions on the future")}.get(population, "")
