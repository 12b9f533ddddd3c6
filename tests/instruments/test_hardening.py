"""Each way in which YAML surprises is closed, one by one: a broken file shows the message, or a value stays a word."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qol.errors import SourceError
from qol.instruments.wording_packs import draft_of
from qol.instruments.yaml_source import DEEPEST, LARGEST, MOST, parse, parse_bytes, read

BROKEN = Path(__file__).parent / "broken"
CLOSED = {
    "anchors": "anchor",
    "aliases": "alias alias_of_nothing",
    "aliases of aliases (a billion laughs)": "billion_laughs",
    "tags": "tag binary_tag python_tag",
    "merge keys": "merge_key merge_key_in_a_list",
    "repeated keys": "repeated_key key_twice_in_quotes carriage_return_alone",
    "keys that are no words": "key_of_a_list",
    "several documents": "second_document document_end_and_another",
    "no and yes as truth (the Norway problem)": "no_is_not_false yes_is_not_true reversed_is_no_truth",
    "depth": "too_deep deep_in_lists",
    "huge numbers": "large_number a_very_long_number",
    "numbers in other notations": "exponent infinity octal_code code_of_another_script",
    "NUL and other control characters": "nul control_character",
    "lone surrogates": "lone_surrogate escaped_surrogate",
    "bytes that are no UTF-8": "latin_1",
    "a byte order mark inside": "byte_order_mark_inside",
    "tabs": "tab_indent tab_between",
    "an empty file": "empty",
    "a list at the top": "list_at_top",
}


@pytest.mark.parametrize(("way", "files"), CLOSED.items(), ids=list(CLOSED))
def test_every_closed_way_has_a_broken_file_that_is_refused(way: str, files: str) -> None:
    for name in files.split():
        path = BROKEN / f"{name}.yaml"
        assert path.is_file(), f"{way}: {path} is absent"  # test_broken_files.py compares line and message


GENERATED: dict[str, tuple[Callable[[], bytes], str]] = {
    "size": (lambda: b"a: b\n" * (LARGEST // 4), f"odd.yaml:1: the file is larger than {LARGEST // 1024} KiB"),
    "many values": (lambda: b"a: [" + b"1," * (MOST + 1) + b"]", f"odd.yaml:1: more than {MOST} values"),
    "many lines": (lambda: b"a:\n" + b"- 1\n" * (MOST + 1), f"odd.yaml:{MOST - 1}: more than {MOST} values"),
    "depth without end": (lambda: b"a: " + b"[" * 100_000, f"odd.yaml:1: values are nested deeper than {DEEPEST}"),
    "depth in blocks": (
        lambda: b"".join(b" " * depth + b"a:\n" for depth in range(400)),
        f"odd.yaml:{DEEPEST}: values are nested deeper than {DEEPEST}",
    ),
    "UTF-16": (lambda: "id: tiny\n".encode("utf-16"), "odd.yaml:1: this is not UTF-8 text"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "odd.yaml:1: this is not UTF-8 text"),
    "nothing but zeros": (lambda: bytes(1000), "odd.yaml:1: this is not YAML: a character that text files do not hold"),
}


@pytest.mark.parametrize("way", GENERATED)
def test_what_is_too_large_for_a_broken_file_is_made_and_refused_soon(way: str, tmp_path: Path) -> None:
    make, message = GENERATED[way]
    path = tmp_path / "odd.yaml"
    path.write_bytes(make())
    least = float("inf")
    for _ in range(3):
        started = time.process_time()
        with pytest.raises(SourceError) as caught:
            read(path, "odd.yaml")
        least = min(least, time.process_time() - started)
    assert str(caught.value).startswith(message), str(caught.value)
    assert least < 1


@pytest.mark.parametrize("marks", [1, 2])
def test_a_byte_order_mark_at_the_beginning_means_nothing(marks: int, tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" * marks + b"id: tiny\n")
    assert list(read(path).root.values) == ["id"]


def test_lines_may_end_as_windows_ends_them() -> None:
    root = parse("a: 1\r\nb: 2\r\n", "f").root
    assert root.lines == {"a": 1, "b": 2}


def test_words_that_other_readers_take_for_truth_nothing_or_time_stay_words() -> None:
    words = [
        "no",
        "No",
        "NO",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "true",
        "False",
        "12:30:45",
        "2026-11-23",
        "1_0",
        "0o17",
        "+1",
    ]
    root = parse("\n".join(f"k{place}: {word}" for place, word in enumerate(words)), "f").root
    assert [node.value for node in root.values.values()] == words


def test_the_time_for_many_faults_grows_with_their_number_and_not_with_its_square() -> None:
    few, many = (_faults_of(number) for number in (1_500, 12_000))
    assert many < 40 * few


def _faults_of(number: int) -> float:
    """Processor seconds to name that many empty texts of a wording pack, the best of three."""
    body = b"items:\n" + b"".join(b'  x%d: ""\n' % item for item in range(number))
    source, best = parse_bytes(body, "odd.yaml"), float("inf")
    for _ in range(3):
        begun = time.process_time()
        _, problems = draft_of(source, "")
        best = min(best, time.process_time() - begun)
        assert len(problems) > number
    return best
