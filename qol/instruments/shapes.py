"""The shapes of values in an instrument file, as JSON Schema; patterns and lists of words come from the definition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from qol.instruments import definition
from qol.instruments.reading import CODE

Schema = dict[str, Any]
Shape = Callable[[], Schema]


@dataclass(frozen=True)
class Key:
    """One key of a mapping: the shape of its value, what an editor says of it, whether it must be there."""

    shape: Shape
    says: str
    needed: bool = False


Keys = Mapping[str, Key]


def text() -> Schema:
    """Words; a number is taken as it is written."""
    return {"type": ["string", "integer"], "minLength": 1, "maxLength": definition.LONGEST}


def texts() -> Schema:
    """One text or a list of them."""
    return {"anyOf": [text(), {"type": "array", "items": text()}]}


def whole() -> Schema:
    """A whole number."""
    return {"type": "integer"}


def truth() -> Schema:
    """true or false."""
    return {"enum": [True, False, "true", "false"]}


def identifier() -> Schema:
    """The name of an item, a scale, an answer set, a band or a variant."""
    return TypeAdapter(definition.Identifier).json_schema()


def written_as(part: type[BaseModel], field: str) -> Shape:
    """What the definition takes for a field: its list of words, its pattern."""

    def shape() -> Schema:
        kind = part.model_fields[field]
        words = [word for word in get_args(kind.annotation) if isinstance(word, str)]
        if words:
            return {"enum": words}
        found = part.model_json_schema()["properties"][field]
        return {key: found[key] for key in ("type", "pattern") if key in found}

    return shape


def condition() -> Schema:
    """Facts that must all hold; a list of values means any of them."""
    return {"type": "object", "propertyNames": _fact_name(), "additionalProperties": values()}


def values() -> Schema:
    """One value of a fact or several, each once."""
    one = {"type": ["string", "integer"]}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


def facts() -> Schema:
    """Facts with the values that they can have."""
    return condition()


def stated() -> Schema:
    """Facts, each with one value."""
    return {"type": "object", "additionalProperties": {"type": "string"}}


def named(shape: Shape) -> Shape:
    """A mapping from names to values of one shape."""
    return lambda: {"type": "object", "propertyNames": identifier(), "additionalProperties": shape()}


def by_code(value: Schema) -> Shape:
    """A mapping from answer codes (0 to 9999) to values of one shape."""
    return lambda: {
        "type": "object", "patternProperties": {f"^({CODE.pattern})$": value}, "additionalProperties": False,
    }  # fmt: skip


def one_of(*shapes: Shape) -> Shape:
    """Any of several shapes."""
    return lambda: {"anyOf": [shape() for shape in shapes]}


def words_of(*words: str) -> Shape:
    """One of these words."""
    return lambda: {"enum": list(words)}


def list_of(shape: Shape) -> Shape:
    """A list of values of one shape."""
    return lambda: {"type": "array", "items": shape()}


def mapping(keys: Keys) -> Shape:
    """A mapping that knows these keys and no others."""
    return lambda: {
        "type": "object",
        "properties": {name: {**key.shape(), "description": key.says} for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.needed],
        "additionalProperties": False,
    }


def number() -> Schema:
    """A number."""
    return {"type": "number"}


def ends() -> Schema:
    """The lowest and the highest value."""
    return {"type": "array", "items": number(), "minItems": 2, "maxItems": 2}


def count(*words: str) -> Shape:
    """A number from 1 on, or one of these words."""
    return lambda: {"anyOf": [{"enum": list(words)}, {"type": "integer", "minimum": 1}]}


def _fact_name() -> Schema:
    return TypeAdapter(definition.FactName).json_schema()
