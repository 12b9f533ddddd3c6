"""What every column means: the codebook of the wide and long tables."""

from collections.abc import Iterator

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.course.characteristics import CHARACTERISTICS, Characteristic
from qol.exports._columns import column
from qol.instruments.conditions import in_words
from qol.instruments.definition import Instrument, Item, Page, Scale

NAME = "codebook"
HELP = "Codebook: every column with its words, codes, range, direction, scoring rule and source."
ORDER = 12
IN_DATASET = True


def _of_characteristic(one: Characteristic) -> str:
    """What a column of the time before the decision means."""
    allowed = (
        f"{one.lowest:g} to {one.highest:g} {one.unit}"
        if one.is_number
        else ", ".join(code if code == words else f"{code}={words}" for code, words in one.values.items())
    )
    hint = f" ({one.hint[0].lower()}{one.hint[1:]})" if one.hint else ""
    return f"{one.label}{hint}: {allowed}"


SINCE = {
    "since_neoadjuvant_end": "the end of neoadjuvant treatment", "since_decided": "the decision",
    "since_regrowth": "the first regrowth", "since_resection": "the first resection",
    "since_stoma_formed": "the first stoma", "since_stoma_closed": "its closure", "since_died": "death",
    "since_withdrawn": "withdrawal",
}  # fmt: skip

