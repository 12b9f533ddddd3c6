"""A PDF as a reader sees it: text page by page, every number in it, its tags."""

import re
from functools import cache
from io import BytesIO

from pypdf import PdfReader

NUMBER = re.compile(r"[−+]?\d+(?:\.\d+)?")


@cache
def pages(content: bytes) -> tuple[str, ...]:
    """The text of each page, read once a document since that takes seconds."""
    return tuple(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def numbers(text: str) -> list[str]:
    """Every number in a text, with its sign."""
    return NUMBER.findall(text)


def catalogue(content: bytes) -> dict[str, object]:
    """The document's catalogue: language, tags, title."""
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    return {
        "lang": root.get("/Lang"), "marked": root.get("/MarkInfo", {}).get("/Marked"),
        "structure": "/StructTreeRoot" in root,
        "title": reader.metadata.title if reader.metadata else None,
    }  # fmt: skip


def fonts(content: bytes) -> set[str]:
    """Names of the embedded faces, without their subset prefix."""
    found = set()
    for page in PdfReader(BytesIO(content)).pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[union-attr]
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1].lstrip("/"))
    return found
