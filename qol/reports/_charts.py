"""Charts handed to WeasyPrint beside the page instead of inside it.

Inside, it would look for the style of every line and digit of a chart, which no style sheet reaches: half of the
elements of a patient's page. Only what `components/charts.html` draws is taken out.
"""

import re

_CHART = re.compile(
    r'<svg xmlns="http://www.w3.org/2000/svg" (?P<place>[^>]*?)viewBox="[^>]*role="img" aria-label="(?P<alt>[^">]*)">'
    r".*?</svg>",
    re.DOTALL,
)


def apart(html: str) -> tuple[str, dict[str, bytes]]:
    """The page with a picture where each chart was, under the same class, style and words; and address -> chart."""
    charts: dict[str, bytes] = {}

    def picture(chart: re.Match[str]) -> str:
        address = f"chart:{len(charts)}"
        charts[address] = chart[0].encode()
        return f'<img {chart["place"]}src="{address}" alt="{chart["alt"]}">'

    return _CHART.sub(picture, html), charts
