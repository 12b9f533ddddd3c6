"""What patients are told by mail: nothing of an illness, a treatment, a ward or what is asked."""

from datetime import date

from qol.language import SOURCE, direction, gettext, long_date, speaking
from qol.settings import Settings
from qol.study.mail.letters import Letter


def letter(settings: Settings, kind: str, secret: str, until: date, phone: str, language: str) -> Letter:
    """An invitation, a reminder or a link that was asked for, in the patient's language."""
    with speaking(language):
        return Letter(_subject(kind), (
            gettext("Hello,"),
            _opening(kind),
            _link(settings, secret, language),
            gettext("You will be asked for your date of birth. The link works until %(day)s. You can leave out any question, stop, and go on later.")  # noqa: E501 (a sentence is whole)
            % {"day": long_date(until)},
            _closing(_in_order(phone, language)),
        ), language)  # fmt: skip


def _subject(kind: str) -> str:
    if kind.startswith("reminder"):
        return gettext("A reminder: some questions are waiting for you")
    return gettext("Some questions are ready for you")


def _opening(kind: str) -> str:
    if kind.startswith("reminder"):
        return gettext(
            "Some time ago we sent you a link to some questions. If you would like to answer them, this one opens them:"
        )
    return gettext(
        "As you agreed, we write to you by e-mail: there are some questions for you. This personal link opens them:"
    )


def _closing(phone: str) -> str:
    keep = gettext("Please keep the link to yourself. Replies to this message are not read.")
    if phone:
        ways = gettext("If you have a question, or want no more such messages, call %(phone)s.") % {"phone": phone}
    else:
        ways = gettext("If you have a question, or want no more such messages, tell us at your next visit.")
    return f"{keep} {ways}"


def _in_order(phone: str, language: str) -> str:
    # plain text has no markup: without these marks a right-to-left reader sees the groups of the number turned round
    return f"\u2066{phone}\u2069" if phone and direction(language) == "rtl" else phone


def _link(settings: Settings, secret: str, language: str) -> str:
    spoken = f"?lang={language}" if language != SOURCE else ""
    return f"{settings.public_url}/s{spoken}#{secret}"
