"""A device that seals pages for the server, in Python: the twin of static/offline/sealing.js."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qol.study.collection.delivering import Sent


def seal(public: bytes, body: bytes, bound_to: str) -> bytes:
    """An envelope for whoever holds the private half of the key."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public))
    made = HKDF(SHA256(), 44, salt=point + public, info=b"qol envelope 1").derive(shared)
    return b"\x01" + sha256(public).digest()[:4] + point + AESGCM(made[:32]).encrypt(made[32:], body, bound_to.encode())


@dataclass(frozen=True)
class Device:
    """What a device knows: the server's public key and the assessment."""

    public: bytes
    assessment_id: str

    def page(self, at: datetime, move: str = "keep", identifier: str = "", **page: Any) -> Sent:
        """A page that was left, sealed."""
        identifier = identifier or str(uuid4())
        body = json.dumps({"move": move, "at": int(at.timestamp() * 1000), **page}).encode()
        return self.envelope(body, identifier)

    def envelope(self, body: bytes, identifier: str = "") -> Sent:
        """Any bytes, sealed."""
        identifier = identifier or str(uuid4())
        return Sent(identifier, self.assessment_id, seal(self.public, body, f"{identifier} {self.assessment_id}"))


def noise(length: int) -> bytes:
    """Bytes that mean nothing."""
    return os.urandom(length)
