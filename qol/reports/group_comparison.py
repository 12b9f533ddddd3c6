"""NOM against surgery: satisfaction first, then quality of life, then bowel function; weighted as the plan declares.

The declared weighted difference first, or why there is none; balance, overlap and what the weights cost; then observed
means, differences with intervals, answers, LARS categories with the stoma patients named. Groups are the strategies at
time zero.
"""

from typing import Any

from qol.analysis.study_data import StudyData
from qol.instruments.references import References
from qol.reports import _imprint
from qol.reports._comparison import (
    answers,
    balance_words,
    bowel,
    bowel_tests,
    disease,
    every_model,
    gaps,
    guidelines,
    limits,
    manuscript,
    modelled,
    pages,
    people,
    sensitivity,
    strata,
    words,
    worsening,
)
from qol.reports._comparison.case import Case, case
from qol.reports._comparison.release.clearance import released
from qol.reports._comparison.release.copy import INTERNAL, RELEASE, copy, withheld
from qol.reports._comparison.selection import EVERY_QUESTION, FIRST_PAGE, OWN, first_page
from qol.reports._comparison.weighted_forest import first_forest
from qol.reports._document import Document
from qol.reports._paper import render

NAME = "group-comparison"
HELP = "NOM against surgery by visit: satisfaction, quality of life, bowel function; weighted as the plan declares."
EXAMPLE = "python -m qol report group-comparison --out comparison.pdf"
PATIENT = False
COMPARES = True
RELEASED = True
"""Whether there is a copy that may leave the team."""


def document(
    data: StudyData, references: References, visit: str | None = None, release: bool = False,
    disease_set: str | None = None,
) -> Document:  # fmt: skip
    """The comparison of a study's two groups.

    visit: the visit that page 1 speaks of; else the one that the protocol declares, if at least ten people of
    each group answered then, else the one with most answers in the smaller group. release: the copy that may leave
    the team, without anything that tells of 1 to 7 people. disease_set: of which stage and intent, else the set with
    most people in its smaller group. Raises NotTwoGroups where the study has not two groups, NotFound for a visit
    without answers and NoSuchSet for a set that has nobody in a group.
    """
    made = case(data, references, visit, disease_set)
    if release:
        made = released(made)
    html = render(RELEASE if release else INTERNAL, context(made))
    name = disease.named(made, f"{NAME}-release" if release else NAME)
    return Document(html, made.ledger.rows(), f"{data.study}-{name}-{data.cut:%Y-%m-%d}.pdf")


def context(case: Case) -> dict[str, Any]:
    """Everything that the template says, already in words and formatted numbers."""
    told = people.people(case)
    better, worse = first_page(case.data, "better"), first_page(case.data, "worse")
    drawn = first_forest(case, better, worse)
    stacks = bowel.figure(case, (case.headline,)) if case.headline else None
    first = answers.blocks(case, FIRST_PAGE)
    every = answers.blocks(case, EVERY_QUESTION, widest=66)
    numbering = pages.Numbering()
    shown = numbering.take(
        answers=bool(first), forest=drawn is not None, bowel=stacks is not None, flow=True, complete=True
    )
    weighing = balance_words.pages(case, numbering)
    numbering.take(questions=bool(every))
    return {
        **_heads(case), "copy": copy(case), "withheld": withheld(case),
        "answer": words.answer(case, (*better, *worse), told, bowel.sentence(case, stacks)),
        "has_answer": words.leading(case) is not None,
        "first_page": first, "data_gaps": gaps.data_gaps(case), "no_satisfaction": words.no_satisfaction(case),
        "forest": drawn, "no_important_difference": gaps.important(case),
        "figure_no": shown, **weighing,
        "bowel": stacks, "bowel_no": numbering.number("bowel"), "bowel_caption": bowel.caption(case, stacks),
        "bowel_notes": bowel.notes(case, stacks),
        "people": told, **people.words(case, told),
        "every_question": every, "questions_opening": answers.opening(case), "questions_note": answers.note(case),
        "joined_words": answers.JOINED if case.ledger.released else "",
        "own_notice": case.data.wording.get(OWN, "").partition(";")[0],
        "strata": strata.page(case, numbering),
        "pages": pages.pages(case, numbering), **limits.words(case),
        **({} if case.ledger.released else _internal(case, told, numbering)),
    }  # fmt: skip


def _internal(case: Case, told: people.People, numbering: pages.Numbering) -> dict[str, Any]:
    """The sections that only the copy for the team has, in the order of their figures and tables."""
    tested = bowel_tests.bowel_tests(case, numbering)
    modelled_ = modelled.modelled(case, case.models, numbering)
    curves = worsening.worsening(case, numbering)
    other_ways = sensitivity.page(case, case.models, numbering)
    there = manuscript.Sections(modelled_, tested is not None, bool(curves), other_ways)
    return {
        "tested": tested, "modelled": modelled_, "worsening": curves, "sensitivity": other_ways,
        "manuscript": manuscript.manuscript(case, told, there), "guidelines": guidelines.guidelines(case),
        "appendix": every_model.appendix(case, case.models, numbering),
        "exploratory": "the declared family" if case.data.standing.confirmatory else "exploratory",
    }  # fmt: skip


def _heads(case: Case) -> dict[str, Any]:
    """Title, running head and foot."""
    data, at = case.data, case.headline.inside if case.headline else "without a visit"
    names = "Non-operative management and surgery" if case.strategies else f"{case.first.name} and {case.second.name}"
    stamp = _imprint.stamp(data)
    return {
        "lang": "en", "title": f"{names} compared, {at}" + (f" ({stamp.lower()})" if stamp else ""),
        "description": f"Group comparison, {words.caution_head(case).lower()}.",
        "software": _imprint.software(), "stamp": stamp, "study": data.title, "names": names, "at": at,
        "minus": case.minus, "sides": case.sides,
        "side_sizes": [case.ledger.count("entered", s.size, group=s.group.id) for s in case.sides],
        "of_whom": disease.heads(case), "sets_apart": disease.apart(case), "sets_together": disease.together(case),
        "caution_head": words.caution_head(case), "caution_short": words.caution_short(case),
        "group_words": words.GROUPS[case.strategies],
        "cut": _imprint.data_cut(data), "protocol": _imprint.protocol(data), "plan": _imprint.plan(data),
        "wording": _imprint.wording(data), "definitions": _imprint.definitions(data),
    }  # fmt: skip
