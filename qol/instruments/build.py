"""From the plain data of a YAML file to an instrument, every problem with its line."""

from typing import Any

from qol.errors import SourceError
from qol.instruments import checks
from qol.instruments.build_answers import answer_sets
from qol.instruments.build_examples import example
from qol.instruments.build_options import options
from qol.instruments.build_scales import scale
from qol.instruments.definition import AnswerSet, Instrument, Item, Licence, Page
from qol.instruments.keys import INSTRUMENT, ITEM, LICENCE, PAGE
from qol.instruments.reading import Entries, Problems, choice, code_of
from qol.instruments.yaml_source import Mapping, Node, Scalar, Source

KEYS = tuple(INSTRUMENT)
TEXTS = (
    "id", "title", "short_title", "version", "edition", "status", "status_reason", "validation", "proxy",
    "reference", "missing_rule", "language",
)  # fmt: skip


def instrument(source: Source, file_id: str | None = None) -> Instrument:
    """The instrument of a file; raises SourceError with every problem, of form and of sense together.

    file_id: the id that the name of the file gives, where the instrument comes from a file of the library.
    """
    problems = Problems(source.file)
    top = Entries(source.root, "the instrument", KEYS, problems)
    parts = _parts(top)
    made = top.make(Instrument, **parts)
    if file_id is not None and parts["id"] not in (None, file_id):
        top.refuse("id", f"the id {parts['id']} and the name of the file differ; call the file {parts['id']}.yaml")
    checks.check(made or _draft(parts), source, problems)
    if problems.found or made is None:
        raise SourceError(sorted(problems.found))
    return made


def _draft(parts: dict[str, Any]) -> Instrument:
    """What could be built of a file with faults of form, so that faults of sense are said in the same run."""
    return Instrument.model_construct(**{key: value for key, value in parts.items() if value is not None})


def _parts(top: Entries) -> dict[str, Any]:
    problems = top.problems
    answers = answer_sets(top)
    pages = top.each("pages", lambda node: _page(node, problems), needed=True)
    codes = _codes(answers, pages)
    return {
        **{key: top.text(key, needed=INSTRUMENT[key].needed) for key in TEXTS},
        "sources": top.texts("sources"),
        "licence": _licence(top),
        "facts": {name: choice(node, f"the fact {name}", problems) for name, node in top.pairs("facts").items()},
        "variants": _variants(top),
        "applies_if": top.condition("applies_if"),
        "answers": answers,
        "pages": pages,
        "scales": top.each("scales", lambda node: scale(node, problems, codes), needed=True),
        "options": options(top, codes),
        "examples": top.each("examples", lambda node: example(node, problems)),
    }


def _codes(answers: tuple[AnswerSet, ...], pages: tuple[Page, ...]) -> dict[str, tuple[int, ...]]:
    """Item -> the codes that count, of the items and answers that could be built."""
    of_set = {one.id: one.scored_codes for one in answers}
    return {item.id: of_set[item.answers] for page in pages for item in page.items if item.answers in of_set}


def _licence(top: Entries) -> Licence | None:
    top.told.add("licence")
    if not top.has("licence"):
        top.problems.add(top.line_of("licence"), "the instrument needs licence: who may use its wording")
        return None
    entries = Entries(top.values["licence"], "the licence", LICENCE, top.problems)
    texts = {key: entries.text(key, needed=LICENCE[key].needed) for key in LICENCE}
    return entries.make(Licence, **texts)


def _variants(top: Entries) -> dict[str, dict[str, tuple[str, ...]]]:
    out = {}
    for name, node in top.pairs("variants").items():
        wrapped = Entries(Mapping(node.line, {name: node}, {name: node.line}), "variants", (name,), top.problems)
        out[name] = wrapped.condition(name)
    return out


def _page(node: Node, problems: Problems) -> Page | None:
    page = Entries(node, "the page", PAGE, problems)
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
    name = node.values.get("id") if isinstance(node, Mapping) else None
    what = f"item {name.value}" if isinstance(name, Scalar) else "an item"
    item = Entries(node, what, ITEM, problems)
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
        return {"": words} if words is not None else {}
    named = Entries(node, f"ask of {item.what}", node.values, item.problems)
    return {name: words for name in node.values if (words := named.text(name)) is not None}


def _sets_by(item: Entries) -> dict[int, str]:
    out = {}
    for key, node in item.pairs("sets_by").items():
        code = code_of(key)
        if code is None:
            item.problems.add(node.line, f"sets_by of {item.what}: {key} is not an answer code")
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            out[code] = node.value
        else:
            item.problems.add(node.line, f"sets_by of {item.what}: the value of code {key} must be a word")
    return out
