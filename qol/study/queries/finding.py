"""One thing in doubt: what kind, about what, on which facts it rests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class Finding:
    """What a rule found.

    subject: what it is about, the same as long as the doubt is the same doubt. facts: what it rests on; when these
    change, an answered query opens again, so no fact may be today's date. said: further words for the sentence.
    since: the day from which it could be known.
    """

    kind: str
    subject: str
    since: date
    facts: Mapping[str, str]
    said: Mapping[str, str] = field(default_factory=dict)
    form_id: str | None = None
    item_id: str | None = None
    visit_id: str | None = None
    event_id: str | None = None

    def id(self, patient_id: str) -> str:
        """The same for the same doubt about the same patient, for ever."""
        return sha256(f"{patient_id}|{self.kind}|{self.subject}".encode()).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """Stands for the facts."""
        return sha256(json.dumps(dict(self.facts), sort_keys=True).encode()).hexdigest()[:32]
