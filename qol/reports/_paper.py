"""From a filled-in template to a tagged PDF: plain Jinja, one style sheet parsed once, nothing fetched.

WeasyPrint is imported when the first page is made, since it costs half a second that no other command pays.
"""

import atexit
import os
import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qol import language
from qol.reports import _words
from qol.reports._charts import apart

ROOT = Path(__file__).parents[2]
FONTS = Path(__file__).with_name("fonts.conf")
SHEET = ROOT / "static" / "report.css"
_ONE_AT_A_TIME = Lock()
"""Pango's font maps are not safe to share between threads, and threads would not be faster."""


@dataclass(frozen=True)
class Paper:
    """A finished document."""

    content: bytes
    pages: int


def render(template: str, context: Mapping[str, Any]) -> str:
    """The HTML of one document; every word of the context is escaped."""
    return environment().get_template(template).render(context)


def pdf(html: str) -> Paper:
    """The document as PDF/UA-1 tagged PDF. Whatever it points at (images, links to files) is not fetched."""
    return written([laid_out(html)])


def laid_out(html: str) -> Any:
    """The document with its pages laid out and not yet written; it keeps a few megabytes until it is let go."""
    with _ONE_AT_A_TIME:
        document, sheet, fonts = _weasyprint()
        page, charts = apart(html)
        return document(string=page, url_fetcher=_only(charts), base_url="document:").render(
            stylesheets=[sheet], font_config=fonts
        )


def written(drawn: Sequence[Any], title: str | None = None) -> Paper:
    """Laid-out documents one after the other as one tagged PDF; title: what it is called, else as the first."""
    pages = [page for one in drawn for page in one.pages]
    whole = drawn[0].copy(pages)
    if title is not None:
        whole.metadata = copy(whole.metadata)
        whole.metadata.title = title
    with _ONE_AT_A_TIME:
        return Paper(whole.write_pdf(pdf_variant="pdf/ua-1"), len(pages))


@cache
def environment() -> Environment:
    """The templates, without Flask; `t` holds the tokens of the style sheet for charts."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    language.install(made)
    made.globals["t"] = tokens()
    made.filters.update(
        num=_words.number, tick=_words.tick, day=_words.day, short_day=_words.short_day, short_hash=_words.short_hash
    )
    return made


@cache
def tokens() -> dict[str, str]:
    """The :root block of the style sheet: `--nom-mid` becomes `nom_mid`. Page CSS does not reach into SVG."""
    text = SHEET.read_text(encoding="utf-8")
    block = re.search(r":root\s*\{(.*?)\n\}", text, re.DOTALL)
    found = re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block[1] if block else "")
    return {name.replace("-", "_"): value.strip() for name, value in found}


@cache
def _weasyprint() -> tuple[Any, Any, Any]:
    """The HTML class, the parsed style sheet and the fonts: the folder of this repository alone."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(_weasyprint.cache_clear)  # its fonts cannot be let go any more once modules are gone
    return HTML, CSS(string=_resolved(), font_config=fonts, url_fetcher=_only({})), fonts


def _resolved() -> str:
    """The style sheet with its tokens written in: WeasyPrint would look each var() up for every element."""
    found = tokens()
    text = SHEET.read_text(encoding="utf-8")
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda name: found[name[1].replace("-", "_")], text)


def _only(charts: Mapping[str, bytes]) -> Any:
    """A fetcher that has the charts of the page and opens nothing at all."""
    return _fetcher()(charts)


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Charts(URLFetcher):
        """Refuses every address that is no chart's, data: and file: included."""

        def __init__(self, charts: Mapping[str, bytes]) -> None:
            super().__init__()
            self.charts = charts

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The chart, or a refusal."""
            if url not in self.charts:
                raise ValueError("reports fetch nothing")
            return URLFetcherResponse(url, self.charts[url], {"Content-Type": "image/svg+xml"})

        def __call__(self, url: str) -> Any:
            """The chart, or a refusal."""
            return self.fetch(url)

    return Charts
