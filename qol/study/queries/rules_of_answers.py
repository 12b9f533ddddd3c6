"""Answers against the record: one function a rule, each giving what it finds."""

from collections.abc import Iterator

from qol.course.state import State, state_at
from qol.instruments.conditions import asked_items, facts_with_answers, holds
from qol.instruments.definition import Instrument
from qol.study.queries.case import CameForm, QueryCase
from qol.study.queries.finding import Finding

ROUTING = ("stoma", "rectum", "strategy")
"""Facts of the record that decide which questions a form asks."""


def answer_and_record(case: QueryCase) -> Iterator[Finding]:
    """An answer that sets a fact (q48: a stoma) says otherwise than the timeline on the day of the form."""
    for form in case.forms:
        for item in form.instrument.items.values():
            said = item.sets_by.get(form.values.get(item.id, -1)) if item.sets else None
            recorded = _recorded(case, form, item.sets) if item.sets else None
            if item.sets and said and recorded and said != recorded:
                facts = {"fact": item.sets, "answered": said, "recorded": recorded}
                yield _of(form, "answer_and_record", facts, item.id, item.label)


def record_changed(case: QueryCase) -> Iterator[Finding]:
    """The timeline says of the day of a form something else than when the form was asked."""
    for assessment in {form.assessment_id: form for form in reversed(case.forms)}.values():
        if assessment.imported or assessment.on is None:
            continue
        now = state_at(case.timeline, assessment.on)
        for fact in ROUTING:
            asked, recorded = assessment.facts.get(fact), _fact(now, fact)
            if asked is not None and asked != recorded and not _patient_said(assessment, fact, recorded):
                facts = {"fact": fact, "asked": asked, "recorded": recorded}
                yield Finding(
                    "record_changed", f"{assessment.assessment_id} {fact}", max(case.last_change, assessment.came_on),
                    facts, _when(assessment), form_id=assessment.id, visit_id=assessment.visit_id,
                )  # fmt: skip


def sex_specific(case: QueryCase) -> Iterator[Finding]:
    """Questions for women or men were answered by somebody who is recorded as the other."""
    for form in case.forms if case.sex else ():
        wrong = [
            item.id
            for page, item in form.instrument.pages_with_items()
            if item.id in form.values
            and any(
                holds({"sex": c["sex"]}, {"sex": case.sex}) is False for c in (page.ask_if, item.ask_if) if "sex" in c
            )
        ]
        if wrong:
            facts = {"items": " ".join(wrong), "sex": str(case.sex)}
            yield _of(form, "sex_specific", facts, None, _labels(form.instrument, wrong))


def answered_though_not_asked(case: QueryCase) -> Iterator[Finding]:
    """A typed form holds answers to questions that its facts do not ask."""
    for form in case.forms:
        if not form.typed:
            continue
        asked = asked_items(form.instrument, facts_with_answers(form.instrument, form.facts, dict(form.values)))
        wrong = [item for item in form.instrument.items if item in form.values and item not in asked]
        wrong = [item for item in wrong if not _is_of_other_sex(case, form, item)]
        if wrong:
            yield _of(
                form, "answered_though_not_asked", {"items": " ".join(wrong)}, None, _labels(form.instrument, wrong)
            )


def not_on_offer(case: QueryCase) -> Iterator[Finding]:
    """A number that its question does not offer."""
    for form in case.forms:
        for item, value in form.values.items():
            answers = form.instrument.answers_of(item) if item in form.instrument.items else None
            if answers is None or answers.kind == "text":
                continue
            if value not in answers.scored_codes and value not in answers.not_applicable_codes:
                yield _of(form, "not_on_offer", {"value": str(value)}, item, form.instrument.items[item].label)


def _is_of_other_sex(case: QueryCase, form: CameForm, item: str) -> bool:
    """Whether `sex_specific` says it already."""
    conditions = (form.instrument.page_of(item).ask_if, form.instrument.items[item].ask_if)
    return any(holds({"sex": c["sex"]}, {"sex": case.sex}) is False for c in conditions if "sex" in c)


def _recorded(case: QueryCase, form: CameForm, fact: str) -> str | None:
    """What the record says of the day of a form; of an import only what came with it is known."""
    if form.imported or form.on is None or fact not in ROUTING:
        return form.facts.get(fact)
    return _fact(state_at(case.timeline, form.on), fact)


def _fact(state: State, fact: str) -> str:
    return {"stoma": state.stoma, "rectum": state.rectum, "strategy": state.strategy}[fact]


def _patient_said(form: CameForm, fact: str, recorded: str) -> bool:
    """Whether the patient's own answer was what the record says now, so that the right questions were asked."""
    items = (item for item in form.instrument.items.values() if item.sets == fact)
    return any(item.sets_by.get(form.values.get(item.id, -1)) == recorded for item in items)


def _labels(instrument: Instrument, items: list[str]) -> str:
    return ", ".join(instrument.items[item].label for item in items)


def _when(form: CameForm) -> dict[str, str]:
    return {"on": form.on.isoformat() if form.on else "", "form": form.instrument.short_title}


def _of(form: CameForm, kind: str, facts: dict[str, str], item: str | None, label: str) -> Finding:
    subject = f"{form.id} {item}" if item else form.id
    return Finding(
        kind, subject, form.came_on, facts, {"label": label, **_when(form)}, form_id=form.id, item_id=item,
        visit_id=form.visit_id,
    )  # fmt: skip
