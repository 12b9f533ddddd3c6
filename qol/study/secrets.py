"""Secrets that open an assessment: made here, typed or scanned by people, kept only as hashes."""

import secrets
from hashlib import sha256

LETTERS = "ACDEFGHJKLMNPQRTUVWXY"
"""Without B, I, O, S and Z, which are read as 8, 1, 0, 5 and 2."""
DIGITS = "346789"
"""Where letters and digits mix; without those that are read as letters."""
SIX_DIGITS = ("handover", "slip")
"""Kinds that are typed on a tablet's keys."""
TYPED_LENGTH = 12
"""Characters of a typed code: 57 bits, behind a rate limit and the date of birth."""


def new_link() -> str:
    """128 random bits for the fragment of an address."""
    return secrets.token_urlsafe(16)


def new_typed() -> str:
    """A code for paper that opens a survey without JavaScript."""
    return "".join(secrets.choice(LETTERS + DIGITS) for _ in range(TYPED_LENGTH))


def new_six_digits() -> str:
    """A code for a tablet's keys."""
    return f"{secrets.randbelow(10**6):06d}"


def grouped(secret: str) -> str:
    """A secret as people read it: 482 917, K7QF-3M9T-XA4C."""
    if len(secret) == 6:
        return f"{secret[:3]} {secret[3:]}"
    return "-".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def normal(kind: str, secret: str) -> str:
    """What was typed or scanned, without what people add: spaces, hyphens, small letters, digits of their script."""
    if kind == "link":
        return secret.strip()
    if kind in SIX_DIGITS:
        return "".join(str(int(c)) for c in secret if c.isdecimal())
    plain = (str(int(c)) if c.isdecimal() else c for c in secret.upper())
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def secret_hash(kind: str, secret: str) -> str:
    """What is stored of a secret: SHA-256, apart for each kind."""
    return sha256(f"{kind}:{normal(kind, secret)}".encode()).hexdigest()
