"""What a patient's sheet speaks of: subjects with the scales behind them, and their sentences in plain words."""

from dataclasses import dataclass

from qol.language import gettext
from qol.reports._summary.worth import OWN


@dataclass(frozen=True)
class Subject:
    """One subject. scales: instrument and scale ids. A question for the visit and three sentences about it."""

    id: str
    scales: tuple[tuple[str, str], ...]
    more: str
    same: str
    less: str
    ask: str


def subjects() -> tuple[Subject, ...]:
    """Every subject in the language in use. Intimate life is left to the conversation: a sheet lies about at home."""
    _ = gettext
    return (
        Subject(
            "bowel", (("lars", "total"), ("qlq_cr29", "SF FL FI SS EMB BMS BF"), ("qlq_c30", "CO DI"), (OWN, "BOW")),
            _("Your bowel troubles you more."), _("Your bowel troubles you."), _("Your bowel troubles you less."),
            _("What can help my bowel?"),
        ),
        Subject(
            "stoma", ((OWN, "STO"), ("qlq_cr29", "STO")),
            _("Your stoma troubles you more."), _("Your stoma troubles you."), _("Your stoma troubles you less."),
            _("What can make life with my stoma easier?"),
        ),
        Subject(
            "mood", (("qlq_c30", "EF"), ("qlq_cr29", "ANX")),
            _("Your mood is lower."), _("Your mood is low."), _("Your mood is better."),
            _("Who can I talk to about how I feel?"),
        ),
        Subject(
            "worry", ((OWN, "WOR UNC FOP FST"),),
            _("You worry more about the cancer."), _("You worry a lot about the cancer."),
            _("You worry less about the cancer."), _("Who can I talk to about my worry?"),
        ),
        Subject(
            "satisfaction", ((OWN, "DEC TRT"),),
            _("You are less satisfied with your treatment or with how your body works."),
            _("With your treatment or with how your body works you are not satisfied in everything."),
            _("You are more satisfied with your treatment or with how your body works."),
            _("What can still get better in my body, and what helps?"),
        ),
        Subject(
            "burden", ((OWN, "BUR"),),
            _("Treatment and check-ups weigh more on your days."), _("Treatment and check-ups weigh on your days."),
            _("Treatment and check-ups weigh less on your days."), _("Can the visits be made easier for me?"),
        ),
        *_of_the_body(),
    )  # fmt: skip


def _of_the_body() -> tuple[Subject, ...]:
    _ = gettext
    return (
        Subject(
            "pain", (("qlq_c30", "PA"), ("qlq_cr29", "AP BP")),
            _("You have more pain."), _("You have pain."), _("You have less pain."),
            _("What can help against my pain?"),
        ),
        Subject(
            "tired", (("qlq_c30", "FA SL"),),
            _("You are more tired or sleep less well."), _("You are tired or sleep badly."),
            _("You are less tired or sleep better."), _("What can help me to have more strength and to sleep well?"),
        ),
        Subject(
            "days", (("qlq_c30", "PF2 RF2 SF"),),
            _("Everyday things have become harder for you."), _("Everyday things are hard for you."),
            _("Everyday things have become easier for you."), _("What support is there for my everyday life?"),
        ),
        Subject(
            "bladder", (("qlq_cr29", "UF UI DY"),),
            _("Your bladder troubles you more."), _("Your bladder troubles you."), _("Your bladder troubles you less."),
            _("What can help my bladder?"),
        ),
        Subject(
            "eating", (("qlq_c30", "NV AP"), ("qlq_cr29", "DM TA")),
            _("Eating is harder for you."), _("Eating is hard for you."), _("Eating is easier for you."),
            _("What can help me to eat?"),
        ),
    )  # fmt: skip


def details() -> dict[tuple[str, str, int], str]:
    """What an answer says, in our own words: instrument, item and code to a sentence. Without one it stays unsaid."""
    _ = gettext
    return {
        ("lars", "q5", 2): _("Sometimes you have to hurry to the toilet."),
        ("lars", "q5", 3): _("At least once a week you have to hurry to the toilet."),
        ("lars", "q2", 2): _("Sometimes liquid stool leaks out."),
        ("lars", "q2", 3): _("At least once a week liquid stool leaks out."),
        ("lars", "q4", 2): _("Sometimes you have to go again within an hour."),
        ("lars", "q4", 3): _("At least once a week you have to go again within an hour."),
        ("lars", "q3", 1): _("You go to the toilet very many times a day."),
        ("lars", "q3", 4): _("You do not empty your bowel every day."),
        ("lars", "q1", 3): _("At least once a week wind escapes against your will."),
    }
