"""The reader lets plain data through, with its lines, and nothing else; it never fails with a traceback."""

import time
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.errors import Problem, SourceError
from qol.instruments.build import instrument as build
from qol.instruments.build_references import read_references
from qol.instruments.wording_check import check_pack
from qol.instruments.yaml_source import DEEPEST, LARGEST, Mapping, parse, read

HERE = Path(__file__).parent
TEXTS = {name: (HERE / f"{name}.yaml").read_text() for name in ("tiny", "tiny_pack", "tiny_references")}
TINY = {"tiny": build(parse(TEXTS["tiny"], "tiny.yaml"))}


def refusal(text: str) -> str:
    with pytest.raises(SourceError) as caught:
        parse(text, "f")
    return str(caught.value)


def test_no_and_yes_stay_words_and_odd_numbers_stay_text() -> None:
    values = parse("a: no\nb: yes\nc: 0123\nd: 12:30\ne: 1_000\nf: 0x1F\ng: on\nh: 7\ni: 1.5\n", "f").root.values
    assert [node.value for node in values.values()] == [
        "no", "yes", "0123", "12:30", "1_000", "0x1F", "on", 7, 1.5,
    ]  # fmt: skip


def test_a_number_beyond_any_questionnaire_stays_text_and_dates_stay_text() -> None:
    values = parse(f"a: {2**70}\nb: 2026-11-23\nc: .inf\nd: 1e5\n", "f").root.values
    assert [node.value for node in values.values()] == [str(2**70), "2026-11-23", ".inf", "1e5"]


def test_every_value_knows_its_line() -> None:
    root = parse("a: 1\nb:\n  - x\n  - {c: y,\n     d: z}\n", "f").root
    members = root.values["b"].values
    assert (root.lines["b"], members[0].line, members[1].line) == (2, 3, 4)
    assert isinstance(members[1], Mapping)
    assert members[1].lines == {"c": 4, "d": 5}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f:1: the file is empty"),
        ("# nothing\n", "f:1: the file is empty"),
        ("just words", "f:1: the file must be a mapping"),
        ("a: 1\na: 2\n", "f:2: the key a stands here again (first on line 1)"),
        ("a: 1\n'a': 2\n", "f:2: the key a stands here again"),
        ("a: &x 1\n", "f:1: the anchor &x is not allowed"),
        ("a: *x\n", "f:1: the alias *x is not allowed"),
        ("a: !!str 1\n", "f:1: the tag !!str is not allowed"),
        ("a: ! 1\n", "f:1: the tag ! is not allowed"),
        ("<<: {a: 1}\n", "f:1: the merge key << is not allowed"),
        ("a: 1\n---\nb: 2\n", "f:2: a second document begins here"),
        ("[a]: 1\n", "f:1: a key must be a single word or number"),
        ("a: [1, 2\n", "f:1: this is not YAML"),
        ("a: 'x\n\n\n", "f:1: this is not YAML"),
        ("a: b: c\n", "f:1: this is not YAML"),
        ("a: 1\nb: \x00\n", "f:2: this is not YAML: a character that text files do not hold"),
        ("é: 1\nb: \x07\n", "f:2: this is not YAML: a character that text files do not hold"),
        ("a: \ud800\n", "f:1: this is not YAML: a character that text files do not hold"),
        ("a: " + "[" * (DEEPEST + 1), "f:1: values are nested deeper than"),
        ("a: " + "[" * 100_000, "f:1: values are nested deeper than"),
        ("a: [" + "1," * 50_000 + "]", "f:1: more than"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(text: str, message: str) -> None:
    started = time.process_time()
    assert message in refusal(text)
    assert time.process_time() - started < 2


def test_several_problems_of_form_are_said_together() -> None:
    assert refusal("a: &x 1\nb: !!int 2\nb: 3\n").count("\n") == 2


def test_a_file_that_is_too_large_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: b\n" * (LARGEST // 4))
    started = time.process_time()
    with pytest.raises(SourceError, match="larger than"):
        read(path)
    assert time.process_time() - started < 0.2


def test_a_file_that_is_not_utf_8_says_so_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: b\nc: caf\xe9\n")
    with pytest.raises(SourceError, match=r"latin\.yaml:2: this is not UTF-8"):
        read(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.yaml:1: the file cannot be read: No such file"):
        read(tmp_path / "none.yaml")


def problems_of(kind: str, text: str, path: Path) -> tuple[Problem, ...]:
    """The problems of a text read as an instrument, a pack or references; anything but SourceError is a failure."""
    path.write_bytes(text.encode(errors="surrogatepass"))
    try:
        if kind == "tiny":
            build(read(path))
        elif kind == "tiny_pack":
            check_pack(path, TINY, date(2026, 11, 23))
        else:
            read_references(path, None, TINY)
    except SourceError as error:
        return error.problems
    return ()


KINDS = st.sampled_from(sorted(TEXTS))


@settings(max_examples=200, deadline=2000)
@given(
    kind=KINDS,
    at=st.integers(0, 900),
    cut=st.integers(0, 12),
    put=st.text(alphabet=st.sampled_from("{}[]:,&*!|>'\"#-\n\t 0²yesno<%@`\x00\ud800é~?"), max_size=6),
)
def test_a_mutated_text_is_refused_with_lines_or_keeps_its_sense(
    tmp_path_factory: pytest.TempPathFactory, kind: str, at: int, cut: int, put: str
) -> None:
    whole = TEXTS[kind]
    text = whole[:at] + put + whole[at + cut :]
    found = problems_of(kind, text, tmp_path_factory.getbasetemp() / "mutated.yaml")
    assert all(1 <= problem.line <= text.count("\n") + 1 and problem.message for problem in found)


ODD: list[Any] = [
    None,
    "",
    "no",
    "²",
    "a b",
    -1,
    0,
    1.5,
    10**6,
    2**70,
    "x" * 3000,
    [],
    [[]],
    [None],
    {},
    {"a": []},
    {1: {}},
]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value of nested data."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in below for place in places(value, (*path, key)))]


@settings(max_examples=200, deadline=2000)
@given(kind=KINDS, where=st.randoms(use_true_random=False), odd=st.sampled_from(ODD))
def test_an_odd_value_anywhere_is_refused_with_lines_or_keeps_its_sense(
    tmp_path_factory: pytest.TempPathFactory, kind: str, where: Any, odd: Any
) -> None:
    data = {"": deepcopy(yaml.load(TEXTS[kind], Loader=yaml.BaseLoader))}
    *way, last = where.choice(places(data)[1:])
    inner: Any = data
    for key in way:
        inner = inner[key]
    inner[last] = odd
    text = yaml.safe_dump(data[""], allow_unicode=True)
    found = problems_of(kind, text, tmp_path_factory.getbasetemp() / "odd.yaml")
    assert all(1 <= problem.line <= text.count("\n") + 1 and problem.message for problem in found)
