"""A short soak: every kind of disturbance, bad reply and fault of the store once; `./run soak-offline` takes longer."""

import pytest

from tests.study.patients_side import Clinic
from tests.web.offline import storage_faults
from tests.web.offline.bad_replies import REPLIES, BadReplies
from tests.web.offline.device import Device
from tests.web.offline.disturbances import KINDS, Soak, Tally
from tests.web.offline.line import Line

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def soak(clinic: Clinic, line: Line, phone: Device) -> Soak:
    return Soak(clinic, line, phone)


def test_disturbed_questionnaires_arrive_whole_and_once(soak: Soak) -> None:
    tally = Tally()
    for kind in KINDS:
        for _ in range(2):
            tally.add(soak.cycle(kind))
    assert (tally.cycles, tally.lost, tally.doubled, tally.false_saved, tally.notes) == (8, 0, 0, 0, [])


def test_no_bad_reply_makes_the_device_forget(soak: Soak) -> None:
    replies, tally = BadReplies(soak), Tally()
    for number, name in enumerate(REPLIES):
        tally.add(replies.try_one(name, number % 3 + 1))
    assert (tally.cycles, tally.lost, tally.doubled, tally.false_saved, tally.notes) == (18, 0, 0, 0, [])


@pytest.mark.parametrize("fault", storage_faults.FAULTS)
def test_a_fault_of_the_store_is_said_and_loses_nothing(soak: Soak, fault: str) -> None:
    tally = storage_faults.try_one(soak, fault)
    assert (tally.lost, tally.doubled, tally.false_saved, tally.notes) == (0, 0, 0, [])
