"""The worked examples of an instrument file."""

from qol.instruments.definition import Example
from qol.instruments.keys import EXAMPLE
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.yaml_source import Node, Scalar


def example(node: Node, problems: Problems) -> Example | None:
    """One worked example; its name stands in every message about it."""
    entries = Entries(node, "the example", EXAMPLE, problems)
    name = entries.text("name", needed=True)
    if name is not None:
        entries.what = f"the example {name!r}"
    scores = {scale: _score(value, scale, entries) for scale, value in entries.pairs("scores").items()}
    return entries.make(
        Example,
        name=name,
        facts={fact: _word(value, fact, entries) for fact, value in entries.pairs("facts").items()},
        option=entries.text("option"),
        answers={item: _code(value, item, entries) for item, value in entries.pairs("answers").items()},
        scores={scale: score for scale, score in scores.items() if score is not None},
        bands={scale: _word(value, scale, entries) for scale, value in entries.pairs("bands").items()},
    )


def _word(node: Node, key: str, entries: Entries) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    entries.told |= {"facts", "bands"}
    entries.problems.add(node.line, f"{entries.what}: {key} must be a word")
    return ""


def _code(node: Node, item: str, entries: Entries) -> int | None:
    if isinstance(node, Scalar) and (node.value is None or isinstance(node.value, int)):
        return node.value
    entries.problems.add(node.line, f"{entries.what}: the answer to {item} must be an answer code")
    return None


def _score(node: Node, scale: str, entries: Entries) -> float | str | None:
    if isinstance(node, Scalar) and node.value in ("missing", "not_applicable"):
        return str(node.value)
    what = f"{entries.what}: the score {scale} (or missing, not_applicable)"
    return number(node, what, entries.problems)
