"""What a file means, so that a damaged one can be compared with the whole: what is read of it, without its name."""

import json
import re
from pathlib import Path

import numpy as np

from qol.course.protocol import read_protocol
from qol.instruments.build_references import read_references
from qol.instruments.definition import Instrument
from qol.instruments.hashes import canonical, scoring_hash, wording_hash
from qol.instruments.library import load
from qol.instruments.references import References
from qol.instruments.translations import translation_of
from qol.instruments.wording_packs import read_pack
from qol.instruments.yaml_source import read
from qol.scoring.paths import fact_codes
from qol.scoring.scores import score
from tests.instruments.scoring_hashes import RECORD, faults, recorded

BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
PROBES = 30
Meaning = tuple[str, object]
"""A text that is equal where the meaning is, and what was read."""


def meaning(path: Path, library: dict[str, Instrument]) -> Meaning:
    """What `qol check` would read of a file."""
    folder = path.parent.name
    if folder == "protocols":
        protocol = read_protocol(path, library)
        return protocol.model_dump_json(), protocol
    if folder == "references":
        known = read_references(path, path.name, library)
        parts = (known.found, known.ranges, known.slots, known.not_found)
        return json.dumps([[one.model_dump(mode="json") for one in part] for part in parts]), known
    if folder == "wording":
        pack = read_pack(path)
        return pack.model_dump_json(exclude={"file", "digest"}), pack
    if folder == "translations":
        words = translation_of(read(path, path.name))
        return words.model_dump_json(exclude={"file", "digest"}), words
    made = load(path)
    examples = [example.model_dump(mode="json") for example in made.examples]
    return canonical(made) + json.dumps(examples), made


def other_kind(now: object, whole: object) -> tuple[str, str]:
    """What kind of other definition it is; `fault` where it changes scores and does not say so."""
    if not (isinstance(now, Instrument) and isinstance(whole, Instrument)):
        kind = "references" if isinstance(now, References) else type(now).__name__.lower()
        return f"another {kind}", ""
    if scoring_hash(now) == scoring_hash(whole):
        if not _score_alike(now, whole):
            return "fault", "scores differ and the scoring hash does not"
        return ("other words", "") if wording_hash(now) != wording_hash(whole) else ("other remarks", "")
    said = faults([(now.id, now.version, scoring_hash(now))], recorded(RECORD))
    return ("other scores", "noticed by the record of versions") if said else ("fault", "the record does not notice")


def _score_alike(one: Instrument, other: Instrument) -> bool:
    """Whether probe forms, with gaps and under any facts, score the same."""
    random = np.random.default_rng(1)
    answers = {}
    for item in one.items:
        codes = one.answers_of(item).scored_codes
        if codes:
            drawn = random.choice(np.array(codes, float), PROBES)
            answers[item] = np.where(random.random(PROBES) < 0.1, np.nan, drawn)
    facts = {name: fact_codes(list(random.choice(values, PROBES)), values) for name, values in one.facts.items()}
    first, second = score(one, answers, facts, PROBES), score(other, answers, facts, PROBES)
    return all(np.array_equal(first.values[scale], second.values[scale], equal_nan=True) for scale in first.values)


def lines_of(body: bytes) -> int:
    """How many lines a reader may count, by every line break that YAML knows."""
    return len(BREAKS.findall(body.decode(errors="replace"))) + 1
