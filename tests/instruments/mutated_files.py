"""Damaged files of every kind, each judged: `./run mutated-files --files 1000`.

A damaged file must be

- refused: `qol check` names file and line and says what is wrong; or
- the same: what is read of it equals what is read of the whole file, value by value and in order, examples included
  (for an instrument: its canonical form, which the database keeps, and its examples; for a licensed pack all but the
  file's name and digest). Damage to comments, spaces and quotes ends here; or
- another definition that keeps every law of the loader and whose worked examples come out. No program can know that
  it was not meant. It says so itself: where scores rest on the change the scoring hash differs, and the record of
  versions refuses it; where patients' words changed the wording hash differs; where neither differs, the scores of
  probe forms are those of the whole file.

Anything else, and any exception but SourceError, is a fault.
"""

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from qol.cli.check import read_as_its_folder_says
from qol.errors import SourceError
from qol.instruments.definition import Instrument
from qol.instruments.library import sound
from tests.instruments.meanings import lines_of, meaning, other_kind
from tests.instruments.mutations import mutant

REPOSITORY = Path(__file__).parents[2]
INSTRUMENTS = REPOSITORY / "instruments"
PACK = Path(__file__).parent / "whole_pack.yaml"
BOUND = 0.2
"""Seconds of processor time that a file may take."""
TRIES = 3


@dataclass(frozen=True)
class Judged:
    """One damaged file: where it came from, what was done, what became of it, and the processor time in seconds."""

    source: str
    damage: str
    verdict: str
    seconds: float
    said: str = ""

    @property
    def fault(self) -> bool:
        """Whether this must not be."""
        return self.verdict == "fault" or self.seconds >= BOUND


def originals() -> list[tuple[str, bytes]]:
    """Every file that the product reads as YAML, by its place below the folder of instruments, and a licensed pack."""
    files = [path for path in sorted(INSTRUMENTS.rglob("*.yaml")) if path.parent.name != "wording"]
    return [
        *((str(path.relative_to(INSTRUMENTS)), path.read_bytes()) for path in files),
        ("wording/cancer_worry.en.yaml", PACK.read_bytes()),
    ]


def judged(count: int, seed: int, folder: Path) -> Iterator[Judged]:
    """That many damaged files, the originals in turn."""
    library = sound(INSTRUMENTS)
    whole = originals()
    meanings = {}
    for name, body in whole:
        path = _written(folder / "whole", name, body)
        read_as_its_folder_says(path, library)
        meanings[name] = meaning(path, library)
    for number in range(count):
        name, body = whole[number % len(whole)]
        damage, damaged = mutant(body, Random(f"{seed}-{number}"))
        yield _judge(name, damage, damaged, folder / str(number), library, meanings[name])


def _judge(
    name: str, damage: str, body: bytes, folder: Path, library: dict[str, Instrument], whole: tuple[str, object]
) -> Judged:
    seconds = float("inf")
    for attempt in range(TRIES):  # each in a folder of its own, for a file that was read is kept
        path = _written(folder / str(attempt), name, body)
        started = time.process_time()
        refused, fault = _refusal(path, library)
        seconds = min(seconds, time.process_time() - started)
        if seconds < BOUND:
            break
    if fault or refused is not None:
        wrong = fault or badly_said(refused, path, body)
        return Judged(name, damage, "fault" if wrong else "refused", seconds, wrong or str(refused).splitlines()[0])
    now = meaning(path, library)
    verdict, said = ("same", "") if now[0] == whole[0] else other_kind(now[1], whole[1])
    shutil.rmtree(folder)
    return Judged(name, damage, verdict, seconds, said)


def _refusal(path: Path, library: dict[str, Instrument]) -> tuple[SourceError | None, str]:
    try:
        read_as_its_folder_says(path, library)
    except SourceError as error:
        return error, ""
    except Exception as error:  # this is what must never be
        return None, f"{type(error).__name__}: {error}"
    return None, ""


def badly_said(refused: SourceError | None, path: Path, body: bytes) -> str:
    """What a refusal lacks: every problem names the file, a line of it, and says something."""
    for problem in refused.problems if refused else ():
        if not problem.file.endswith(path.name) or not problem.message.strip():
            return f"a problem without file or words: {problem}"
        if not 1 <= problem.line <= lines_of(body):
            return f"a line that the file does not have: {problem}"
    return ""


def _written(folder: Path, name: str, body: bytes) -> Path:
    path = folder / "instruments" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def report(found: list[Judged]) -> Iterator[str]:
    """How many became what, the slowest, what only the record of versions noticed, and every fault."""
    for verdict, count in Counter(one.verdict for one in found).most_common():
        yield f"{count:6} {verdict}"
    slow = max(found, key=lambda one: one.seconds)
    yield f"slowest {slow.seconds * 1000:.0f} ms of processor time ({slow.source}), at most {BOUND * 1000:.0f} ms"
    for one in found:
        if one.verdict == "other scores" or one.fault:
            yield f"{'FAULT ' if one.fault else ''}{one.source}: {one.damage}: {one.verdict} {one.said}".rstrip()
    yield f"{len(found)} damaged files of {len(originals())}, {sum(one.fault for one in found)} faults"


def main(arguments: list[str]) -> int:
    """Judges as many files as asked for and reports; 1 where there is a fault."""
    options = argparse.ArgumentParser(prog="./run mutated-files")
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    with TemporaryDirectory() as folder:
        found = list(judged(chosen.files, chosen.seed, Path(folder)))
    sys.stdout.writelines(f"{line}\n" for line in report(found))
    return int(any(one.fault for one in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
