"""What a device sealed is applied exactly once, in its order, as if its pages had been left here."""

import base64
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from qol.errors import AccessRefused
from qol.storage import envelopes
from qol.storage.sealing import Lock, lock_for
from qol.storage.tables import Answer, Envelope
from qol.study.collection.delivering import Outcome, Sent, deliver
from qol.study.collection.delivery_pass import assessment_of, pass_for
from qol.web.survey.delivering import read
from tests.study.devices_side import Device
from tests.study.patients_side import NOW, Clinic, new_clinic

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


@pytest.fixture
def lock(clinic: Clinic) -> Lock:
    return lock_for(clinic.house.settings)


class Post:
    """A device of one questionnaire and its way to the server."""

    def __init__(self, clinic: Clinic, lock: Lock, *instruments: str, **how: Any) -> None:
        self.clinic, self.lock = clinic, lock
        self.assessment = clinic.ask(*(instruments or ("lars",)), **how)
        self.device = Device(lock.public, self.assessment)
        self.form = clinic.opened(self.assessment).forms[0].id

    def keep(self, item: str, answer: str, minutes: int = 1, **more: Any) -> Sent:
        at = NOW + timedelta(minutes=minutes)
        return self.device.page(at, form=self.form, item=item, answer=answer, **more)

    def send(self, sent: Sent, now: Any = LATER) -> Outcome:
        from flask import Flask

        app = Flask("fields")  # WTForms' fields are made in an application
        app.secret_key = "only for this test"
        with app.test_request_context():
            return deliver(self.clinic.house.database, self.lock, sent, read, now)

    def values(self) -> dict[str, int | None]:
        return {item: given.value for (_, item), given in self.clinic.opened(self.assessment).store.items()}

    def rows(self, what: type = Answer) -> int:
        with self.clinic.house.database.reading() as session:
            return len(session.exec(select(what)).all())


@pytest.fixture
def post(clinic: Clinic, lock: Lock) -> Post:
    return Post(clinic, lock)


def test_a_page_is_kept_with_the_time_at_which_it_was_left_and_the_time_at_which_it_came(post: Post) -> None:
    outcome = post.send(post.keep("q1", "2"))
    assert (outcome.state, post.values()) == ("applied", {"q1": 2})
    with post.clinic.house.database.reading() as session:
        answer, envelope = session.exec(select(Answer)).one(), session.exec(select(Envelope)).one()
    assert answer.at == envelope.given_at == NOW + timedelta(minutes=1)
    assert envelope.received_at == LATER
    assert envelope.sealed is None, "what was applied is in the answers"


def test_the_same_bytes_again_give_the_same_receipt_and_change_nothing(post: Post) -> None:
    sent = post.keep("q1", "2")
    first = post.send(sent)
    post.send(post.keep("q1", "3", minutes=2, seen=1))
    again = post.send(sent, LATER + timedelta(days=1))
    assert again == first
    assert first.receipt == f"{sent.id} {sent.content_hash}"
    assert (post.values(), post.rows(), post.rows(Envelope)) == ({"q1": 3}, 2, 2)


def test_other_bytes_under_the_same_id_are_a_conflict_and_both_are_kept(post: Post) -> None:
    sent = post.keep("q1", "2")
    post.send(sent)
    other = post.keep("q1", "3", identifier=sent.id)
    assert post.send(other).state == "conflict"
    assert post.send(other).state == "conflict"
    assert (post.values(), post.rows(Envelope)) == ({"q1": 2}, 2)
    with post.clinic.house.database.reading() as session:
        shelved = envelopes.not_applied(session, [post.clinic.patient_id])
    assert [base64.b64decode(row.sealed or "") for row, _ in shelved] == [other.sealed]


