"""Messages leave through a real server: certificates are checked, refusals and broken lines are told apart."""

import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from qol.errors import QolError, SettingsError
from qol.settings import Settings
from qol.study.mail.letters import Letter, message, new_message_id
from qol.study.mail.outbox import Outcome, outbox
from tests.study.clinic import NOW
from tests.study.mail.server import certificate, mail_server


def of(port: int, **more: str) -> Settings:
    return Settings.from_environment(
        {
            "QOL_MAIL": "smtp", "QOL_MAIL_FROM": "questions@example.org", "QOL_SMTP_HOST": "127.0.0.1",
            "QOL_SMTP_PORT": str(port), "QOL_SMTP_SECURITY": "none", **more,
        }
    )  # fmt: skip


def written(settings: Settings, to: str = "june@example.org", subject: str = "Some questions") -> EmailMessage:
    said = Letter(subject, ("Hello,", "سلام — éà", ".a line that begins with a full stop"), "fa")
    return message(settings, said, to, new_message_id(settings), NOW)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("mail"))


def test_a_message_arrives_as_it_was_written_and_is_plain_text_alone() -> None:
    with mail_server() as post:
        assert outbox(of(post.port))(written(of(post.port))) == Outcome("sent", "250 2.0.0")
    (taken,) = post.taken
    assert taken.get_content().replace("\r\n", "\n") == "Hello,\n\nسلام — éà\n\n.a line that begins with a full stop\n"
    assert taken.get_content_type() == "text/plain"
    assert (taken["From"], taken["To"], taken["Subject"]) == (
        "questions@example.org", "june@example.org", "Some questions",
    )  # fmt: skip
    assert taken["Content-Language"] == "fa"
    assert taken["Auto-Submitted"] == "auto-generated"


def test_starttls_and_a_sign_in_with_a_certificate_that_is_trusted(trusted: tuple[Path, ssl.SSLContext]) -> None:
    with mail_server(trusted[1]) as post:
        settings = of(
            post.port, QOL_SMTP_SECURITY="starttls", QOL_SMTP_CA_FILE=str(trusted[0]), QOL_SMTP_USER="qol",
            QOL_SMTP_PASSWORD="a word",
        )  # fmt: skip
        assert outbox(settings)(written(settings)).state == "sent"
    assert post.encrypted == [True]
    assert len(post.signed_in) == 1


@pytest.mark.parametrize("offered", ["a certificate nobody knows", "none at all"])
def test_nothing_is_sent_to_a_server_that_cannot_show_who_it_is(
    trusted: tuple[Path, ssl.SSLContext], offered: str
) -> None:
    with mail_server(trusted[1] if offered != "none at all" else None) as post:
        settings = of(post.port, QOL_SMTP_SECURITY="starttls", QOL_SMTP_USER="qol", QOL_SMTP_PASSWORD="a word")
        found = outbox(settings)(written(settings))
    assert (found.state, found.reached) == ("failed", False)
    assert (post.taken, post.signed_in) == ([], [])


@pytest.mark.parametrize(
    ("at", "reply", "expected"),
    [
        ("RCPT", "550 5.1.1 no such user june@example.org", Outcome("refused", "550 5.1.1")),
        ("RCPT", "550 unknown", Outcome("refused", "550")),
        ("RCPT", "451 4.2.1 come back later", Outcome("failed", "451 4.2.1")),
        ("RCPT", "554 5.7.1 relaying denied", Outcome("failed", "554 5.7.1")),
        ("MAIL", "550 5.7.1 who are you", Outcome("failed", "550 5.7.1", reached=False)),
        ("the text", "554 5.6.0 no", Outcome("failed", "554 5.6.0")),
        ("DATA", "452 4.3.1 full", Outcome("failed", "452 4.3.1")),
        ("RCPT", "hang up", Outcome("failed", None, reached=False)),
        ("EHLO", "hang up", Outcome("failed", None, reached=False)),
        ("the text", "hang up", Outcome("unsure", None)),
    ],
)
def test_what_the_server_says_or_leaves_unsaid_decides(at: str, reply: str, expected: Outcome) -> None:
    with mail_server() as post:
        post.answers[at] = reply
        if at == "EHLO":
            post.answers["HELO"] = reply
        assert outbox(of(post.port))(written(of(post.port))) == expected
    assert post.taken == []


def test_no_server_is_no_loss() -> None:
    with mail_server() as post:
        pass
    assert outbox(of(post.port))(written(of(post.port))) == Outcome("failed", None, reached=False)


def test_the_console_shows_the_message_and_needs_no_server() -> None:
    shown: list[str] = []
    settings = Settings.from_environment({})
    assert outbox(settings, shown.append)(written(settings)).state == "printed"
    assert "To: june@example.org" in shown[0]
    assert "Hello," in shown[0]


def test_what_is_missing_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        outbox(Settings.from_environment({"QOL_MAIL": "smtp"}))
    assert str(refused.value).count("QOL_") >= 2
    with pytest.raises(SettingsError, match="QOL_SMTP_SECURITY is none"):
        outbox(of(25, QOL_SMTP_HOST="mail.example.org"))


@pytest.mark.parametrize(
    "to",
    [
        "june@example.org\r\nBcc: all@example.org", "june@example.org\n", "a@example.org, b@example.org",
        "June <june@example.org>", "june@", "@example.org", "june@example", "ju ne@example.org",
        "june@exa\u200bmple.org",
               "june..w@example.org", "june@-example.org", "jüne@example.org", "06 12 34 56", "",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_never_written_to(to: str) -> None:
    with pytest.raises(QolError, match="no e-mail address"):
        written(of(25), to)


def test_a_subject_cannot_begin_another_header() -> None:
    assert "Bcc" not in written(of(25), subject="Hello\r\nBcc: all@example.org")
