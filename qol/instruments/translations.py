"""Our own translations of our own instruments: `instruments/translations/<instrument>.<language>.yaml`, words only.

Codes, order, conditions and scoring stay those of the instrument. Others' instruments are never translated here: their
languages come with licensed wording packs.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from qol.errors import Problem, SourceError
from qol.instruments.definition import (
    AnswerSet,
    Identifier,
    Instrument,
    InstrumentId,
    Item,
    Language,
    Option,
    Page,
    Part,
    Scale,
    Text,
)
from qol.instruments.reading import Entries, Problems
from qol.instruments.wording_source import PackPage, codes_of, page_of
from qol.instruments.yaml_source import Mapping as MappingNode
from qol.instruments.yaml_source import Node, Source, read

TEXTS = ("instrument", "version", "language", "status", "notice", "title")
KEYS = (*TEXTS, "answers", "pages", "items", "scales")
ITEM_KEYS = ("label", "ask", "hint")


class ItemWords(Part):
    """The words of one item; `ask` by the name of its variant, "" for the only one."""

    label: Text
    ask: Mapping[str, Text]
    hint: Text | None = None


class Translation(Part):
    """One instrument's words in one language. notice: said wherever they are shown, in that language."""

    file: str
    instrument: InstrumentId
    version: Text
    language: Language
    status: Literal["draft", "released"]
    notice: Text
    title: Text
    answers: Mapping[Identifier, Mapping[int, Text]]
    pages: tuple[PackPage, ...]
    items: Mapping[Identifier, ItemWords]
    scales: Mapping[Identifier, Text]


def read_translations(folder: Path) -> tuple[Translation, ...]:
    """Every translation of a folder; raises SourceError with the problems of all of them."""
    found: list[Translation] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(translation_of(read(path)))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(sorted(problems))
    return tuple(found)


def translation_of(source: Source) -> Translation:
    """The translation of a file that has been read; raises SourceError with every problem of its form."""
    problems = Problems(source.file)
    top = Entries(source.root, "the translation", KEYS, problems)
    made = top.make(
        Translation,
        file=source.file,
        **{key: top.text(key, needed=True) for key in TEXTS},
        answers={name: codes_of(node, name, problems) for name, node in top.pairs("answers").items()},
        pages=top.each("pages", lambda node: page_of(node, problems), needed=True),
        items=_items(top, problems),
        scales=_named(top.pairs("scales"), "scales", source.root, problems),
    )
    if problems.found or made is None:
        raise SourceError(sorted(problems.found))
    return made


def translated(instrument: Instrument, words: Translation) -> Instrument:
    """The instrument in the words of a translation that fits it."""
    changed = instrument.model_copy(
        update={
            "title": words.title,
            "language": words.language,
            "answers": tuple(_answers(one, words.answers.get(one.id, {})) for one in instrument.answers),
            "pages": tuple(_page(*pair, words) for pair in zip(instrument.pages, words.pages, strict=True)),
            "scales": tuple(_scale(one, words.scales[one.id]) for one in instrument.scales),
        }
    )
    # A copy keeps what the first one has cached, and is not validated.
    return Instrument.model_validate(changed.model_dump())


def _items(top: Entries, problems: Problems) -> dict[str, ItemWords]:
    made = {}
    for name, node in top.pairs("items").items():
        item = Entries(node, f"item {name}", ITEM_KEYS, problems)
        ask = item.values.get("ask")
        named = ask.values if isinstance(ask, MappingNode) else None
        words = _named(named, f"ask of item {name}", node, problems) if named else {"": item.text("ask", needed=True)}
        found = item.make(ItemWords, label=item.text("label", needed=True), ask=words, hint=item.text("hint"))
        if found is not None:
            made[name] = found
    return made


def _named(nodes: Mapping[str, Node], what: str, at: Node, problems: Problems) -> dict[str, str]:
    lines = {name: node.line for name, node in nodes.items()}
    inner = Entries(MappingNode(at.line, dict(nodes), lines), what, nodes, problems)
    return {name: text for name in nodes if (text := inner.text(name)) is not None}


def _answers(ours: AnswerSet, texts: Mapping[int, str]) -> AnswerSet:
    options = tuple(
        Option(code=o.code, label=texts.get(o.code, o.label), not_applicable=o.not_applicable) for o in ours.options
    )
    codes = ours.scored_codes
    ends: dict[str, Any] = {"low": texts.get(codes[0]), "high": texts.get(codes[-1])} if ours.low else {}
    return ours.model_copy(update={"options": options, **ends})


def _page(ours: Page, theirs: PackPage, words: Translation) -> Page:
    return ours.model_copy(
        update={
            "section": theirs.section,
            "recall": theirs.recall,
            "intro": theirs.intro,
            "note": theirs.note,
            "items": tuple(_item(item, words.items[item.id]) for item in ours.items),
        }
    )


def _item(ours: Item, theirs: ItemWords) -> Item:
    return ours.model_copy(update={"label": theirs.label, "ask": dict(theirs.ask), "hint": theirs.hint})


def _scale(ours: Scale, label: str) -> Scale:
    return ours.model_copy(update={"label": label})
