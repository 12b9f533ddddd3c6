"""What nobody sees in a name or number is taken out; what belongs to its spelling stays."""

import pytest

from qol.study.patients.visible import visible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Alan \t Dunmore\n", "Alan Dunmore"),
        ("Alan \N{RIGHT-TO-LEFT OVERRIDE}eromnuD", "Alan eromnuD"),
        ("\N{LEFT-TO-RIGHT MARK}4790-312\N{POP DIRECTIONAL FORMATTING}", "4790-312"),
        ("\N{RIGHT-TO-LEFT ISOLATE}Alan\N{POP DIRECTIONAL ISOLATE}", "Alan"),
        ("Al\x1b[31man\x07", "Al[31man"),
        ("Alan\N{LINE SEPARATOR}Dunmore\N{NO-BREAK SPACE}Jr", "Alan Dunmore Jr"),
        ("\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}", ""),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
        ("Łukasz O’Brien-Ó Süß, 李", "Łukasz O’Brien-Ó Süß, 李"),
    ],
)
def test_what_shows_is_kept_and_nothing_else(typed: str, kept: str) -> None:
    assert visible(typed) == kept
