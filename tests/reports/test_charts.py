"""Charts beside the page: the same place and words, nothing else taken out, nothing else fetched."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from qol.reports._charts import apart
from qol.reports._paper import environment, pdf

TEMPLATE = (
    '{% import "components/charts.html" as c with context %}'
    "{% call c.svg(20, 10, alt, cls, style) %}<text x='1' y='5'>17</text>{% endcall %}"
)


def drawn(alt: str, cls: str = "", style: str = "") -> str:
    return environment().from_string(TEMPLATE).render(alt=alt, cls=cls, style=style)


def test_a_chart_becomes_a_picture_of_the_same_class_style_and_words() -> None:
    page, charts = apart(f"<p>before</p>{drawn('Pain & <more>', 'over', 'top: 3mm')}<p>after</p>{drawn('Second')}")
    assert page == (
        '<p>before</p><img class="over" style="top: 3mm" src="chart:0" alt="Pain &amp; &lt;more&gt;">'
        '<p>after</p><img src="chart:1" alt="Second">'
    )
    assert list(charts) == ["chart:0", "chart:1"]
    assert [ElementTree.fromstring(chart).attrib["width"] for chart in charts.values()] == ["20mm", "20mm"]


@pytest.mark.parametrize("kept", ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title></svg>'])
def test_a_drawing_that_is_no_chart_stays(kept: str) -> None:
    assert apart(kept) == (kept, {})


def test_the_printed_chart_has_its_digits_and_its_words_for_who_cannot_see_it() -> None:
    made = pdf(f'<html lang="en"><head><title>t</title></head><body>{drawn("Pain over time")}</body></html>').content
    reader = PdfReader(BytesIO(made))
    assert "17" in reader.pages[0].extract_text()
    document = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0]
    assert [tag["/Alt"] for tag in tags(document) if tag["/S"] == "/Figure"] == ["Pain over time"]


def tags(element: object) -> list[dict[str, object]]:
    """An element of the tree of tags and all below it."""
    found = element.get_object()  # type: ignore[attr-defined]
    if not isinstance(found, dict):
        return []
    below = found.get("/K", [])
    return [found, *(tag for child in (below if isinstance(below, list) else [below]) for tag in tags(child))]