def test_many_copies_at_once_are_applied_once(post: Post) -> None:
    sent = post.keep("q1", "2")
    threads = [threading.Thread(target=post.send, args=(sent,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (post.rows(), post.rows(Envelope)) == (1, 1)


def test_skipping_and_clearing_do_what_they_do_on_a_page(post: Post) -> None:
    post.send(post.keep("q1", "2"))
    post.send(post.device.page(NOW, "clear", form=post.form, item="q1", seen=1))
    post.send(post.device.page(NOW, "skip", form=post.form, item="q2"))
    store = post.clinic.opened(post.assessment).store
    assert [store[post.form, item].state for item in ("q1", "q2")] == ["cleared", "declined"]


def test_sending_closes_the_questionnaire_once_and_says_when_it_came(post: Post) -> None:
    two_days = NOW + timedelta(days=2)
    for number in range(1, 6):
        post.send(post.keep(f"q{number}", "1"))
    sent = post.device.page(NOW, "submit")
    outcome = post.send(sent, two_days)
    assert (outcome.state, outcome.received_at) == ("applied", two_days)
    assert post.send(sent, LATER + timedelta(days=3)) == outcome
    opened = post.clinic.opened(post.assessment)
    assert (opened.assessment.closed_as, opened.assessment.submitted_at) == ("completed", two_days)
    assert opened.assessment.on_date == NOW.date()
    (form,) = opened.forms
    assert (form.completed_on, form.received_on, form.entered_at) == (NOW.date(), two_days.date(), two_days)


def test_what_comes_after_the_end_is_kept_sealed_with_its_reason(post: Post) -> None:
    post.send(post.device.page(NOW, "submit"))
    outcome = post.send(post.keep("q1", "2"))
    assert (outcome.state, outcome.reason, post.values()) == ("refused", "closed", {})
    assert post.send(Sent(outcome.id, post.assessment, b"other")).reason == "sent_before"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"item": "q1", "answer": "9"}, "impossible"),
        ({"item": "q1", "answer": "<script>"}, "impossible"),
        ({"item": "q77", "answer": "1"}, "not_asked"),
        ({"item": "q1", "answer": "1", "form": "of somebody else"}, "restarted"),
    ],
)
def test_what_the_page_would_refuse_is_refused_and_kept(post: Post, page: dict[str, str], reason: str) -> None:
    outcome = post.send(post.device.page(NOW, **{"form": post.form, **page}))
    assert (outcome.state, outcome.reason, post.rows()) == ("refused", reason, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{}", b'{"move":"keep"}', b'{"move":"drop","at":1}', b'{"move":"keep","at":"1"}',
        b'{"move":"keep","at":true}', b'{"move":"keep","at":1e400}', b'{"move":"keep","at":9007199254740991}',
        b'{"move":"keep","at":1,"item":7}', b'{"move":"keep","at":1,"seen":-1}', b"\xff\xfe", b"[" * 100_000,
        b'{"move":"keep","at":1,"answer":"' + b"a" * 20_001 + b'"}',
    ],
)  # fmt: skip
def test_whatever_is_no_page_is_kept_unread(post: Post, body: bytes) -> None:
    outcome = post.send(post.device.envelope(body))
    assert (outcome.state, outcome.reason, post.rows()) == ("refused", "unreadable", 0)


def test_an_envelope_of_one_questionnaire_cannot_be_delivered_to_another(post: Post, clinic: Clinic) -> None:
    sent = post.keep("q1", "2")
    with clinic.house.database.writing() as session:
        session.execute(text("UPDATE access SET secret_hash = secret_hash || 'x'"))
    other = Post(clinic, post.lock)
    assert post.send(Sent(sent.id, other.assessment, sent.sealed)).reason == "unreadable"
    told = post.send(sent)
    assert (told.state, told.reason) == ("conflict", "other_assessment")
    assert post.rows() == 0


def test_a_later_answer_of_another_device_stands(post: Post) -> None:
    at_ten = post.keep("q1", "2", minutes=10)
    post.clinic.answer(post.assessment, "q1", 4, now=NOW + timedelta(minutes=30))
    assert post.send(at_ten).state == "late"
    assert post.values() == {"q1": 4}
    assert post.send(post.keep("q1", "3", minutes=40)).state == "applied"
    assert post.values() == {"q1": 3}


def test_a_clock_that_was_put_back_does_not_make_an_answer_late(post: Post) -> None:
    post.send(post.keep("q1", "2", minutes=10))
    assert post.send(post.keep("q1", "3", minutes=5, seen=1)).state == "applied"
    assert post.values() == {"q1": 3}


def test_a_moment_that_cannot_be_is_the_nearest_that_can(post: Post) -> None:
    post.send(post.keep("q1", "2", minutes=-(10**5)))
    post.send(post.keep("q2", "2", minutes=10**6))
    with post.clinic.house.database.reading() as session:
        assert [answer.at for answer in session.exec(select(Answer))] == [NOW, LATER]


def test_an_answer_that_routes_is_applied_before_the_questions_that_it_brings(clinic: Clinic, lock: Lock) -> None:
    post = Post(clinic, lock, "qlq_cr29")
    assert post.send(post.keep("q55", "2")).reason == "not_asked"
    post.send(post.keep("q48", "2"))
    assert post.send(post.keep("q55", "2", minutes=2)).state == "applied"


def test_a_pass_names_one_assessment_until_it_ends(clinic: Clinic) -> None:
    keys = clinic.house.database.keys
    assessment = clinic.ask("lars")
    given = pass_for(keys, assessment, NOW)
    assert assessment_of(keys, given, NOW + timedelta(days=89)) == assessment
    with pytest.raises(AccessRefused, match="open your questions again"):
        assessment_of(keys, given, NOW + timedelta(days=91))


@pytest.mark.parametrize("change", [lambda p: "", lambda p: p[:-1], lambda p: p + "0", lambda p: "a" + p[1:],
                                    lambda p: p.replace(".", ".1", 1), lambda p: p * 9, lambda p: "é.1.é"])  # fmt: skip
def test_a_pass_that_was_changed_opens_nothing(clinic: Clinic, change: Any) -> None:
    keys = clinic.house.database.keys
    with pytest.raises(AccessRefused):
        assessment_of(keys, change(pass_for(keys, "0f8fad5b-d9cb-469f-a165-70867728950e", NOW)), NOW)
