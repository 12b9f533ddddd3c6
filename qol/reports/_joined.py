"""Tagged PDFs one after the other as one: pages, tags and outline of all, the fonts that each brings.

Several processes share a day's pages, and a laid-out page cannot leave its process: each writes its own document.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String


def joined(documents: Sequence[bytes]) -> bytes:
    """One PDF/UA-1 document; its title, language and description are those of the first.

    Made for documents of `_paper.written` without links from page to page.
    """
    if len(documents) == 1:
        return documents[0]
    with Pdf.open(BytesIO(documents[0])) as whole:
        for number, document in enumerate(documents[1:], start=1):
            with Pdf.open(BytesIO(document)) as more:
                _tell_apart(more, number)
                _append(whole, more)
        body = BytesIO()
        whole.save(body, object_stream_mode=ObjectStreamMode.generate)
    return body.getvalue()


def _append(whole: Pdf, more: Pdf) -> None:
    """Pages before tags: what is copied once is pointed at from then on, and tags point at their pages."""
    whole.pages.extend(more.pages)
    _append_tags(whole.Root.StructTreeRoot, whole.copy_foreign(more.Root.StructTreeRoot), len(whole.pages))
    for place, page in enumerate(whole.pages):
        page.obj.StructParents = place
    if Name.Outlines in more.Root and Name.Outlines in whole.Root:
        _append_outline(whole.Root.Outlines, whole.copy_foreign(more.Root.Outlines))


def _append_tags(tree: Any, theirs: Any, pages: int) -> None:
    """The children of their root under ours, and what stands on each of their pages behind what stands on ours."""
    root = tree.K[0]
    for child in theirs.K[0].K:
        child.P = root
        root.K.append(child)
    found = theirs.ParentTree.Nums
    first = pages - len(found) // 2
    for place in range(len(found) // 2):
        tree.ParentTree.Nums.append(first + place)
        tree.ParentTree.Nums.append(found[2 * place + 1])


def _append_outline(ours: Any, theirs: Any) -> None:
    entry = theirs.First
    while entry is not None:
        entry.Parent = ours
        entry = entry.get(Name.Next)
    ours.Last.Next, theirs.First.Prev = theirs.First, ours.Last
    ours.Last = theirs.Last
    ours.Count = int(ours.Count) + int(theirs.Count)


def _tell_apart(document: Pdf, number: int) -> None:
    """Names that hold within a document alone: of table headings, and of the parts of a font that it brings."""
    for thing in document.objects:
        if not isinstance(thing, Dictionary):
            continue
        if Name.ID in thing:
            thing.ID = _numbered(thing.ID, number)
        if Name.A in thing and Name.Headers in thing.A:
            thing.A.Headers = [_numbered(heading, number) for heading in thing.A.Headers]
        for key in (Name.BaseFont, Name.FontName):
            if key in thing:
                thing[key] = Name(_retagged(str(thing[key]), number))


def _numbered(heading: Any, number: int) -> String:
    return String(f"{number}-{heading}")


def _retagged(font: str, number: int) -> str:
    """`/ABCDEF+Vazirmatn` with another tag: two different parts of a font may not share one."""
    tag, plus, name = font.removeprefix("/").partition("+")
    first = chr(ord("A") + (ord(tag[0]) - ord("A") + number) % 26)
    return f"/{first}{tag[1:]}{plus}{name}" if plus else font
