"""The table of licences: every instrument, from its definition alone."""

from pathlib import Path

from qol.instruments.definition import Licence
from qol.instruments.library import Library
from qol.instruments.licences import NEEDED, STATUS, document

ROOT = Path(__file__).parent.parent.parent
LIBRARY = Library(ROOT / "instruments")


def test_the_document_is_what_the_command_prints() -> None:
    written = (ROOT / "docs" / "licences.md").read_text()
    assert written == document(LIBRARY.values()), "run: python -m qol instruments --licences > docs/licences.md"


def test_every_instrument_has_a_row_with_its_holder_and_its_note() -> None:
    rows = {
        line.split("`")[1]: line
        for line in document(LIBRARY.values()).splitlines()
        if line.startswith("| ") and "`" in line
    }
    assert rows.keys() == set(LIBRARY)
    for name, instrument in LIBRARY.items():
        for text in (instrument.licence.holder, instrument.licence.name, STATUS[instrument.licence.status]):
            assert text is None or text in rows[name]
        assert rows[name].count(" | ") == 5


def test_words_are_there_for_every_status_that_a_definition_may_give() -> None:
    allowed = set(Licence.model_fields["status"].annotation.__args__)
    assert set(STATUS) == set(NEEDED) == allowed


def test_a_bar_in_a_note_does_not_break_the_table() -> None:
    lars = LIBRARY["lars"]
    noted = lars.model_copy(update={"licence": Licence(status="free", note="a | b\nc")})
    assert "a / b c |" in document([noted])
