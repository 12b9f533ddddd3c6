"""A one-time link also goes by mail where mail is sent, and the page is told what became of it."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from qol.study.mail.outbox import Outcome
from qol.study.people import account_list
from qol.study.people.accounts import Grant
from qol.study.people.invitations import Newcomer
from qol.study.people.link_by_mail import sent_by_mail
from tests.study.clinic import NOW, Clinic


@pytest.mark.parametrize(("state", "said"), [("sent", "sent"), ("refused", "not sent"), ("failed", "not sent")])
def test_the_link_goes_to_the_address_of_the_account(staffed: Clinic, state: str, said: str) -> None:
    settings = replace(staffed.settings, mail="smtp", mail_from="study@clinic.example", smtp_host="127.0.0.1")
    house = replace(staffed.house, settings=settings)
    who = Newcomer("keller", "Dr Keller", "keller@clinic.example")
    link = account_list.invite_somebody(house, who, Grant("clinician"), staffed.staff["administrator"], NOW)
    given: list[EmailMessage] = []

    def way_out(message: EmailMessage) -> Outcome:
        given.append(message)
        return Outcome(state)

    assert sent_by_mail(house, link, staffed.staff["administrator"], NOW, way_out) == said
    assert given[0]["To"] == "keller@clinic.example"
    body = given[0].get_body(("plain",))
    assert body is not None and link.address in body.get_content()


def test_where_messages_are_only_printed_no_secret_is(staffed: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    who = Newcomer("keller", "Dr Keller", "keller@clinic.example")
    link = account_list.invite_somebody(staffed.house, who, Grant("clinician"), "x", NOW)
    assert sent_by_mail(staffed.house, link, "x", NOW) == ""
    assert capsys.readouterr().out == ""
