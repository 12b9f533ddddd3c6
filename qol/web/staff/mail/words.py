"""What kinds and states of messages are called."""

from qol.language import gettext, number


def kind_words(kind: str) -> str:
    """Invitation, reminder with its number, link."""
    if kind.startswith("reminder_"):
        return gettext("Reminder %(number)s") % {"number": number(int(kind.removeprefix("reminder_")))}
    return gettext("Invitation") if kind == "invitation" else gettext("Link, sent by hand")


def state_words() -> dict[str, tuple[str, str]]:
    """State -> sign and words."""
    return {
        "sent": ("tick", gettext("Taken by the mail server")),
        "printed": ("pencil", gettext("Printed, not sent: mail is not set up")),
        "failed": ("warning", gettext("Not sent; the next run tries again")),
        "claimed": ("gap", gettext("Broken off; nobody knows whether it was sent")),
        "unsure": ("gap", gettext("Broken off; nobody knows whether it was sent")),
        "refused": ("warning", gettext("Refused: the address does not work")),
        "bounced": ("warning", gettext("Came back: the address does not work")),
    }
