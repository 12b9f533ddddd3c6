"""Every scoring definition and wording that was ever used, so that an old score can be made again."""

from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage.tables import Definition


def keep(session: Session, *, kind: str, digest: str, instrument_id: str, version: str, body: str) -> None:
    """Keep a definition (kind: scoring or wording) under its hash; once is enough."""
    if session.get(Definition, (digest, kind)) is None:
        session.add(Definition(hash=digest, kind=kind, instrument_id=instrument_id, version=version, body=body))
        session.flush()


def body(session: Session, kind: str, digest: str) -> str:
    """What was kept under a hash; raises NotFound."""
    return bodies(session, kind, [digest])[digest]


def bodies(session: Session, kind: str, digests: Collection[str]) -> Mapping[str, str]:
    """Hash -> what was kept under it; raises NotFound naming the first hash that is not there."""
    query = select(Definition).where(Definition.kind == kind, col(Definition.hash).in_(sorted(set(digests))))
    found = {row.hash: row.body for row in session.exec(query)}
    for digest in digests:
        if digest not in found:
            raise NotFound(f"The database holds no {kind} definition {digest[:12]}.")
    return found
