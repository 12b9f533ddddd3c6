"""Documents of several processes as one: pages, tags and outline in order, names that hold in one told apart."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, Pdf

from qol.reports._joined import joined
from qol.reports._paper import laid_out, written

PAGE = """<html lang="en"><head><title>{name}</title></head><body><h1>{name}</h1><h2>Scores</h2>
<table><thead><tr><th>Visit</th><th>Score</th></tr></thead><tbody>
<tr><th scope="row">12</th><td>{score}</td></tr></tbody>
</table></body></html>"""


@pytest.fixture(scope="module")
def parts() -> list[bytes]:
    """Three documents: two pages, one, one."""
    sheets = [
        laid_out(PAGE.format(name=name, score=score)) for name, score in zip("ABCD", (12, 34, 56, 78), strict=True)
    ]
    return [written(some, "The day").content for some in (sheets[:2], sheets[2:3], sheets[3:])]


@pytest.fixture(scope="module")
def whole(parts: list[bytes]) -> Pdf:
    return Pdf.open(BytesIO(joined(parts)))


def tags(element: Any) -> list[Any]:
    """An element of the tree of tags and all elements below it, in reading order."""
    below = [child for child in element.get(Name.K, []) if isinstance(child, pikepdf.Dictionary)]
    return [element, *(tag for child in below for tag in tags(child))]


def test_one_document_stays_as_it_is(parts: list[bytes]) -> None:
    assert joined(parts[:1]) == parts[0]


def test_every_tag_points_at_the_page_that_its_words_are_on(whole: Pdf) -> None:
    root = whole.Root.StructTreeRoot.K[0]
    places = {page.obj.objgen: place for place, page in enumerate(whole.pages)}
    headings = [tag for tag in tags(root) if tag.get(Name.S) == Name.H1]
    assert [places[tag.Pg.objgen] for tag in headings] == [0, 1, 2, 3]
    assert all(child.P.objgen == root.objgen for child in root.K)


def test_what_stands_on_a_page_is_found_from_the_page(whole: Pdf) -> None:
    nums = whole.Root.StructTreeRoot.ParentTree.Nums
    assert [int(nums[place]) for place in range(0, len(nums), 2)] == [0, 1, 2, 3]
    for place, page in enumerate(whole.pages):
        assert int(page.obj.StructParents) == place
        assert {tag.Pg.objgen for tag in nums[2 * place + 1]} == {page.obj.objgen}


def test_headings_of_tables_are_told_apart_and_cells_name_their_own(whole: Pdf) -> None:
    found = tags(whole.Root.StructTreeRoot.K[0])
    ids = [str(tag.ID) for tag in found if Name.ID in tag]
    assert len(set(ids)) == len(ids) == 12
    named = [str(name) for tag in found if tag.get(Name.S) == Name.TD for name in tag.A.Headers]
    assert named
    assert set(named) <= set(ids)


def test_parts_of_a_font_that_differ_have_names_that_differ(whole: Pdf) -> None:
    fonts = [
        str(thing.FontName)
        for thing in whole.objects
        if isinstance(thing, pikepdf.Dictionary) and Name.FontName in thing
    ]
    assert len(set(fonts)) == len(fonts)
    assert {font.partition("+")[2] for font in fonts} == {"Vazirmatn", "Vazirmatn-Bold"}


def test_the_outline_leads_from_the_first_heading_to_the_last(whole: Pdf) -> None:
    with whole.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["A", "B", "C", "D"]
        assert [child.title for entry in outline.root for child in entry.children] == ["Scores"] * 4
    assert str(whole.docinfo[Name.Title]) == "The day"
