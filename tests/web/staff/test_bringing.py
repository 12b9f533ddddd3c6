"""A device's file on the shelf's page: what is no such file is said, and nothing of another site is touched."""

import base64
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from qol.storage.sealing import lock_for
from qol.storage.tables import AuditEntry, Envelope
from qol.study.collection.delivering import Sent
from qol.study.collection.delivery_pass import pass_for
from tests.study.devices_side import Device
from tests.web.staff.collection.test_shelf import opened_for
from tests.web.staff.conftest import NOW, Site, Visitor, words


def file_of(site: Site, *sent: Sent, days_ago: int = 0) -> bytes:
    """What a device saves; its passes were given so many days ago."""
    keys = site.clinic.house.database.keys
    return json.dumps(
        {
            "envelopes": [
                {
                    "id": one.id,
                    "sealed": base64.b64encode(one.sealed).decode(),
                    "pass": pass_for(keys, one.assessment_id, NOW - timedelta(days=days_ago)),
                }
                for one in sent
            ]
        }
    ).encode()


def page_for(site: Site, code: str) -> Sent:
    return Device(lock_for(site.clinic.settings).public, opened_for(site, code)).page(NOW, form="f", item="q1")


def bring(visitor: Visitor, body: bytes, status: int = 200) -> str:
    return words(visitor.post("/shelf", {"file": (io.BytesIO(body), "kept.json")}), status)


def rows(site: Site) -> tuple[int, int]:
    with site.clinic.house.database.reading() as session:
        actions = [entry.action for entry in session.exec(select(AuditEntry))]
        return len(session.exec(select(Envelope)).all()), actions.count("shelf.brought")


def test_what_cannot_be_added_goes_to_the_shelf_also_under_a_pass_that_has_ended(
    site: Site, coordinator: Visitor
) -> None:
    sent = page_for(site, site.clinic.enrol())
    said = bring(coordinator, file_of(site, sent, days_ago=200))
    assert "0 pages of answers added" in said
    assert "The questionnaire had been closed." in said
    assert f"{sent.id[:8]} {sent.content_hash[:16]}" in said
    assert "Had come before" in bring(coordinator, file_of(site, sent))
    assert rows(site) == (1, 2)


def test_envelopes_of_another_site_are_left_alone_and_not_told_of(
    site: Site, as_role: Callable[[str], Visitor]
) -> None:
    elsewhere = site.clinic.enrol(site=next(name for name in site.clinic.sites if name != "Northfield"))
    said = bring(as_role("coordinator"), file_of(site, page_for(site, elsewhere)))
    assert "1 envelope is of no patient of your clinic and was left alone." in said
    assert elsewhere not in said
    assert rows(site) == (0, 0)


def test_a_pass_that_this_installation_did_not_give_opens_nothing(site: Site, coordinator: Visitor) -> None:
    body = file_of(site, page_for(site, site.clinic.enrol()))
    assert "left alone" in bring(coordinator, body[:-6] + b"0000" + body[-4:].replace(b"0", b"1"), 200)
    assert rows(site) == (0, 0)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"envelopes": []}', b'{"envelopes": [{"id": 1}]}', b"\xff" * 9])
def test_what_is_no_file_of_a_device_is_said_and_nothing_is_kept(site: Site, coordinator: Visitor, body: bytes) -> None:
    assert "This is no file of sealed answers." in bring(coordinator, body, 422)
    assert rows(site) == (0, 0)


def test_a_file_longer_than_other_requests_is_read_and_a_far_too_long_one_is_refused(
    site: Site, coordinator: Visitor
) -> None:
    sent = page_for(site, site.clinic.enrol())
    assert "Receipt" in bring(coordinator, file_of(site, sent) + b" " * 300_000)
    assert rows(site)[0] == 1
    too_long = {"CONTENT_LENGTH": "6000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert coordinator.client.post("/shelf", data=b"x", environ_overrides=too_long).status_code == 413
