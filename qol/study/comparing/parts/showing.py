"""Showing one part of the comparison: noted in the audit like a view, computed only when it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from qol.analysis.comparing.view import Question
from qol.analysis.comparing.view_strata import KINDS, Kind, divided
from qol.analysis.comparing.views import Views
from qol.instruments.build_references import load_references
from qol.instruments.references import References
from qol.study.comparing.asking import asked
from qol.study.comparing.cuts import computing
from qol.study.comparing.drawing_again import PATIENCE, PATIENCE_OF_FILES, Again
from qol.study.comparing.parts import answers, balance, bowel, tested
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Name, Part
from qol.study.comparing.showing import noted, of_study
from qol.study.comparing.words import of_whom
from qol.study.house import House
from qol.study.scope import Scope

BUILT: Mapping[Name, Callable[[Ground], Part]] = {
    "answers": answers.part, "bowel": bowel.part, "balance": balance.part, "tests": tested.part,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class ShownPart:
    """A part with everything that can be chosen beside it. kinds: what the people can be divided by."""

    views: Views
    question: Question
    ground: Ground
    part: Part
    kinds: tuple[Kind, ...]
    refused: str = ""
    """Why another set of stage and intent is shown than was asked for."""


def built(name: Name, ground: Ground) -> Part:
    """A part in the language in use; its standing says of which stage and intent it is."""
    made = BUILT[name](ground)
    return replace(made, standing=". ".join(said for said in (of_whom(ground.data), made.standing) if said))


def show_part(
    house: House, scope: Scope, said: Mapping[str, str], now: datetime, name: Name, action: str
) -> ShownPart | None:  # fmt: skip
    """One part of the data as they are; None where the study has no scores. action: read, csv, png, pdf.

    Raises NotTwoGroups where the study has not two groups.
    """
    again, refused = of_study(house, scope, now, said)
    with computing():
        question = asked(again.views, said)
    if question is None:
        return None
    ready = _ready(again, name, question, PATIENCE if action == "read" else PATIENCE_OF_FILES)
    with computing():
        ground = _ground(house, again, question, said, ready)
        kinds = divided(ground.people, ground.case.items, ground.groups) if name == "answers" else ()
        made = built(name, ground)
    noted(house, scope, now, f"{action}_{name}")
    return ShownPart(again.views, question, ground, made, kinds, refused)


def _ready(again: Again, name: Name, question: Question, patience: float) -> bool:
    """Whether the weighted numbers of the part are there; the bootstrap begins only for parts that need one."""
    if name == "tests":
        declared = again.views.declared
        return declared is not None and again.wait(declared, patience)
    return name == "balance" and again.wait(question, patience)


def _ground(house: House, again: Again, question: Question, said: Mapping[str, str], ready: bool) -> Ground:
    references = _references(house.settings.instruments_dir / "references")
    by = next((kind for kind in KINDS if kind == said.get("by")), None)
    return Ground(
        again.views, question, by, again.whole(references), references, house.library.translations, ready
    )  # fmt: skip


@cache
def _references(folder: Path) -> References:
    return load_references(folder)
