"""What the keys do: seal, search, make pseudonyms."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qol.errors import SettingsError
from qol.settings import Settings
from qol.storage.keys import Keys, keys_for, plain, pseudonym

KEYS = Keys(identity=b"i" * 32, pseudonyms=b"p" * 32, audit=b"a" * 32)


@given(st.text())
def test_what_is_sealed_is_opened_as_it_was(words: str) -> None:
    text = words.encode("utf-8", "replace").decode()
    assert KEYS.open(KEYS.seal(text, "t.c:1"), "t.c:1") == text


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert KEYS.seal("June", "t.c:1") != KEYS.seal("June", "t.c:1")


@pytest.mark.parametrize("damage", [lambda s: s[:-4] + "AAAA", lambda s: s[:20], lambda s: "not base64", lambda s: ""])
def test_a_damaged_field_is_refused_without_its_row(damage: object) -> None:
    sealed = damage(KEYS.seal("June", "identity.name:1"))  # type: ignore[operator]
    with pytest.raises(SettingsError, match=r"identity\.name cannot be read") as refused:
        KEYS.open(sealed, "identity.name:1")
    assert ":1" not in str(refused.value)


def test_keys_do_not_show_when_printed() -> None:
    assert "iii" not in repr(KEYS) and "ppp" not in repr(KEYS) and "aaa" not in repr(KEYS)


def test_a_pseudonym_is_the_same_for_the_same_key_and_another_for_another(tmp_path: Path) -> None:
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path)})
    patient = str(uuid4())
    code = pseudonym(settings, patient)
    assert re.fullmatch("P-[0-9A-HJKMNP-TV-Z]{8}", code)
    assert pseudonym(settings, patient) == code
    assert pseudonym(replace(settings, pseudonym_key="another " * 8), patient) != code
    assert keys_for(settings) is keys_for(settings)


def test_ten_thousand_patients_have_ten_thousand_pseudonyms() -> None:
    assert len({KEYS.pseudonym(f"patient {number}") for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("H-0042 17", "h004217"), ("ÅSE", "åse"), ("O'Brien", "obrien"), ("۱۲۳", "123"), ("ＡＢ", "ab"), (" - ", "")],
)
def test_words_are_compared_without_signs_case_and_script_of_digits(typed: str, kept: str) -> None:
    assert plain(typed) == kept
