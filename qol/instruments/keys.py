"""Every key of an instrument file, once: the builders know no others, and editors read their shapes and words here.

A new key is one line here and its reading in the builder; `qol.instruments.schema` makes the JSON Schema.
"""

from qol.instruments import shapes
from qol.instruments.definition import AnswerSet, Instrument, Licence
from qol.instruments.scale_keys import OPTION, SCALE
from qol.instruments.shapes import Key, Keys, Schema

EXAMPLE: Keys = {
    "name": Key(shapes.text, "A sentence that says what the example shows; no two are alike.", needed=True),
    "facts": Key(shapes.stated, "What is known of the patient: {stoma: no}."),
    "option": Key(shapes.identifier, "Which of the options scores it; left away: none."),
    "answers": Key(
        shapes.named(lambda: {"type": ["integer", "null"]}), "Item -> answer code; an item left out is not answered."
    ),
    "scores": Key(
        shapes.named(shapes.one_of(shapes.number, shapes.words_of("missing", "not_applicable"))),
        "Scale -> score to 0.01, or missing, or not_applicable.",
    ),
    "bands": Key(shapes.named(lambda: {"type": "string"}), "Scale -> id of the band that the score falls into."),
}

LICENCE: Keys = {
    "status": Key(
        shapes.written_as(Licence, "status"), "Who may use the wording: free, registration, restricted, unknown.",
        needed=True,
    ),
    "name": Key(shapes.text, "Name of the licence, such as CC-BY-4.0."),
    "holder": Key(shapes.text, "Who holds the copyright of the wording."),
    "note": Key(shapes.text, "Terms that whoever uses the instrument must know."),
}  # fmt: skip


ANSWERS: Keys = {
    "kind": Key(
        shapes.written_as(AnswerSet, "kind"), "choice (default), scale (numbers, words at both ends), text, number, "
        "thermometer.",
    ),
    "options": Key(shapes.by_code(shapes.text()), "Code -> words of the answer."),
    "not_applicable": Key(
        shapes.by_code(shapes.text()), "Code -> words by which a patient says that the item does not apply."
    ),
    "from": Key(shapes.whole, "The least number of a scale, number or thermometer, or of a choice without words."),
    "to": Key(shapes.whole, "The greatest number of a scale, number or thermometer, or of a choice without words."),
    "low": Key(shapes.text, "Words at the end of the least number."),
    "high": Key(shapes.text, "Words at the end of the greatest number."),
    "longest": Key(shapes.whole, "The longest free text that is taken, in characters."),
}  # fmt: skip

ITEM: Keys = {
    "id": Key(shapes.identifier, "q and the number that is printed on the form, such as q31.", needed=True),
    "label": Key(shapes.text, "Our own short name of the item, for staff and tables.", needed=True),
    "ask": Key(
        shapes.one_of(shapes.text, shapes.named(shapes.text)),
        "The question in our own words; or one wording for each variant. Left away: the wording is to be supplied.",
    ),
    "hint": Key(shapes.text, "A second, quieter line below the question."),
    "answers": Key(shapes.identifier, "Which set of answers is offered.", needed=True),
    "ask_if": Key(shapes.condition, "Of whom the item is asked: {stoma: yes}."),
    "sets": Key(shapes.text, "The fact that the patient's answer decides for the rest of the form."),
    "sets_by": Key(shapes.by_code({"type": "string"}), "Answer code -> value of that fact."),
}

PAGE: Keys = {
    "section": Key(shapes.text, "What these questions are about; patients see it as the part that they are in.", True),
    "recall": Key(shapes.text, "The period that is asked about, in the words of the form."),
    "recall_days": Key(shapes.whole, "The same period in days."),
    "intro": Key(shapes.texts, "Paragraphs before the first question."),
    "note": Key(shapes.text, "A page of its own before the first question: why it is asked, that skipping is fine."),
    "ask_if": Key(shapes.condition, "Of whom the page is asked: {sex: female}."),
    "items": Key(shapes.list_of(shapes.mapping(ITEM)), "The questions, in the order of the form.", needed=True),
}


def answer_set() -> Schema:
    """The short form `{1: ..., 2: ...}`, or the long one as soon as one of its keys is there."""
    long = [{"required": [key]} for key in ANSWERS]
    by_kind = [
        {
            "if": {"properties": {"kind": {"enum": [kind]}}, "required": ["kind"]},
            "then": {"required": needed},
        }
        for kind, needed in NEEDED_BY_KIND.items()
    ]
    return {
        "type": "object",
        "if": {"anyOf": long},
        "then": {**shapes.mapping(ANSWERS)(), "allOf": by_kind},
        "else": shapes.by_code({"type": "string", "minLength": 1})(),
    }


NEEDED_BY_KIND = {
    "scale": ["from", "to", "low", "high"],
    "number": ["from", "to"],
    "thermometer": ["from", "to"],
}

INSTRUMENT: Keys = {
    "id": Key(shapes.written_as(Instrument, "id"), "The name of the file without .yaml.", needed=True),
    "title": Key(shapes.text, "What staff and patients read.", needed=True),
    "short_title": Key(shapes.text, "What charts and narrow tables print.", needed=True),
    "version": Key(
        shapes.written_as(Instrument, "version"),
        'Ours, in quotes: "1.0". Changed whenever anything that touches a score changes.', needed=True,
    ),
    "edition": Key(shapes.text, "The edition of the paper form, such as 3.0."),
    "status": Key(shapes.written_as(Instrument, "status"), "released (default), provisional or draft."),
    "status_reason": Key(shapes.text, "Why it is provisional or a draft; every page, export and PDF repeats it."),
    "validation": Key(
        shapes.words_of("paraphrase", "not_validated"),
        "What is said of our words: a paraphrase of others', or our own and not validated.",
    ),
    "proxy": Key(
        shapes.written_as(Instrument, "proxy"), "no where nobody may answer in the patient's place; yes by default."
    ),
    "reference": Key(shapes.text, "The paper that the instrument is cited by.", needed=True),
    "sources": Key(shapes.texts, "Where items, scoring, categories and recall period come from."),
    "missing_rule": Key(shapes.text, "The rule for missing answers in words.", needed=True),
    "licence": Key(shapes.mapping(LICENCE), "Who may use the wording, and on what terms.", needed=True),
    "language": Key(shapes.written_as(Instrument, "language"), "Of the words in this file, such as en.", needed=True),
    "facts": Key(shapes.facts, "What must be known of a patient, with all values: {stoma: [no, yes]}."),
    "variants": Key(shapes.named(shapes.condition), "Named conditions that pick one of several wordings of an item."),
    "applies_if": Key(shapes.condition, "For whom the whole form is meant; for others every score is not applicable."),
    "answers": Key(
        shapes.named(answer_set), 'Sets of answers: {amount: {1: "Not at all", 2: "A little"}}.', needed=True
    ),
    "pages": Key(shapes.list_of(shapes.mapping(PAGE)), "The form from top to bottom, in runs of items.", needed=True),
    "scales": Key(shapes.list_of(shapes.mapping(SCALE)), "The scores.", needed=True),
    "options": Key(shapes.list_of(shapes.mapping(OPTION)), "Other ways of scoring that have a name and a source."),
    "examples": Key(
        shapes.list_of(shapes.mapping(EXAMPLE)), "Worked examples; each is a test, and each scale needs one that tells."
    ),
}  # fmt: skip
