"""A sealed stream gives back what was put in, or refuses; there is nothing in between."""

import io
from random import Random

import pytest

from qol.errors import BackupRefused
from qol.storage.backup.sealing import MAGIC, PIECE, SALT, TAG, SealedReader, SealedWriter

PASSPHRASE = "six quiet herons at the weir"
HEAD, SEALED_PIECE = len(MAGIC) + SALT, PIECE + TAG


def sealed(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    stream = io.BytesIO()
    writer = SealedWriter(stream, passphrase)
    for start in range(0, len(content), 10_000):
        writer.write(content[start : start + 10_000])
    writer.finish()
    return stream.getvalue()


def opened(sealed_bytes: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(sealed_bytes), passphrase)).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_is_read_again(size: int) -> None:
    content = Random(size).randbytes(size)
    assert opened(sealed(content)) == content


def test_nothing_of_the_content_shows_and_no_two_files_are_alike() -> None:
    first, second = sealed(b"June Whitcombe" * 100), sealed(b"June Whitcombe" * 100)
    assert b"June" not in first
    assert first[HEAD:] != second[HEAD:]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(BackupRefused, match="the passphrase is another one"):
        opened(sealed(b"words"), PASSPHRASE + "s")


def test_a_passphrase_is_the_same_however_its_accents_are_made() -> None:
    assert opened(sealed(b"words", "caf\u00e9 au bord de l'eau"), "cafe\u0301 au bord de l'eau") == b"words"


def test_pieces_cannot_be_exchanged_left_out_repeated_or_cut_off_at_their_edges() -> None:
    whole = sealed(Random(2).randbytes(3 * PIECE))
    head, pieces = whole[:HEAD], [whole[HEAD + n * SEALED_PIECE :][:SEALED_PIECE] for n in range(3)]
    a, b, c = pieces
    assert opened(head + a + b + c)
    for others in ([b, a, c], [a, c], [a, b], [a], [], [a, a, b, c], [a, b, c, c], [a, b, c, b"x"]):
        with pytest.raises(BackupRefused):
            opened(head + b"".join(others))


def test_a_piece_of_another_file_of_the_same_passphrase_does_not_fit() -> None:
    one, other = (sealed(Random(n).randbytes(2 * PIECE)) for n in (3, 4))
    with pytest.raises(BackupRefused, match="altered or cut off"):
        opened(one[: HEAD + SEALED_PIECE] + other[HEAD + SEALED_PIECE :])


def test_another_file_is_told_apart() -> None:
    with pytest.raises(BackupRefused, match="no backup of this product"):
        opened(b"SQLite format 3\0" * 10)
