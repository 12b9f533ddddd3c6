"""What the keys outside the database do: encrypt, hash search words, make pseudonyms, chain the audit."""

import base64
import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from qol.errors import SettingsError
from qol.settings import Settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without I, L, O and U, which are misread."""
SEALED = "1:"
"""Begins every encrypted field; the number is the way it was sealed."""


@dataclass(frozen=True)
class Keys:
    """The keys of one installation, as the bytes that are used."""

    identity: bytes = field(repr=False)
    pseudonyms: bytes = field(repr=False)
    audit: bytes = field(repr=False)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.identity)

    @cached_property
    def _search_key(self) -> bytes:
        return hmac.digest(self.identity, b"search", hashlib.sha256)

    def seal(self, text: str, place: str) -> str:
        """Encrypt with AES-256-GCM, bound to its place (`table.column:row`), so that it cannot be moved."""
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, text.encode(), place.encode())
        return SEALED + base64.b64encode(nonce + sealed).decode("ascii")

    def open(self, sealed: str, place: str) -> str:
        """Decrypt a field; raises SettingsError where the key is another one or the field was changed."""
        try:
            raw = base64.b64decode(sealed.removeprefix(SEALED), validate=True)
            return self._cipher.decrypt(raw[:12], raw[12:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SettingsError(
                f"The encrypted field {place.partition(':')[0]} cannot be read: "
                "QOL_IDENTITY_KEY is not the key it was written with, or the field was changed."
            ) from error

    def mark(self, text: str) -> str:
        """The keyed hash of a text that is compared and counted, never read."""
        return hmac.new(self._search_key, f"mark {text}".encode(), hashlib.sha256).hexdigest()

    def search_hash(self, text: str) -> str:
        """The keyed hash by which equal words are found without being readable."""
        return hmac.new(self._search_key, plain(text).encode(), hashlib.sha256).hexdigest()

    def pseudonym(self, patient_id: str) -> str:
        """The patient's code in datasets: the same as long as the key is the same, 40 bits."""
        number = int.from_bytes(hmac.digest(self.pseudonyms, patient_id.encode(), hashlib.sha256)[:5])
        return "P-" + "".join(ALPHABET[number >> shift & 31] for shift in range(35, -5, -5))

    def audit_hash(self, text: str) -> str:
        """The keyed hash of a link of the audit chain."""
        return hmac.new(self.audit, text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def keys_for(settings: Settings) -> Keys:
    """The keys of an installation, read once."""
    return Keys(settings.key("identity"), settings.key("pseudonym"), settings.key("audit"))


def plain(text: str) -> str:
    """A name or hospital number without case, spaces, signs, or the script of its digits."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    digits = {letter: str(unicodedata.digit(letter)) for letter in letters if letter.isdigit()}
    return "".join(digits.get(letter, letter) for letter in letters if letter.isalnum())


def keys_of(session: Session) -> Keys:
    """The keys that the database gave its session."""
    keys: Keys = session.info["keys"]
    return keys


def pseudonym(settings: Settings, patient_id: str) -> str:
    """The patient's code in datasets, e.g. `P-7K3QX2MD`."""
    return keys_for(settings).pseudonym(patient_id)
