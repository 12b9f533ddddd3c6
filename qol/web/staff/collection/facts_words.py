"""The facts that choose the questions, said aloud, so that staff can see whether they are true today."""

from collections.abc import Mapping

from qol.language import gettext

ORDER = ("strategy", "rectum", "stoma", "sex")


def fact_words(facts: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence a fact; a fact that nobody knows is said to be unknown."""
    sentences = {
        ("strategy", "nom"): gettext("Strategy: non-operative management."),
        ("strategy", "surgery"): gettext("Strategy: surgery."),
        ("strategy", "undecided"): gettext("Strategy: not decided yet; questions about the treatment wait."),
        ("rectum", "kept"): gettext("The rectum is in place."),
        ("rectum", "regrowth"): gettext("The rectum is in place, with a known regrowth."),
        ("rectum", "removed"): gettext("The rectum was removed."),
        ("stoma", "yes"): gettext("There is a stoma today: the questions speak of a bag."),
        ("stoma", "no"): gettext("There is no stoma today."),
        ("sex", "female"): gettext("Female."),
        ("sex", "male"): gettext("Male."),
    }
    unknown = {"sex": gettext("Sex is not recorded: questions for women or men are left out.")}
    found = [sentences.get((name, facts.get(name, "")), unknown.get(name, "")) for name in ORDER]
    return tuple(sentence for sentence in found if sentence)
