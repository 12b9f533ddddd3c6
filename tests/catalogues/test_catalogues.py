"""Every sentence of the interface is there in every language, whole and with its places."""

import re
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog

from qol import catalogues, language
from qol.catalogues import faults, gathered, placeholders, read

LANGUAGES = ("de", "nl", "fr", "es", "fa", "ar")
ONE_FORM = {"fa"}
"""A Persian noun after a number keeps its form, so one sentence serves every count."""


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return gathered()


def test_the_product_speaks_seven_languages() -> None:
    assert set(language.languages()) == {"en", *LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_lacks_nothing_and_holds_nothing_old(code: str, sentences: Catalog) -> None:
    assert faults(code, sentences) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_plural_forms_part_what_the_language_parts(code: str) -> None:
    spoken = language.translations(code)
    of_babel = Locale.parse(code).plural_form
    forms: dict[int, set[str]] = {}
    for count in range(1000):
        forms.setdefault(spoken.plural(count), set()).add(of_babel(count))  # type: ignore[attr-defined]
    assert code in ONE_FORM or all(len(kinds) == 1 for kinds in forms.values()), forms


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_is_not_the_english_sentence(code: str) -> None:
    same = [m.id for m in read(code) if m.id == m.string and len(re.findall(r"(?<!\()\b[a-z]{3,}", str(m.id))) > 2]
    assert same == []


def test_what_is_wrong_with_a_catalogue_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentences: Catalog
) -> None:
    text = catalogues.file_of("de").read_text()
    text = text.replace('msgstr "Weiter"', 'msgstr ""', 1)
    text = text.replace(
        '#, python-format\nmsgid "Error: %(title)s"', '#, fuzzy, python-format\nmsgid "Error: %(title)s"'
    )
    text = text.replace("%(phone)s an, dann", "%(number)s an, dann")
    text += '\nmsgid "Gone"\nmsgstr "Weg"\n\n#~ msgid "Old"\n#~ msgstr "Alt"\n'
    (tmp_path / "de.po").write_text(text)
    monkeypatch.setattr(catalogues, "file_of", lambda code: tmp_path / f"{code}.po")
    said = "\n".join(faults("de", sentences))
    for wrong in ("untranslated: ", "fuzzy: Error", "placeholders differ: This link", "more: Gone", "obsolete: Old"):
        assert wrong in said


def test_an_update_adds_drops_and_guesses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "Next"\nmsgstr "Weiter"\n\nmsgid "Gone"\nmsgstr "Weg"\n'
    )
    monkeypatch.setattr(catalogues, "file_of", lambda code: tmp_path / f"{code}.po")
    wanted = Catalog()
    wanted.add("Next")
    wanted.add("Next one")
    catalogues.update("de", wanted)
    kept = {message.id: message.string for message in read("de") if message.id}
    assert kept == {"Next": "Weiter", "Next one": ""}
    assert not read("de").obsolete


def test_places_are_known_in_both_spellings() -> None:
    assert placeholders("%(a)s of {b}, {c:g}") == {"%(a)s", "{b}", "{c:g}"}
