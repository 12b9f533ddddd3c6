"""A patient who agreed to be mailed, and a way out that keeps what it is given."""

from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest

from qol.study.mail import consent
from qol.study.mail.outbox import Outcome
from tests.study.clinic import NOW, TODAY, Clinic

ADDRESS = "alan.dunmore@example.org"


@dataclass
class Kept:
    """Messages that left, and what each is answered."""

    outcome: Outcome = field(default_factory=lambda: Outcome("sent", "250 2.0.0"))
    messages: list[EmailMessage] = field(default_factory=list)

    def __call__(self, message: EmailMessage) -> Outcome:
        self.messages.append(message)
        return self.outcome


@pytest.fixture
def way_out() -> Kept:
    return Kept()


def due_patient(clinic: Clinic, days_ago: int, **enrolled: str) -> str:
    """Decided so many days ago: the questions about the decision are due from that day."""
    code = clinic.enrol(on=TODAY - timedelta(days=120), **enrolled)
    clinic.decided(code, "nom", days_ago=days_ago)
    consent.save(clinic.house, clinic.scope(), code, ADDRESS, True, NOW)
    return code


@pytest.fixture
def alan(staffed: Clinic) -> str:
    """Ten days after the decision for NOM, agreed to be mailed."""
    return due_patient(staffed, 10)
