"""The languages of the interface: catalogues, direction, numbers and dates.

The sentences of the source are English. A language is one Babel catalogue, `qol/catalogues/<language>.po`, read at
run time. The language of the present reader is a context variable, so that pages, forms and
printed reports say the same words through the same macros, with or without Flask.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from jinja2 import Environment, pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup
from persiantools.jdatetime import JalaliDate

SOURCE = "en"
CATALOGUES = Path(__file__).parent / "catalogues"
_ZERO_OF = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6}
"""Code point of zero in a numbering system: Babel changes the separators and leaves the digits Latin."""

_present: ContextVar[str] = ContextVar("present_language", default=SOURCE)


def languages(folder: Path | None = None) -> tuple[str, ...]:
    """Every language of the interface: the source's own first, the others by their own names."""
    return _languages(folder or CATALOGUES)


@cache
def _languages(folder: Path) -> tuple[str, ...]:
    found = {path.stem for path in folder.glob("*.po")} - {SOURCE}
    return (SOURCE, *sorted(found, key=own_name))


def translations(language: str, folder: Path | None = None) -> NullTranslations:
    """The catalogue of a language; the source's own sentences where there is none."""
    return _translations(language, folder or CATALOGUES)


@cache
def _translations(language: str, folder: Path) -> NullTranslations:
    path = folder / f"{language}.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(fp=compiled)


def speak(language: str) -> None:
    """Use a language from here on; the web does so at the start of each request."""
    _present.set(language)


def spoken(language: str, caller: Callable[[], str]) -> str:
    """Part of a page in a language of its own: `{% call spoken("en") %}...{% endcall %}`."""
    with speaking(language):
        return caller()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language for a while, then the one before."""
    token = _present.set(language)
    try:
        yield
    finally:
        _present.reset(token)


def present() -> str:
    """The language in use."""
    return _present.get()


def gettext(message: str) -> str:
    """A sentence in the language in use."""
    return translations(present()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A sentence that depends on a count, in the language in use."""
    return translations(present()).ngettext(one, many, count)


def direction(language: str | None = None) -> str:
    """`rtl` or `ltr`."""
    return _locale(language).text_direction


def own_name(language: str) -> str:
    """The name of a language in that language, as its readers look for it."""
    return (_locale(language).get_display_name(language) or language).capitalize()


def language_name(language: str) -> str:
    """The name of a language in the language in use."""
    return _locale(language).get_display_name(_locale()) or language


def tongue(language: str) -> Markup:
    """The attributes of a part of a page that is in another language than the page; nothing where it is not."""
    if language == present():
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def number(value: float, decimals: int | None = None) -> str:
    """A number in the reader's digits; with `decimals` exactly that many of them."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    written = numbers.format_decimal(value, format=pattern, locale=_locale(), numbering_system="default")
    return digits(written)


def digits(text: str) -> str:
    """A code, telephone number or other text with its digits in the reader's script."""
    zero = _ZERO_OF.get(_locale().default_numbering_system or "")
    return text.translate({ord("0") + d: zero + d for d in range(10)}) if zero else text


def long_date(value: date) -> str:
    """A date with the month in words: 12 March 2026; in Persian the Iranian date, then this one in brackets."""
    western = digits(dates.format_date(value, format=_day_format(), locale=_locale()))
    return f"{digits(_iranian(value, '%d %B %Y'))} ({western})" if is_iranian() else western


def month(value: date) -> str:
    """A month without its day: March 2026; in Persian as `long_date`."""
    western = digits(dates.format_skeleton("yMMMM", value, locale=_locale()))
    return f"{digits(_iranian(value, '%B %Y'))} ({western})" if is_iranian() else western


def short_month(value: date) -> tuple[str, str]:
    """A month and its year beside an axis: Mar, 2026; in Persian of the Iranian calendar alone, for want of room."""
    if is_iranian():
        return _iranian(value, "%B"), digits(_iranian(value, "%Y"))
    return dates.format_date(value, format="LLL", locale=_locale()), digits(str(value.year))


def is_iranian() -> bool:
    """Whether the reader counts years by the Iranian (solar Hijri) calendar as well."""
    return present().split("-")[0] == "fa"


def from_iranian(year: int, month: int, day: int) -> date:
    """The western date of an Iranian one; raises ValueError where there is no such day."""
    return JalaliDate(year, month, day).to_gregorian()


def _iranian(value: date, pattern: str) -> str:
    return JalaliDate(value, locale="fa").strftime(pattern).lstrip("0۰")


def clock(value: datetime) -> str:
    """Hours and minutes of a moment that is already in the reader's time zone: 10:42."""
    return digits(dates.format_time(value, format="HH:mm", locale=_locale()))


def install(environment: Environment) -> None:
    """Give templates `_`, `ngettext`, the formats as filters, and the language in use.

    Both Flask's environment and the plain one of the reports call this, so that one macro serves both.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["ngettext"] = _counted
    spoken_ones = (number, digits, long_date, month, clock, own_name, language_name)
    environment.filters.update({one.__name__: _at_run_time(one) for one in spoken_ones})
    environment.globals.update(language=present, direction=direction, spoken=spoken, tongue=tongue)


def _at_run_time(spoken_filter: Callable[..., str]) -> Callable[..., str]:
    """A filter of a constant is else worked out once, in the language of whoever asks first."""

    @pass_context
    def filter_(_context: Context, *given: object, **named: object) -> str:
        return spoken_filter(*given, **named)

    return filter_


@pass_eval_context
def _counted(context: EvalContext, one: str, many: str, how_many: int, /, **places: object) -> str:
    """`ngettext` of templates: as Jinja's own, with `num` in the reader's digits."""
    sentence = ngettext(one, many, how_many)
    places.setdefault("num", number(how_many))
    return (Markup(sentence) if context.autoescape else sentence) % places  # noqa: S704  a catalogue's own sentence


def _locale(language: str | None = None) -> Locale:
    return Locale.parse(language or present(), sep="-")


def _day_format() -> str:
    """Babel's English long date is American; the product writes the day first."""
    return "d MMMM y" if present().split("-")[0] == "en" else "long"