PLAIN = {
    "study": "Name of the study",
    "patient": "Keyed pseudonym of the patient",
    "site": "Site",
    "group": "Strategy at time zero (nom, surgery, undecided), for good; or the arm of an imported study",
    "sex": "female or male",
    "age_at_enrolment": "Age at enrolment in whole years",
    "visit": "Visit of the protocol whose window holds the form's date; empty: outside every window",
    "also_visit": "Calendar visit that a form of an event visit answers too; it counts there in comparisons by visit",
    "visit_order": "Order of the visit in the protocol",
    "visit_label": "Visit in words",
    "scheduled": "True where the form lies in a window of the protocol",
    "on_date": "Day on which the assessment was completed (ISO); empty where only days since inclusion are known",
    "study_day": "Days since the study clock of the protocol; negative before it",
    "months": "study_day / 30.4375",
    "assessment": "One visit's forms",
    "form": "One instrument answered once",
    "attempt": "1, or more where a form was begun again after its recall period",
    "status": "open, completed, partial or not_done",
    "mode": "self, read_aloud, proxy, telephone, paper, imported or simulated; in wide tables all of an assessment",
    "completed_on": "Day on which the form was completed (ISO): on paper the day written on it, else when it was sent",
    "received_on": "Day on which the clinic had the form (ISO)",
    "entered_on": "Day on which its answers came into the database (ISO)",
    "language": "Language of the questions",
    "instrument": "Id of the instrument",
    "edition": "Edition of the paper form",
    "version": "Version of our definition",
    "scoring_hash": "SHA-256 of the scoring definition that the form was answered with",
    "wording_kind": "paraphrase, not_validated, licensed or imported",
    "wording_notice": "What is to be said wherever a result of this wording is shown",
    "strategy": "Strategy on the day of the form",
    "rectum": "kept, regrowth (known, rectum still there) or removed, on the day of the form",
    "stoma": "Stoma on the day of the form, confirmed by staff",
    "stoma_intent": "temporary or permanent",
    "organ_preserved": "True while the rectum was never removed",
    "item": "Id of the item, as printed on the form",
    "scale": "Id of the scale",
    "label": "Short name",
    "value": "Answer as the paper's code, or score in full precision",
    "answer": "Words of the answer; of a query: confirmed, corrected or timeline_changed",
    "answer_version": "1 for the first answer; every change is a new version",
    "versions": "How many versions of the answer are kept; 0 where there was never one",
    "corrected": "True where staff corrected the answer, or an answer that the score or row rests on",
    "old_value": "Answer before the correction; empty where there was none",
    "new_value": "Answer after the correction; empty where it was taken back",
    "corrected_on": "Day of the correction (ISO)",
    "reason_kind": "patient_said, typed_wrongly, read_again, record_checked, second_entry or other",
    "query": "Id of a query, the same in every export",
    "kind": "Kind of query: the rule that found it",
    "since": "Day from which the doubt could be known (ISO)",
    "answers": "How many answers staff gave to the query",
    "raised_on": "Day on which a marked answer came, or was corrected to what it is (ISO)",
    "look_by": "Day by which the protocol's reader was to see it (ISO)",
    "seen_on": "Day on which somebody first saw it (ISO)",
    "answered_on": "Day of the last answer to the query (ISO)",
    "state": "answered, chosen_not_applicable, not_applicable (routing), declined, not_reached, not_recorded; "
    "of a query: open, answered (the doubt stands and is right as it is), settled; "
    "of a flag: waiting, overdue, seen, corrected",
    "outcome": "scored, missing or not_applicable",
    "reason": "Why there is no score, or no form",
    "answered": "Items answered",
    "asked": "Items that applied",
    "band": "Published category of the score",
    "satisfied_by": "Event visit whose form answered this one",
    "opens": "First day of the window",
    "due": "Day on which the visit is due",
    "overdue": "Day from which it is overdue",
    "closes": "Last day of the window",
    "expected": "True where a form could be expected: window opened, alive, not withdrawn, visit applies",
    "event": "Kind of event",
    "on": "Day of the event",
    "precision": "day, or month (then the day is the 15th)",
    "day": "Days since enrolment",
    "details": "What was recorded with the event",
    "arm": "Arm of an imported study",
    "stage": "Stage at enrolment",
    "enrolled_on": "Day of enrolment",
    "decided_on": "Day of the first decision: time zero",
    "neoadjuvant_end_on": "Last day of the last component of neoadjuvant treatment",
    "regrowth_on": "First local regrowth in the intact rectum",
    "resection_on": "First resection of the rectum",
    "stoma_formed_on": "First stoma",
    "stoma_closed_on": "First stoma closure",
    "metastasis_on": "First metastasis",
    "died_on": "Death",
    "withdrawn_on": "Withdrawal",
    "response": "Result of the last response assessment up to the decision: complete, near_complete, incomplete",
    "offered": "What was really offered: nom, surgery, both, unknown",
    "preferred": "What the patient preferred: nom, surgery, both, unsure",
    "decision_reason": "Reason of the decision",
    "operation": "Kind of the first resection: lar, apr, other",
    **{one.id: _of_characteristic(one) for one in CHARACTERISTICS},
    "disease_set": "Stage and intent at time zero: stage_1_3, stage_4_curative, stage_4_palliative, stage_4_unrecorded",
    "in_set": "True for everybody in the analysis set that the plan declares, of the one set of stage and intent that "
    "has most people in its smaller group",
    "propensity": "Probability of the first group (nom, or the first arm) given the covariates of the plan",
    "weight_overlap": "Overlap weight; empty outside the analysis set and where weights are refused",
    "weight_iptw": "Stabilised inverse probability weight; empty outside the analysis set and where refused",
    "age": "Covariate: whole years at enrolment",
    "decision_year": "Covariate: calendar year of the decision",
    "baseline": "Covariate: primary score at the baseline visit that the plan names",
    **{name: f"Days from {words} to the day of the visit's forms" for name, words in SINCE.items()},
    "alive": "False at visits whose window the patient did not live to see",
    "source": "enrolled, imported or synthetic",
    "text": "Free text",
    "table": "Table for release: people, completeness, bowel or satisfaction",
    "category": "What these people have in common: a valid form, none, a part of the bowel, the code of an answer",
    "people": "How many people; † where it would tell, alone or by subtraction, of 1 to 7",
    "sentence": "How many entries of the table are withheld, and why",
    "demonstration": "Says `invented patients` in a demonstration study",
}

COLUMNS = (
    "column", "kind", "instrument", "part", "label", "question", "codes", "lowest", "highest",
    "higher_means", "method", "items", "needs", "asked_if", "bands", "missing", "recall", "wording", "source",
    "caution",
)  # fmt: skip


