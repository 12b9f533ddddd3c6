"""What strata are called, and what they are strata of."""

from qol.analysis.comparing.view_strata import NOT_KNOWN, Kind, Stratum
from qol.course.characteristics import BY_ID
from qol.language import gettext


def kind_name(kind: Kind | None) -> str:
    """What people are divided by, as a choice."""
    return {
        None: gettext("nothing, everybody together"),
        "response": gettext("clinical response"),
        "clinical_t": gettext("clinical T category, as recorded"),
        "clinical_n": gettext("clinical N category, as recorded"),
        "clinical_m": gettext("clinical M category, as recorded"),
        "offered": gettext("what was offered, as recorded"),
        "wish": gettext("whether the wish was met, as patients say"),
    }[kind]


def stratum_name(one: Stratum) -> str:
    """A stratum under the name of its kind."""
    if one.word == NOT_KNOWN:
        return gettext("Not told") if one.kind == "wish" else gettext("Not recorded")
    known = {
        ("response", "complete"): gettext("Complete response"),
        ("response", "near_complete"): gettext("Near-complete response"),
        ("response", "incomplete"): gettext("Incomplete response"),
        ("offered", "both"): gettext("Both ways were offered"),
        ("offered", "one"): gettext("One way was offered"),
        ("wish", "yes"): gettext("Got what they had wanted"),
        ("wish", "no"): gettext("Had wanted the other way"),
        ("wish", "open"): gettext("Both were fine, or did not know"),
    }
    return known.get((one.kind, one.word)) or BY_ID[one.kind].values[one.word]
