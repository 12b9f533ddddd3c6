"""The worked examples of an instrument file, scored: each that does not come out is a problem with its line."""

from collections.abc import Callable, Iterator

from qol.errors import Problem, QolError
from qol.instruments.definition import Example, Instrument
from qol.instruments.written import Written, line_of
from qol.instruments.yaml_source import Source
from qol.scoring.scores import Score, score_form

NEAR = 0.005
"""Examples are written with two decimals."""

Said = Iterator[tuple[tuple[str, ...], str]]
"""The keys that lead to the line of a problem within an example, and the problem."""


def untrue(instrument: Instrument, source: Callable[[], Source]) -> list[Problem]:
    """Every score, outcome and band that an example of the file says and that its own answers do not give.

    source: reads the file again, for the lines; called only where there is something to say.
    """
    found = [(example.name, *one) for example in instrument.examples for one in _differences(instrument, example)]
    if not found:
        return []
    written = source()
    examples = Written(written.root).examples
    return sorted(
        Problem(written.file, line_of(examples[name], *keys), f"the example {name!r}: {message}")
        for name, keys, message in found
    )


def _differences(instrument: Instrument, example: Example) -> Said:
    try:
        scores = score_form(instrument.with_option(example.option), example.answers, example.facts)
    except QolError as error:
        yield ("answers",), f"it cannot be scored: {error}"
        return
    for scale, expected in example.scores.items():
        if not _is(scores[scale], expected):
            yield ("scores", scale), f"{scale} comes out as {_in_words(scores[scale])}, not {_number(expected)}"
    for scale, band in example.bands.items():
        if scores[scale].band != band:
            yield ("bands", scale), f"{scale} comes out in the band {scores[scale].band or 'none'}, not {band}"


def _is(score: Score, expected: float | str) -> bool:
    if isinstance(expected, str):
        return str(score.outcome) == expected
    return score.value is not None and abs(score.value - expected) <= NEAR


def _in_words(score: Score) -> str:
    return str(score.outcome) if score.value is None else _number(score.value)


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"
