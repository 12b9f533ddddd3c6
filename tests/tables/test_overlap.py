"""Work in threads: in order, few at a time, and an error ends it."""

import time
from collections.abc import Iterator

import pytest

from qol.tables import in_order


def test_what_comes_out_is_in_the_order_of_what_went_in() -> None:
    def slow_at_first(number: int) -> int:
        time.sleep(0.02 if number % 3 == 0 else 0)
        return number * 10

    assert list(in_order(slow_at_first, range(20), threads=3)) == [number * 10 for number in range(20)]


def test_few_are_taken_before_the_first_is_given_back() -> None:
    taken = []

    def runs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    for given, _ in enumerate(in_order(lambda number: number, runs(), threads=2)):
        assert len(taken) <= given + 4


def test_an_error_in_a_thread_is_raised_and_no_more_is_taken() -> None:
    taken = []

    def runs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda number: 1 // (number - 5), runs(), threads=2))
    assert len(taken) < 12


def test_an_error_while_reading_is_raised() -> None:
    def runs() -> Iterator[int]:
        yield 1
        raise KeyError("row 2")

    with pytest.raises(KeyError, match="row 2"):
        list(in_order(lambda number: number, runs()))
