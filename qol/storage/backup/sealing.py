"""A stream under a passphrase, in pieces that prove their place: no cut, swap or flipped bit goes unseen.

The file is `MAGIC`, a salt, and pieces of 64 KiB under AES-256-GCM. The key is made of passphrase and salt by scrypt;
a piece's nonce is its number and whether it is the last one, and the file's head is authenticated with each piece.
"""

import io
import os
import unicodedata
from functools import lru_cache
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from qol.errors import BackupRefused

MAGIC = b"qol backup 1\n"
"""The number is the way the file is sealed; another way gets another number."""
SALT, PIECE, TAG = 16, 64 * 1024, 16
COST = {"n": 2**17, "r": 8, "p": 1}
"""128 MB and some tenths of a second for each guess."""


class SealedWriter:
    """Takes bytes and writes sealed pieces; `finish()` writes the last one, without which nothing can be read."""

    def __init__(self, stream: BinaryIO, passphrase: str) -> None:
        self._stream = stream
        self._head = MAGIC + os.urandom(SALT)
        self._cipher = AESGCM(_key(passphrase, self._head[len(MAGIC) :]))
        self._number = 0
        self._waiting = bytearray()
        stream.write(self._head)

    def write(self, data: bytes) -> int:
        """Take some bytes; a full piece waits until more comes, as it may be the last."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def finish(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, piece: bytes, last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Gives the bytes of a sealed stream, each only after its piece is proved; raises BackupRefused otherwise."""

    def __init__(self, stream: BinaryIO, passphrase: str) -> None:
        self._stream = stream
        self._head = stream.read(len(MAGIC) + SALT)
        if self._head[: len(MAGIC)] != MAGIC:
            raise BackupRefused("This is no backup of this product, or its beginning was altered.")
        if len(self._head) < len(MAGIC) + SALT:
            raise BackupRefused("The backup is cut off at its beginning.")
        self._cipher = AESGCM(_key(passphrase, self._head[len(MAGIC) :]))
        self._number = 0
        self._ahead = stream.read(PIECE + TAG)
        self._ended = False
        self._opened = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed says WriteableBuffer
        """The next bytes; 0 after the piece that was sealed as the last."""
        while not self._opened and not self._ended:
            self._open()
        count = min(len(buffer), len(self._opened))
        buffer[:count] = self._opened[:count]
        self._opened = self._opened[count:]
        return count

    def _open(self) -> None:
        piece, self._ahead = self._ahead, self._stream.read(PIECE + TAG)
        self._ended = not self._ahead
        try:
            self._opened = self._cipher.decrypt(_nonce(self._number, self._ended), piece, self._head)
        except (InvalidTag, ValueError) as error:
            raise BackupRefused(_refusal(self._number, self._ended)) from error
        self._number += 1


@lru_cache(maxsize=4)
def _key(passphrase: str, salt: bytes) -> bytes:
    """Made once for a file, however often it is read."""
    same = unicodedata.normalize("NFC", passphrase)  # however the keyboard puts accents together
    return Scrypt(salt=salt, length=32, **COST).derive(same.encode())


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _refusal(number: int, last: bool) -> str:
    if number == 0:
        return "The backup cannot be opened: the passphrase is another one, or the file was altered or cut off."
    place = "at its end" if last else f"after {number * PIECE // 1024:,} KB"
    return f"The backup was altered or cut off {place}. Take another copy of it."
