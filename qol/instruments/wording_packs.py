"""Wording packs: files of licensed texts that replace our own words, and nothing but words.

A pack lies in `instruments/wording/` or in the data folder's `wording/`, usually as `<instrument>.<language>.yaml`.
Codes, order, conditions and scoring stay those of the instrument.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Identifier, InstrumentId, Language, Part, Text
from qol.instruments.reading import Entries, Problems, code_of, words
from qol.instruments.yaml_source import Mapping as MappingNode
from qol.instruments.yaml_source import Node, Source, read

TEXTS = ("instrument", "language", "holder", "agreement", "study", "title")
KEYS = (*TEXTS, "expires", "items", "answers", "pages")


class PackPage(Part):
    """The words around the items of one page. A licensed form shows none of ours, so what is absent is not shown."""

    section: Text
    recall: Text | None = None
    intro: tuple[Text, ...] = ()
    note: Text | None = None


class Pack(Part):
    """One licensed wording. study: the name of the study it is granted to; expires: its last day.

    items: item id -> name of the variant ("" for the only one) -> words; answers: answer set -> code -> words;
    pages: in the order of the form. digest: SHA-256 (hex) of the file.
    """

    file: str
    instrument: InstrumentId
    language: Language
    holder: Text
    agreement: Text
    study: Text
    title: Text
    expires: date
    items: Mapping[Identifier, Mapping[str, Text]]
    answers: Mapping[Identifier, Mapping[int, Text]]
    pages: tuple[PackPage, ...]
    digest: str


def read_packs(*folders: Path) -> tuple[Pack, ...]:
    """Every pack of the folders; raises SourceError with the problems of all of them."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in (file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.yaml"))):
        try:
            packs.append(read_pack(path))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(sorted(problems))
    return tuple(packs)


def read_pack(path: Path, shown: str | None = None) -> Pack:
    """One pack; raises SourceError with every problem of its form."""
    return pack_of(read(path, shown), sha256(path.read_bytes()).hexdigest())


def pack_of(source: Source, digest: str) -> Pack:
    """The pack of a file that has been read; raises SourceError."""
    problems = Problems(source.file)
    top = Entries(source.root, "the wording pack", KEYS, problems)
    pack = top.make(
        Pack,
        file=source.file,
        **{key: top.text(key, needed=True) for key in TEXTS},
        expires=_day(top),
        items={name: _wordings(node, name, problems) for name, node in top.pairs("items").items()},
        answers={name: codes_of(node, name, problems) for name, node in top.pairs("answers").items()},
        pages=top.each("pages", lambda node: page_of(node, problems), needed=True),
        digest=digest,
    )
    if problems.found or pack is None:
        raise SourceError(sorted(problems.found))
    return pack


def _day(top: Entries) -> date | None:
    text = top.text("expires", needed=True)
    top.told.add("expires")
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        top.refuse("expires", f"expires {text!r} is no date; write it as 2027-12-31")
        return None


def _wordings(node: Node, name: str, problems: Problems) -> dict[str, str]:
    if not isinstance(node, MappingNode):
        node = MappingNode(node.line, {"": node}, {"": node.line})
    inner = Entries(node, f"item {name}", node.values, problems)
    return {key: text for key in node.values if (text := inner.text(key)) is not None}


def codes_of(node: Node, name: str, problems: Problems) -> dict[int, str]:
    """Answer code -> words, of one answer set."""
    out = {}
    inner = Entries(node, f"the answers {name}", node.values if isinstance(node, MappingNode) else (), problems)
    for key in inner.values:
        code, text = code_of(key), inner.text(key)
        if code is None:
            problems.add(inner.line_of(key), f"{key} is not an answer code of {name}")
        elif text is not None:
            out[code] = text
    return out


def page_of(node: Node, problems: Problems) -> PackPage | None:
    """The words around the items of one page, as packs and translations write them."""
    page = Entries(node, "the page", ("section", "recall", "intro", "note"), problems)
    intro = words(page.values["intro"], "intro of the page", problems) if page.has("intro") else ()
    return page.make(
        PackPage,
        section=page.text("section", needed=True),
        recall=page.text("recall"),
        intro=intro,
        note=page.text("note"),
    )
