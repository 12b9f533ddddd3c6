"""From the plain data of a wording pack's file to its parts, every empty or mistyped place with its line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qol.instruments.definition import Part, Text
from qol.instruments.languages import is_language
from qol.instruments.reading import Entries, Problems, code_of, words
from qol.instruments.yaml_source import Mapping as MappingNode
from qol.instruments.yaml_source import Node, Sequence, Source

TEXTS = ("instrument", "language", "holder", "agreement", "study", "title")
KEYS = (*TEXTS, "expires", "items", "answers", "pages")
UNFILLED = "…"
"""Stands in a draft where the file has no words yet, so that one run can say what else is wrong."""


class PackPage(Part):
    """The words around the items of one page. A licensed form shows none of ours, so what is absent is not shown."""

    section: Text
    recall: Text | None = None
    intro: tuple[Text, ...] = ()
    note: Text | None = None


def parts_of(source: Source, problems: Problems) -> tuple[Entries, dict[str, Any]]:
    """The entries of the file and the parts of the pack; every fault of form is added to the problems."""
    top = Entries(source.root, "the wording pack", KEYS, problems)
    parts: dict[str, Any] = {key: filled(top, key, key, needed=True) for key in TEXTS}
    if parts["language"] not in (None, UNFILLED) and not is_language(str(parts["language"])):
        top.refuse("language", f"language {parts['language']!r} is not known; write a code such as de, fr or fa")
    parts |= {
        "expires": _day(top),
        "items": {name: _wordings(node, name, problems) for name, node in top.pairs("items").items()},
        "answers": {name: codes_of(node, name, problems) for name, node in top.pairs("answers").items()},
        "pages": tuple(_pages(top)),
    }
    return top, parts


def filled(entries: Entries, key: str, what: str, needed: bool = False) -> str | None:
    """A text that says something; an empty one is a problem at its line."""
    text = entries.text(key, needed=needed)
    if text is None or text.strip():
        return text
    entries.refuse(key, f"{what} is empty")
    return UNFILLED


def _day(top: Entries) -> date | None:
    text = filled(top, "expires", "expires, the last day of the licence,", needed=True)
    top.told.add("expires")
    if text in (None, UNFILLED):
        return date.max if text else None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        top.refuse("expires", f"expires {text!r} is no date; write it as 2027-12-31")
        return None


def _wordings(node: Node, name: str, problems: Problems) -> dict[str, str]:
    """Variant -> words of one item; "" is the variant for everybody."""
    if not isinstance(node, MappingNode):
        node = MappingNode(node.line, {"": node}, {"": node.line})
    inner = Entries(node, f"item {name}", node.values, problems)
    found = {key: filled(inner, key, f"item {name}" + (f" for {key}" if key else "")) for key in node.values}
    return {key: text for key, text in found.items() if text is not None}


def codes_of(node: Node, name: str, problems: Problems) -> dict[int, str]:
    """Answer code -> words, of one answer set."""
    out = {}
    inner = Entries(node, f"the answers {name}", node.values if isinstance(node, MappingNode) else (), problems)
    for key in inner.values:
        code, text = code_of(key), filled(inner, key, f"code {key} of the answers {name}")
        if code is None:
            problems.add(inner.line_of(key), f"{key} is not an answer code of {name}")
        elif text is not None:
            out[code] = text
    return out


def _pages(top: Entries) -> list[PackPage]:
    def numbered(node: Node) -> PackPage | None:
        return page_of(node, top.problems, f"page {_number_of(node, top.values)}")

    made = top.each("pages", numbered, needed=True)
    node = top.values.get("pages")
    if isinstance(node, Sequence) and not node.values:
        top.refuse("pages", "pages is empty; give one entry for each page of the form")
    return list(made)


def page_of(node: Node, problems: Problems, what: str = "the page") -> PackPage | None:
    """The words around the items of one page, as packs and translations write them."""
    page = Entries(node, what, ("section", "recall", "intro", "note"), problems)
    if not isinstance(node, MappingNode):
        return None
    intro = words(page.values["intro"], f"intro of {what}", problems) if page.has("intro") else ()
    if any(not text.strip() for text in intro):
        page.refuse("intro", f"intro of {what} is empty; fill it in or leave the key away")
    return page.make(
        PackPage,
        section=filled(page, "section", f"section of {what}", needed=True) or UNFILLED,
        recall=filled(page, "recall", f"recall of {what}"),
        intro=tuple(text if text.strip() else UNFILLED for text in intro),
        note=filled(page, "note", f"note of {what}"),
    )


def _number_of(node: Node, values: Mapping[str, Node]) -> int:
    pages = values.get("pages")
    members = pages.values if isinstance(pages, Sequence) else ()
    return next((number for number, member in enumerate(members, 1) if member is node), 1)
