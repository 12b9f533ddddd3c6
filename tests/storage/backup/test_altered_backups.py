"""A backup that was cut off, or in which one bit changed, is refused, and what it would replace stays as it was."""

from pathlib import Path
from random import Random

import pytest

from qol.errors import BackupRefused
from qol.settings import Settings
from qol.storage.backup.restoring import restore
from qol.storage.backup.sealing import MAGIC, PIECE, SALT, TAG
from qol.storage.database import Database
from tests.storage.backup.conftest import PASSPHRASE
from tests.storage.backup.contents import everything
from tests.storage.conftest import NOW

CUTS, FLIPS, IN_THE_SALT = 20, 50, 2


def cuts(size: int) -> list[int]:
    """Lengths to cut at: nothing, the edges of head and pieces, one byte less, and at random."""
    head = len(MAGIC) + SALT
    edges = [0, len(MAGIC), head, head + PIECE + TAG, head + 2 * (PIECE + TAG), size - TAG, size - 1]
    return edges + Random(5).sample(range(head + 1, size - TAG), CUTS - len(edges))


def flips(size: int) -> list[int]:
    """Bits to flip: in what the file begins with, in the salt, the first and last bit of the pieces, and at random."""
    head = len(MAGIC) + SALT
    fixed = [0, len(MAGIC) * 8 - 1, *(len(MAGIC) * 8 + 60 * n for n in range(IN_THE_SALT)), head * 8, size * 8 - 1]
    return fixed + Random(6).sample(range(head * 8 + 1, size * 8 - 1), FLIPS - len(fixed))


def test_twenty_cuts_and_fifty_flipped_bits_are_refused_and_the_installation_is_untouched(
    filled: Database, backup: Path, settings: Settings, tmp_path: Path
) -> None:
    filled.close()
    whole, altered = backup.read_bytes(), tmp_path / "altered.backup"
    before = everything(settings)
    damaged = [whole[:length] for length in cuts(len(whole))]
    for bit in flips(len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        damaged.append(bytes(changed))
    assert len({*damaged} - {whole}) == CUTS + FLIPS
    for content in damaged:
        altered.write_bytes(content)
        with pytest.raises(BackupRefused, match=r"cut off|altered|no backup"):
            restore(settings, altered, PASSPHRASE, NOW, replace_old=True)
    assert everything(settings) == before
    restore(settings, backup, PASSPHRASE, NOW, replace_old=True)  # the whole one is taken
    assert everything(settings) != before
