"""From the empty pack to the licensed form, for every instrument of the library."""

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from qol.errors import QolError, SourceError
from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_hash
from qol.instruments.library import Library
from qol.instruments.wording import dressed
from qol.instruments.wording_check import check_bytes
from qol.instruments.wording_faults import worded_codes
from qol.instruments.wording_template import template
from tests.instruments.filled_pack import filled

LIBRARY = Library(Path(__file__).parent.parent.parent / "instruments")
TODAY = date(2026, 11, 23)
EVERY = pytest.mark.parametrize("instrument", LIBRARY.values(), ids=list(LIBRARY))


def gaps(text: str) -> set[int]:
    """Lines with an empty text, comments aside."""
    return {number for number, line in enumerate(text.splitlines(), 1) if re.match(r'[^#"]*""', line)}


@EVERY
def test_an_empty_template_is_refused_with_every_gap_at_its_line_and_nothing_else(instrument: Instrument) -> None:
    text = template(instrument, "da")
    with pytest.raises(SourceError) as refused:
        check_bytes(text.encode(), "pack.yaml", LIBRARY, TODAY)
    assert {problem.line for problem in refused.value.problems} == gaps(text)
    assert all(problem.message.endswith("is empty") for problem in refused.value.problems)
    words = sum(len(item.ask) or 1 for item in instrument.items.values())
    words += sum(len(worded_codes(answers)) for answers in instrument.answers)
    words += sum(2 if page.recall else 1 for page in instrument.pages)
    assert len(refused.value.problems) >= words + 4


@EVERY
def test_a_filled_template_is_accepted_and_served_with_all_its_words(instrument: Instrument) -> None:
    text = filled(instrument)
    pack = check_bytes(text.encode(), "pack.yaml", LIBRARY, TODAY)
    assert pack.digest == sha256(text.encode()).hexdigest()
    worded = dressed(instrument, "da", "licensed", [pack], "Watch", TODAY)
    shown = worded.instrument
    assert shown.servable
    assert scoring_hash(shown) == scoring_hash(instrument)
    asked = [words for item in shown.items.values() for words in item.ask.values()]
    assert all(words.startswith("Licensed words") for words in asked)
    assert len(set(asked)) == len(asked)
    ours = {words for item in instrument.items.values() for words in item.ask.values()}
    ours |= {page.section for page in instrument.pages} | {o.label for a in instrument.answers for o in a.options}
    body = json.dumps(shown.model_dump(mode="json", include={"pages", "answers"}), ensure_ascii=False)
    labels = {item.label for item in instrument.items.values()}
    assert [words for words in ours - labels - {None} if f'"{words}"' in body] == []


@EVERY
def test_one_text_taken_out_again_is_named(instrument: Instrument) -> None:
    text = filled(instrument)
    item = next(iter(instrument.items))
    at = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"  {item}: "))
    lines = text.splitlines()
    lines[at - 1] = f"  {item}:"
    with pytest.raises(SourceError) as refused:
        check_bytes("\n".join(lines).encode(), "pack.yaml", LIBRARY, TODAY)
    (problem,) = refused.value.problems
    assert str(problem) == f"pack.yaml:{at}: the words of item {item} are missing"


def test_a_language_that_nobody_speaks_is_refused() -> None:
    with pytest.raises(QolError, match="The language 'xq' is not known"):
        template(LIBRARY["lars"], "xq")


def test_faults_of_form_and_what_does_not_fit_are_said_in_one_run() -> None:
    text = filled(LIBRARY["lars"]).replace("  q5: ", "  q6: ").replace('holder: "Nobody', 'holdr: "Nobody')
    text = text.replace("2027-12-31", "2020-12-31")
    with pytest.raises(SourceError) as refused:
        check_bytes(text.encode(), "pack.yaml", LIBRARY, TODAY, studies=["Other"])
    said = "\n".join(problem.message for problem in refused.value.problems)
    for part in ("has no key holdr", "needs holder", "the words of item q5 are missing", "lars has no item q6",
                 "expired on 2020-12-31", "there is no study Watch here; studies: Other"):  # fmt: skip
        assert part in said
