"""The worked examples of an instrument file, scored: each that does not come out is a problem with its line."""

from collections.abc import Iterator

from qol.errors import Problem, QolError
from qol.instruments.definition import Example, Instrument
from qol.instruments.written import Written, line_of
from qol.instruments.yaml_source import Source
from qol.scoring.scores import Score, score_form

NEAR = 0.005
"""Examples are written with two decimals."""

Said = Iterator[tuple[tuple[str, ...], str]]
"""The keys that lead to the line of a problem within an example, and the problem."""


def untrue(instrument: Instrument, source: Source) -> list[Problem]:
    """Every score, outcome and band that an example of the file says and that its own answers do not give."""
    where = Written(source.root)
    found = []
    for example in instrument.examples:
        for keys, message in _differences(instrument, example):
            line = line_of(where.examples[example.name], *keys)
            found.append(Problem(source.file, line, f"the example {example.name!r}: {message}"))
    return sorted(found)


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
