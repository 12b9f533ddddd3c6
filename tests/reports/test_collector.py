"""While pages are drawn the collector of cycles comes by rarely; afterwards it is as it was."""

import gc

import pytest

from qol.reports._collector import RARELY, undisturbed


def test_it_comes_by_rarely_until_the_last_of_several_prints_ends() -> None:
    before = gc.get_threshold()
    first, second = undisturbed(), undisturbed()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == RARELY != before
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_a_print_that_fails_leaves_it_as_it_was() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), undisturbed():
        raise ZeroDivisionError
    assert gc.get_threshold() == before