def table(data: StudyData) -> pd.DataFrame:
    """One row a column of the tables: plain columns first, then every item and score of each instrument."""
    rows: list[dict[str, str]] = [{"column": n, "kind": "plain", "label": words} for n, words in PLAIN.items()]
    for instrument in data.instruments.values():
        notice = data.wording.get(instrument.id, "")
        rows += _apart_row(instrument)
        rows += [_item_row(instrument, page, item, notice) for page, item in instrument.pages_with_items()]
        for scale in instrument.scales:
            rows += _scale_rows(instrument, scale, notice)
    return pd.DataFrame([dict.fromkeys(COLUMNS, "") | row for row in rows], columns=list(COLUMNS))


def _apart_row(instrument: Instrument) -> Iterator[dict[str, str]]:
    """The column that says for which stoma status an instrument's scales hold, where some change with it."""
    apart = ", ".join(scale.id for scale in instrument.scales if scale.separate_by == "stoma")
    if apart:
        yield {
            "column": column(instrument.id, "stoma"), "kind": "plain", "instrument": instrument.id, "codes": "no, yes",
            "label": f"Stoma when the form was answered, in the patient's own word where asked; {apart} hold for it",
            "caution": f"{apart}: never average or model people with and without a stoma together",
        }  # fmt: skip


def _item_row(instrument: Instrument, page: Page, item: Item, notice: str) -> dict[str, str]:
    answers = instrument.answer_sets[item.answers]
    if answers.kind == "text":
        codes = "free text, never scored"
    else:
        codes = " | ".join(f"{option.code}={option.label or option.code}" for option in answers.options)
    return {
        "column": column(instrument.id, item.id),
        "kind": "item",
        "instrument": instrument.id,
        "part": item.id,
        "label": item.label,
        "question": " / ".join(item.ask.values()),
        "codes": codes,
        "asked_if": " and ".join(_conditions(instrument, page, item)),
        "missing": "empty; the reason is in items-long",
        "recall": page.recall or "",
        "wording": notice,
        "source": instrument.reference,
        "caution": instrument.caution,
    }


def _conditions(instrument: Instrument, page: Page, item: Item) -> Iterator[str]:
    for condition in (instrument.applies_if, page.ask_if, item.ask_if):
        if condition:
            yield in_words(condition, instrument)


def _scale_rows(instrument: Instrument, scale: Scale, notice: str) -> list[dict[str, str]]:
    name = column(instrument.id, scale.id)
    score = {
        "column": name,
        "kind": "score",
        "instrument": instrument.id,
        "part": scale.id,
        "label": scale.label,
        "lowest": f"{scale.lowest:g}",
        "highest": f"{scale.highest:g}",
        "higher_means": f"{scale.higher_means}" + (f": {scale.meaning}" if scale.meaning else ""),
        "method": scale.method + (", reversed" if scale.reversed else ""),
        "items": " ".join(scale.parts),
        "needs": f"{scale.needs} ({scale.needs_rule})",
        "asked_if": in_words(scale.applies_if, instrument) if scale.applies_if else "",
        "bands": " | ".join(f"{b.label}: {b.lowest:g} to {b.highest:g}" for b in scale.bands),
        "missing": instrument.missing_rule,
        "wording": notice,
        "source": f"{instrument.reference}; {scale.source}" if scale.source else instrument.reference,
        "caution": instrument.caution,
    }
    count = {"column": f"{name}_n", "kind": "count", "instrument": instrument.id, "part": scale.id,
             "label": f"{scale.label}: {'scales with a score' if scale.scales else 'items answered'}"}  # fmt: skip
    why = {"column": f"{name}_y", "kind": "reason", "instrument": instrument.id, "part": scale.id,
           "label": f"{scale.label}: why there is no score"}  # fmt: skip
    before = {"column": f"{name}_b", "kind": "baseline", "instrument": instrument.id, "part": scale.id,
              "label": f"{scale.label}: score at the baseline that the plan names"}  # fmt: skip
    return [score, count, why, before]
