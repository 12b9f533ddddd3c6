"""The lock of the envelopes: anybody can seal for this server, only this server can open.

A device makes a key pair for one envelope (ECDH on P-256), derives key and nonce from it (HKDF-SHA-256) and encrypts
(AES-256-GCM, bound to the envelope's id and its assessment). static/offline/sealing.js is the other side.
"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qol.errors import EnvelopeUnreadable
from qol.settings import Settings

VERSION = b"\x01"
"""First byte of an envelope: the way it is sealed."""
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
KEY_ID, POINT, TAG = 4, 65, 16
"""Bytes of the parts after the version: which key it was sealed to, the device's public point; of the seal's tag."""
PURPOSE = b"qol envelope 1"


@dataclass(frozen=True)
class Lock:
    """The server's key pair, made from the 32 bytes of its sealing key."""

    secret: bytes = field(repr=False)

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.secret) % (ORDER - 1) + 1, CURVE)

    @cached_property
    def public(self) -> bytes:
        """The public point, uncompressed: what a device seals to."""
        return self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """What is in an envelope; raises EnvelopeUnreadable for another key, binding, version, or any change."""
        try:
            point = self._point(sealed)
            shared = self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
            made = HKDF(SHA256(), 44, salt=point + self.public, info=PURPOSE).derive(shared)
            body = sealed[1 + KEY_ID + POINT :]
            return AESGCM(made[:32]).decrypt(made[32:], body, bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise EnvelopeUnreadable("This envelope was sealed for another key or was changed.") from error

    def _point(self, sealed: bytes) -> bytes:
        if sealed[:1] != VERSION or len(sealed) < 1 + KEY_ID + POINT + TAG:
            raise ValueError("no envelope of this version")
        if sealed[1 : 1 + KEY_ID] != sha256(self.public).digest()[:KEY_ID]:
            raise ValueError("sealed for another key")
        return sealed[1 + KEY_ID :][:POINT]


@lru_cache(maxsize=8)
def lock_for(settings: Settings) -> Lock:
    """The lock of an installation, made once."""
    return Lock(settings.key("sealing"))
