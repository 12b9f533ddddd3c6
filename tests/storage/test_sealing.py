"""What was sealed for this server is opened by this server only, and only where it belongs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qol.errors import EnvelopeUnreadable
from qol.settings import Settings
from qol.storage.sealing import Lock, lock_for
from tests.study.devices_side import noise, seal

LOCK = Lock(b"s" * 32)


@given(st.binary(max_size=2000))
def test_what_a_device_sealed_is_opened_as_it_was(body: bytes) -> None:
    assert LOCK.open(seal(LOCK.public, body, "id of assessment"), "id of assessment") == body


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert seal(LOCK.public, b"3", "a") != seal(LOCK.public, b"3", "a")


def test_another_installation_opens_nothing() -> None:
    with pytest.raises(EnvelopeUnreadable):
        Lock(b"t" * 32).open(seal(LOCK.public, b"3", "a"), "a")


def test_an_envelope_cannot_be_moved_to_another_assessment() -> None:
    with pytest.raises(EnvelopeUnreadable):
        LOCK.open(seal(LOCK.public, b"3", "id of one"), "id of another")


@pytest.mark.parametrize("place", [0, 1, 5, 6, 69, 70, 71, -1])
def test_one_changed_bit_anywhere_is_noticed(place: int) -> None:
    sealed = bytearray(seal(LOCK.public, b"3", "a"))
    sealed[place] ^= 1
    with pytest.raises(EnvelopeUnreadable):
        LOCK.open(bytes(sealed), "a")


NO_ENVELOPES = {
    "nothing": b"",
    "only a version": b"\x01",
    "noise": noise(200),
    "too short": b"\x01" + noise(85),
    "of another version": b"\x02" + noise(300),
}


@pytest.mark.parametrize("sealed", NO_ENVELOPES.values(), ids=NO_ENVELOPES.keys())
def test_bytes_that_are_no_envelope_are_refused(sealed: bytes) -> None:
    with pytest.raises(EnvelopeUnreadable):
        LOCK.open(sealed, "a")


def test_the_key_of_an_installation_stays_and_does_not_show(tmp_path: Path) -> None:
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path)})
    assert lock_for(settings).public == Lock(settings.key("sealing")).public
    assert len(LOCK.public) == 65
    assert "sss" not in repr(LOCK)
