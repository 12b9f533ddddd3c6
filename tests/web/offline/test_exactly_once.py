"""Copies of submissions over two workers, a third of the replies cut; the long run is in `exactly_once.py`."""

from pathlib import Path

import pytest

from tests.web.offline.exactly_once import run


@pytest.mark.slow
def test_sixty_submissions_sent_five_times_arrive_exactly_once(tmp_path: Path) -> None:
    counted = run(tmp_path, 60, 5)
    assert (counted.submissions, counted.envelopes, counted.closed) == (60, 60, 60)
    assert counted.wrong_receipts == 0
    assert counted.cut > 50
    assert counted.receipts + counted.cut == 300
