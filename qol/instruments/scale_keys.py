"""The keys of a scale, its bands and terms, and of a scoring option; see `qol.instruments.keys`."""

from qol.instruments import shapes
from qol.instruments.definition import METHODS, Scale
from qol.instruments.shapes import Key, Keys, Schema

RULES = ("half", "more_than_half", "all")
"""The words of `needs`."""

BAND: Keys = {
    "id": Key(shapes.identifier, "Name of the category in tables, such as minor.", needed=True),
    "label": Key(shapes.text, "What people read; without it the id."),
    "from": Key(shapes.number, "Lowest score of the category, itself included.", needed=True),
    "to": Key(shapes.number, "Highest score of the category, itself included.", needed=True),
}

TERM: Keys = {
    "any": Key(shapes.whole, "The points once, where any answer has this code or a higher one."),
    "squared_beyond_first": Key(
        shapes.whole, "The points times (n - 1) squared, n answers having this code or a higher one."
    ),
    "product": Key(shapes.texts, "The points times the steps of these items above their lowest answers, multiplied."),
    "points": Key(shapes.number, "What is added, or with a minus taken away.", needed=True),
}
TERMS = tuple(key for key in TERM if key != "points")
"""The kinds of a term: each has exactly one."""


def term() -> Schema:
    """Points, and exactly one kind of term."""
    return {**shapes.mapping(TERM)(), "oneOf": [{"required": [kind]} for kind in TERMS]}


AS_WRITTEN = shapes.words_of("as_is", "reversed")


def points() -> Schema:
    """Item -> code -> points, or how the code itself counts."""
    return shapes.named(shapes.one_of(shapes.by_code(shapes.number()), AS_WRITTEN))()


SCALE: Keys = {
    "id": Key(shapes.identifier, "Name of the score's column, such as PF2; capitals alone tell no two apart.", True),
    "label": Key(shapes.text, "Our own short name of the scale.", needed=True),
    "domain": Key(shapes.text, "Scales of one domain stand together on pages."),
    "method": Key(shapes.words_of(*METHODS), "How answers become a score (docs/scoring.md).", needed=True),
    "items": Key(
        shapes.one_of(shapes.texts, points),
        "The items that count: a list [q1, q2]; for points {q1: {1: 0, 2: 5}}, as_is (the code) or reversed.",
    ),
    "scales": Key(
        shapes.named(AS_WRITTEN),
        "The scales above that this one is made of, each as_is or reversed (100 minus its score).",
    ),
    "needs": Key(
        shapes.count(*RULES), "How many answers a score takes: half, more_than_half, all, or a number.", needed=True
    ),
    "reversed": Key(shapes.truth, "Arithmetic: the score is turned round. Its meaning is said by higher_means."),
    "factor": Key(shapes.number, "What a sum is multiplied by."),
    "prorated": Key(shapes.truth, "A sum stands for all parts: parts / answered times what was answered."),
    "clipped": Key(shapes.truth, "What pro-rating carries beyond the range is taken to its end."),
    "unanswered": Key(shapes.number, "The points of a gap."),
    "start": Key(shapes.number, "What a value set begins with, before its answers take away."),
    "terms": Key(shapes.list_of(term), "What a value set adds for the whole profile."),
    "table": Key(shapes.by_code(shapes.number()), "Raw score -> score, for every raw score that can be reached."),
    "range": Key(shapes.ends, "[lowest, highest] score that can be reached; left away where the method says it."),
    "higher_means": Key(
        shapes.written_as(Scale, "higher_means"), "What a higher score means: better or worse.", needed=True
    ),
    "meaning": Key(shapes.text, "What a higher score means in words, such as more worry."),
    "applies_if": Key(shapes.condition, "For whom there is such a score; for others it is not applicable."),
    "separate_by": Key(shapes.text, "A fact across whose values this score is never averaged or drawn as one line."),
    "source": Key(shapes.text, "Where this scale's own numbers come from, such as the paper of a value set."),
    "bands": Key(
        shapes.list_of(shapes.mapping(BAND)), "Published categories of the score, from its lowest to its highest value."
    ),
}


def changes() -> Schema:
    """What a scale does otherwise: its keys without those that make it what it is; null takes a key away."""
    kept = {name: key for name, key in SCALE.items() if name not in ("id", "method", "items", "scales")}
    body = shapes.mapping(kept)()
    either = {
        name: {"anyOf": [shape, {"type": "null"}], "description": shape["description"]}
        for name, shape in body["properties"].items()
    }
    return {"type": "object", "properties": either, "additionalProperties": False}


OPTION: Keys = {
    "id": Key(shapes.identifier, "Name of the option, as it is given to `qol score --option`.", needed=True),
    "label": Key(shapes.text, "What people read.", needed=True),
    "source": Key(shapes.text, "Who publishes or uses this way of scoring.", needed=True),
    "scales": Key(shapes.named(changes), "Scale -> the keys that it changes.", needed=True),
}
