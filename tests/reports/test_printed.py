import math

import pytest

from qol.reports import _words
from qol.reports._printed import COLUMNS, Ledger


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(6.24, 1, "6.2"), (-7.9, 1, "−7.9"), (-0.04, 1, "0.0"), (0.0, 0, "0"), (None, 1, "–"), (math.nan, 0, "–")],
)
def test_a_number_is_printed_with_a_real_minus_and_never_as_minus_zero(
    value: float | None, decimals: int, shown: str
) -> None:
    assert _words.number(value, decimals) == shown


def test_a_plus_is_printed_only_where_it_is_asked_for() -> None:
    assert (_words.number(3.0, signed=True), _words.number(3.0), _words.number(0.0, signed=True)) == ("+3", "3", "0")


def test_every_number_is_written_down_in_full_precision() -> None:
    ledger = Ledger()
    assert ledger.number("mean", 72.6123, 1, group="nom", visit="month_12") == "72.6"
    assert ledger.rows() == [
        {
            **dict.fromkeys(COLUMNS, ""),
            "kind": "mean",
            "group": "nom",
            "visit": "month_12",
            "value": 72.6123,
            "shown": "72.6",
        }
    ]


def test_a_number_that_is_printed_twice_is_written_down_once() -> None:
    ledger = Ledger()
    assert ledger.count("n", 4) == ledger.count("n", 4)
    assert len(ledger.rows()) == 1


def test_a_dash_is_no_number() -> None:
    ledger = Ledger()
    assert ledger.per_cent("share", None) == "–"
    assert ledger.rows() == []


def test_a_share_is_written_down_in_per_cent() -> None:
    ledger = Ledger()
    assert ledger.per_cent("share", 0.2727) == "27"
    assert ledger.rows()[0]["value"] == pytest.approx(27.27)


def test_words_inside_a_sentence() -> None:
    assert _words.listed(["a", "b", "c"]) == "a, b and c"
    assert (_words.lower_first("Mood"), _words.lower_first("LARS score")) == ("mood", "LARS score")
