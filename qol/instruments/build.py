"""From the plain data of a YAML file to an instrument, every problem with its line."""

from qol.errors import SourceError
from qol.instruments import checks
from qol.instruments.build_answers import answer_sets
from qol.instruments.build_scales import scale
from qol.instruments.definition import Example, Instrument, Item, Licence, Page
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.yaml_source import Mapping, Node, Scalar, Source

KEYS = (
    "id", "title", "short_title", "version", "edition", "status", "status_reason", "validation", "reference",
    "sources", "missing_rule", "licence", "language", "facts", "variants", "applies_if", "answers", "pages",
    "scales", "examples",
)  # fmt: skip


def instrument(source: Source) -> Instrument:
    """The instrument of a file; raises SourceError with every problem, of form first, then of sense."""
    problems = Problems(source.file)
    made = _instrument(source.root, problems)
    if problems.found or made is None:
        raise SourceError(sorted(problems.found))
    checks.check(made, source, problems)
    if problems.found:
        raise SourceError(sorted(problems.found))
    return made


def _instrument(root: Mapping, problems: Problems) -> Instrument | None:
    top = Entries(root, "the instrument", KEYS, problems)
    for key in ("id", "title", "short_title", "version", "reference", "missing_rule", "language"):
        top.text(key, needed=True)
    return top.make(
        Instrument,
        **{key: top.text(key) for key in (*KEYS[:9], "missing_rule", "language")},
        sources=top.texts("sources"),
        licence=_licence(top),
        facts={name: _values(node, name, problems) for name, node in top.pairs("facts").items()},
        variants=_variants(top),
        applies_if=top.condition("applies_if"),
        answers=answer_sets(top),
        pages=top.each("pages", lambda node: _page(node, problems), needed=True),
        scales=top.each("scales", lambda node: scale(node, problems), needed=True),
        examples=top.each("examples", lambda node: _example(node, problems)),
    )


def _values(node: Node, name: str, problems: Problems) -> tuple[str, ...]:
    from qol.instruments.reading import words

    return words(node, f"the fact {name}", problems)


def _licence(top: Entries) -> Licence | None:
    if not top.has("licence"):
        top.problems.add(top.line, "the instrument needs licence: who may use its wording")
        return None
    entries = Entries(top.values["licence"], "the licence", ("status", "name", "holder", "note"), top.problems)
    return entries.make(Licence, **{key: entries.text(key) for key in ("status", "name", "holder", "note")})


def _variants(top: Entries) -> dict[str, dict[str, tuple[str, ...]]]:
    out = {}
    for name, node in top.pairs("variants").items():
        wrapped = Entries(Mapping(node.line, {name: node}, {name: node.line}), "variants", (name,), top.problems)
        out[name] = wrapped.condition(name)
    return out


def _page(node: Node, problems: Problems) -> Page | None:
    known = ("section", "recall", "recall_days", "intro", "note", "ask_if", "items")
    page = Entries(node, "the page", known, problems)
    return page.make(
        Page,
        section=page.text("section", needed=True),
        recall=page.text("recall"),
        recall_days=page.whole("recall_days"),
        intro=page.texts("intro"),
        note=page.text("note"),
        ask_if=page.condition("ask_if"),
        items=page.each("items", lambda item: _item(item, problems), needed=True),
    )


def _item(node: Node, problems: Problems) -> Item | None:
    known = ("id", "label", "ask", "hint", "answers", "ask_if", "sets", "sets_by")
    name = node.values.get("id") if isinstance(node, Mapping) else None
    what = f"item {name.value}" if isinstance(name, Scalar) else "an item"
    item = Entries(node, what, known, problems)
    return item.make(
        Item,
        id=item.text("id", needed=True),
        label=item.text("label", needed=True),
        answers=item.text("answers", needed=True),
        ask=_ask(item),
        hint=item.text("hint"),
        ask_if=item.condition("ask_if"),
        sets=item.text("sets"),
        sets_by=_sets_by(item),
    )


def _ask(item: Entries) -> dict[str, str]:
    """One wording for everybody, or one for each named variant."""
    if not item.has("ask"):
        return {}
    node = item.values["ask"]
    if not isinstance(node, Mapping):
        words = item.text("ask")
        return {"": words} if words else {}
    named = Entries(node, f"ask of {item.what}", node.values, item.problems)
    return {name: words for name in node.values if (words := named.text(name)) is not None}


def _sets_by(item: Entries) -> dict[int, str]:
    out = {}
    for code, node in item.pairs("sets_by").items():
        if not code.lstrip("-").isdigit():
            item.problems.add(node.line, f"sets_by of {item.what}: {code} is not an answer code")
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            out[int(code)] = node.value
        else:
            item.problems.add(node.line, f"sets_by of {item.what}: the value of code {code} must be a word")
    return out


def _example(node: Node, problems: Problems) -> Example | None:
    example = Entries(node, "the example", ("name", "facts", "answers", "scores", "bands"), problems)
    facts = {name: _one(value, problems) for name, value in example.pairs("facts").items()}
    bands = {name: _one(value, problems) for name, value in example.pairs("bands").items()}
    return example.make(
        Example,
        name=example.text("name", needed=True),
        facts=facts,
        answers={name: _code(value, name, problems) for name, value in example.pairs("answers").items()},
        scores={name: _score(value, name, problems) for name, value in example.pairs("scores").items()},
        bands=bands,
    )


def _one(node: Node, problems: Problems) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    problems.add(node.line, "the example: a fact or band must be a word")
    return ""


def _code(node: Node, name: str, problems: Problems) -> int | None:
    if isinstance(node, Scalar) and (node.value is None or isinstance(node.value, int)):
        return node.value
    problems.add(node.line, f"the example: the answer to {name} must be an answer code")
    return None


def _score(node: Node, name: str, problems: Problems) -> float | str | None:
    if isinstance(node, Scalar) and node.value in ("missing", "not_applicable"):
        return str(node.value)
    return number(node, f"the example: the score {name} (or missing, not_applicable)", problems)
