"""The benchmarks' register. What they measure is not tested: a figure depends on the machine."""

import pytest

from benchmarks import Figure, benchmarks, best_of
from benchmarks.__main__ import main


@pytest.mark.parametrize("name", sorted(benchmarks()))
def test_a_benchmark_says_its_name_and_what_it_measures(name: str) -> None:
    module = benchmarks()[name]
    assert module.__name__ == f"benchmarks.{name.replace('-', '_')}"
    assert module.HELP.endswith(".")
    assert callable(module.measure)


def test_a_benchmark_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert "There is no benchmark speed. Benchmarks: " in capsys.readouterr().err


def test_a_figure_knows_its_limit() -> None:
    assert Figure("ratio", 3.0, "floors", 3).kept
    assert not Figure("ratio", 3.1, "floors", 3).kept
    assert Figure("time", 99.0, "s").kept


def test_works_are_measured_in_turn() -> None:
    done: list[str] = []
    assert len(best_of(2, lambda: done.append("a"), lambda: done.append("b"))) == 2
    assert done == ["a", "b", "a", "b"]
