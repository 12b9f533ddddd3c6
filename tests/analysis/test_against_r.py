"""Our figures beside those that R gave for the same tables (`./run verify-against-r` asks R anew)."""

import pytest

from tests.analysis.against_r import HERE, apart, comparisons, recorded


@pytest.mark.parametrize("name", comparisons())
def test_our_figures_are_those_of_r(name: str) -> None:
    module = comparisons()[name]
    distances = apart(module, recorded(name))
    assert {figure: far for figure, far in distances.items() if far > module.RELATIVE} == {}


def test_every_record_belongs_to_a_comparison() -> None:
    assert {path.stem for path in (HERE / "recorded").glob("*.json")} == comparisons().keys()


@pytest.mark.parametrize("name", comparisons())
def test_a_figure_that_is_not_rs_is_noticed(name: str) -> None:
    module, theirs = comparisons()[name], recorded(name)
    figure = min(theirs)
    wrong = theirs | {figure: [value * (1 + 3 * module.RELATIVE) + 1e-6 for value in theirs[figure]]}
    assert apart(module, wrong)[figure] > module.RELATIVE
