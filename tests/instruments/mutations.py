"""Seeded small damages to a file: bytes lost, doubled or replaced, lines moved, numbers changed."""

import re
from collections.abc import Callable, Sequence
from random import Random

ODD = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\t", b"\r", b"\n", b" ", b":", b"-",
    b"{", b"}", b"[", b"]", b"&a", b"*a", b"!!str", b"<<: ", b"#", b"'", b'"', b"|", b">", b"%", b"@", b"`", b"?", b"~",
    b"no", b"null", b"1e9", b"0x1F", b"99999999999999999999", b"\n---\n", "é".encode(), "²".encode(), "۱".encode(),
)  # fmt: skip
NUMBER = re.compile(rb"\d+")


def without(body: bytes, random: Random) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + body[at + random.randint(1, 12) :]


def with_odd(body: bytes, random: Random) -> bytes:
    at = random.randrange(len(body) + 1)
    return body[:at] + random.choice(ODD) + body[at:]


def replaced(body: bytes, random: Random) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + random.choice(ODD) + body[at + random.randint(1, 4) :]


def a_bit_turned(body: bytes, random: Random) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << random.randrange(8))]) + body[at + 1 :]


def cut_off(body: bytes, random: Random) -> bytes:
    return body[: random.randrange(len(body))]


def doubled(body: bytes, random: Random) -> bytes:
    at, length = random.randrange(len(body)), random.randint(1, 200)
    return body[: at + length] + body[at : at + length] + body[at + length :]


def another_number(body: bytes, random: Random) -> bytes:
    found = list(NUMBER.finditer(body))
    if not found:
        return with_odd(body, random)
    one = random.choice(found)
    other = str(max(0, int(one[0]) + random.choice((-1, 1, 1, 10)))).encode()
    return body[: one.start()] + other + body[one.end() :]


def _lines(change: Callable[[list[bytes], int, Random], None]) -> Callable[[bytes, Random], bytes]:
    def changed(body: bytes, random: Random) -> bytes:
        lines = body.splitlines(keepends=True)
        change(lines, random.randrange(len(lines)), random)
        return b"".join(lines)

    changed.__name__ = change.__name__
    return changed


@_lines
def line_lost(lines: list[bytes], at: int, random: Random) -> None:
    del lines[at]


@_lines
def line_twice(lines: list[bytes], at: int, random: Random) -> None:
    lines.insert(random.randrange(len(lines)), lines[at])


@_lines
def lines_changed_about(lines: list[bytes], at: int, random: Random) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


@_lines
def line_indented(lines: list[bytes], at: int, random: Random) -> None:
    lines[at] = b" " * random.randint(0, 6) + lines[at].lstrip(b" ")


@_lines
def line_half(lines: list[bytes], at: int, random: Random) -> None:
    lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)] + b"\n"


DAMAGES: Sequence[Callable[[bytes, Random], bytes]] = (
    without, with_odd, replaced, a_bit_turned, cut_off, doubled, another_number, another_number, line_lost, line_twice,
    lines_changed_about, line_indented, line_half,
)  # fmt: skip


def mutant(body: bytes, random: Random) -> tuple[str, bytes]:
    """The damages done, one or two, and what they leave."""
    done = random.choices(DAMAGES, k=random.choice((1, 1, 1, 2)))
    for damage in done:
        if body:
            body = damage(body, random)
    return " and ".join(damage.__name__.replace("_", " ") for damage in done), body
