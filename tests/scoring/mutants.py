"""Which slips in an instrument file are caught, and by what: `./run mutants [INSTRUMENT ...]` tries every one.

A mutant is an instrument file with one slip. It is caught by the loader (its laws refuse the file), by a worked
example of the file, or by the published vectors; one that nothing catches is a hole in the proof.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qol.errors import SourceError
from qol.instruments.build import instrument as build
from qol.instruments.definition import Example, Instrument
from qol.instruments.hashes import scoring_hash
from qol.instruments.library import files
from qol.instruments.yaml_source import Source, read
from qol.scoring import score, score_form
from qol.scoring.paths import fact_codes
from tests.scoring import published_vectors
from tests.scoring.mutations import Mutant, cut_down, mutants

FOLDER = Path(__file__).parents[2] / "instruments"
WAYS = ("laws", "examples", "vectors")
SURVIVED = "survived"
EQUIVALENT = "equivalent"


@dataclass(frozen=True)
class Vectors:
    """Published cases of one instrument.

    answers: item -> answers. facts: fact -> words. expected: scale -> rows on which a score is stated, and the scores.
    """

    option: str | None
    answers: dict[str, NDArray[np.float64]]
    facts: dict[str, list[str | None]]
    expected: dict[str, tuple[list[int], NDArray[np.float64]]]
    tolerance: float


@cache
def vectors_of(instrument: str) -> tuple[Vectors, ...]:
    """Every file of published cases of an instrument."""
    tables = published_vectors.INDEPENDENT | published_vectors.DERIVED
    return tuple(_vectors(file, names) for file, names in tables.items() if names.instrument == instrument)


def _vectors(file: str, names: published_vectors.Vectors) -> Vectors:
    found = published_vectors.read(file)
    cases = found["cases"]
    table = published_vectors.as_table(cases, names)
    given = {item for case in cases for item in case["responses"]}
    items = {names.prefix + item.lower() for item in given}
    facts = {name: [None if value != value else value for value in table[name]] for name in table.columns[1:]
             if name not in items}  # fmt: skip
    scales = {scale for case in cases for scale in case["expected"]} - set(names.bands) - set(names.left_out)
    return Vectors(
        names.option,
        {item: table[item].to_numpy(dtype=float, na_value=np.nan) for item in items},
        facts,
        {names.scale(scale): _stated(cases, scale) for scale in scales},
        found.get("tolerance", published_vectors.EXACT),
    )


def _stated(cases: list[dict[str, Any]], scale: str) -> tuple[list[int], NDArray[np.float64]]:
    """On which rows a score is stated, and which; an incomplete domain of PROMIS is left out of its file."""
    rows = [row for row, case in enumerate(cases) if scale in case["expected"]]
    return rows, np.array([cases[row]["expected"][scale] for row in rows], dtype=float)


def caught_by(source: Source, mutant: Mutant, original: str) -> str:
    """What catches a mutant: one of `WAYS`, or that nothing does. original: hash of the same file without the slip."""
    try:
        made = build(Source(source.file, mutant.root))
    except SourceError:
        return "laws"
    if scoring_hash(made) == original:
        return EQUIVALENT
    if not all(comes_out(made, example) for example in made.examples):
        return "examples"
    return SURVIVED if all(agrees(made, one) for one in vectors_of(made.id)) else "vectors"


def comes_out(made: Instrument, example: Example) -> bool:
    """Whether a worked example gives what it says, to a twenty-thousandth of the scale's range."""
    scores = score_form(made.with_option(example.option), example.answers, example.facts)
    for name, expected in example.scores.items():
        got, scale = scores[name], made.scale_by_id[name]
        if isinstance(expected, str):
            if got.outcome != expected:
                return False
        elif got.value is None or abs(got.value - expected) > 0.00005 * max(1.0, scale.highest - scale.lowest):
            return False
    return {scale: scores[scale].band for scale in example.bands} == dict(example.bands)


def agrees(made: Instrument, vectors: Vectors) -> bool:
    """Whether every published score comes out; scales that were cut out of the file are not looked at."""
    rows = len(next(iter(vectors.answers.values())))
    facts = {name: fact_codes(vectors.facts.get(name, [None] * rows), known) for name, known in made.facts.items()}
    option = next(
        (one.id for one in made.options if one.id == vectors.option), None
    )  # cut out where it changes nothing
    values = score(made.with_option(option), vectors.answers, facts, rows).values
    return all(
        np.allclose(values[scale][stated], expected, rtol=0, atol=vectors.tolerance, equal_nan=True)
        for scale, (stated, expected) in vectors.expected.items()
        if scale in values
    )


def tried(path: Path, every: int = 1, first: int = 0) -> Iterator[tuple[Mutant, str]]:
    """Mutants of a file (every so many of them, beginning with the first-th) and what caught each."""
    source = read(path)
    hashes: dict[str, str] = {}
    for number, mutant in enumerate(mutants(source)):
        if number % every == first % every:
            original = hashes.setdefault(mutant.scale, _hash_without_slip(source, mutant.scale))
            yield mutant, caught_by(source, mutant, original)


def _hash_without_slip(source: Source, scale: str) -> str:
    return scoring_hash(build(Source(source.file, cut_down(source.root, scale))))


def main(names: Sequence[str]) -> int:
    """Tries every mutant of every instrument (or of those named) and prints what caught how many."""
    survivors, total = [], Counter[str]()
    print(f"{'instrument':24}{'mutants':>8}{'laws':>8}{'examples':>10}{'vectors':>9}{'survived':>10}")
    for path in files(FOLDER):
        if names and path.stem not in names:
            continue
        found = list(tried(path))
        counts = Counter(caught for _, caught in found)
        survivors += [f"{path.stem}, {one.scale}: {one.slip}" for one, caught in found if caught == SURVIVED]
        total += counts
        print(_row(path.stem, counts), flush=True)
    print(_row("together", total))
    caught, tries = sum(total[way] for way in WAYS), total.total() - total[EQUIVALENT]
    print(f"{caught} of {tries} mutants caught; {total[EQUIVALENT]} changed nothing that is scored.")
    print(*(f"not caught: {line}" for line in survivors), sep="\n", end="\n" if survivors else "")
    return 1 if survivors else 0


def _row(name: str, counts: Counter[Any]) -> str:
    tries = counts.total() - counts[EQUIVALENT]
    return f"{name:24}{tries:8}{counts['laws']:8}{counts['examples']:10}{counts['vectors']:9}{counts[SURVIVED]:10}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
