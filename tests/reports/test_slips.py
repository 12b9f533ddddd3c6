"""What a slip prints is read, typed and dialled from the left, also in a language that runs from the right."""

from datetime import date
from io import BytesIO

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from qol.language import languages
from qol.reports._slips import Slip, slips_pdf


@pytest.mark.parametrize("language", languages())
def test_the_groups_of_a_code_stand_in_their_order_in_every_language(language: str) -> None:
    slip = Slip(code="K7Q-204", language=language, sign=Markup("<svg/>"), page="https://qol.example/s",
                typed="4293-7716-HE39", after_break="268 892", closes=date(2027, 5, 29), phone="")  # fmt: skip
    text = PdfReader(BytesIO(slips_pdf([slip], []))).pages[0].extract_text()
    assert "268 892" in text
    assert "4293-7716-HE39" in text
