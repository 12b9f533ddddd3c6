"""The sentences of a message as plain text: nothing in it may depend on markup."""

from datetime import date

import pytest

from qol.language import direction, languages
from qol.settings import Settings
from qol.study.mail.words import letter


@pytest.mark.parametrize("language", languages())
def test_a_telephone_number_keeps_its_order_where_the_sentence_runs_from_the_right(language: str) -> None:
    said = letter(Settings(), "invitation", "secret", date(2027, 5, 29), "01632 960 123", language).paragraphs[-1]
    assert ("\u206601632 960 123\u2069" in said) == (direction(language) == "rtl")
    assert "01632 960 123" in said
