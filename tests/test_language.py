"""The interface in the reader's language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from qol import language

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Next"
msgstr "بعدی"

msgid "%(count)s minute"
msgid_plural "%(count)s minutes"
msgstr[0] "%(count)s دقیقه"
msgstr[1] "%(count)s دقیقه"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fa.po").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_a_catalogue_is_one_po_file_that_needs_no_compiling(folder: Path) -> None:
    assert language.translations("fa", folder).gettext("Next") == "بعدی"
    assert language.languages(folder) == ("en", "fa")


def test_a_sentence_without_translation_stays_as_it_is(folder: Path) -> None:
    assert language.translations("fa", folder).gettext("Back") == "Back"
    assert language.translations("de", folder).gettext("Next") == "Next"


def test_the_language_in_use_ends_with_its_block() -> None:
    with language.speaking("fa"):
        assert language.present() == "fa"
        assert language.direction() == "rtl"
    assert language.present() == "en"
    assert language.direction() == "ltr"


def test_numbers_and_dates_follow_the_reader() -> None:
    assert language.number(1234.5) == "1,234.5"
    assert language.number(58.333, 1) == "58.3"
    assert language.long_date(date(2026, 3, 12)) == "12 March 2026"
    assert language.month(date(2026, 6, 1)) == "June 2026"
    assert language.clock(datetime(2026, 3, 12, 9, 5, tzinfo=UTC)) == "09:05"
    with language.speaking("fa"):
        assert language.number(59) == "۵۹"
        assert language.digits("01632 960 123") == "۰۱۶۳۲ ۹۶۰ ۱۲۳"
    with language.speaking("de"):
        assert language.long_date(date(2026, 3, 12)) == "12. März 2026"


def test_a_language_is_named_in_its_own_words() -> None:
    assert [language.own_name(code) for code in ("en", "de", "fa")] == ["English", "Deutsch", "فارسی"]


def test_templates_without_flask_say_the_same_words() -> None:
    environment = Environment(autoescape=True)
    language.install(environment)
    template = environment.from_string(
        "{{ _('%(a)s of %(b)s', a=2|number, b='<i>') }} "
        "{{ ngettext('%(num)s minute', '%(num)s minutes', 2) }} {{ language() }} {{ direction() }}"
    )
    assert template.render() == "2 of &lt;i&gt; 2 minutes en ltr"
