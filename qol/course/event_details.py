"""What may be said about each kind of event, and the words for it. English; pages pass them to gettext."""

from collections.abc import Mapping

from qol.course.events import Event, EventKind, when

Values = tuple[str, ...]
FREE: Values = ()
"""Any words."""

DETAILS: Mapping[EventKind, Mapping[str, Values]] = {
    EventKind.RESPONSE_ASSESSMENT: {"result": ("complete", "near_complete", "incomplete")},
    EventKind.DECISION: {
        "strategy": ("nom", "surgery"),
        "reason": FREE,
        "offered": ("both", "nom", "surgery", "unknown"),
        "preferred": ("nom", "surgery", "both", "unsure"),
    },
    EventKind.RESECTION: {"operation": ("lar", "apr", "other"), "leak": ("no", "yes", "unknown")},
    EventKind.STOMA_FORMED: {"intent": ("temporary", "permanent")},
    EventKind.METASTASIS: {"sites": FREE},
    EventKind.METASTASIS_TREATMENT: {
        "treatment": ("surgery", "ablation", "radiotherapy", "other"),
        "sites": FREE,
    },
    EventKind.SYSTEMIC_START: {"line": ("1", "2", "3", "4")},
    EventKind.SYSTEMIC_STOP: {"line": ("1", "2", "3", "4")},
}
"""Allowed details of each kind and their values; kinds that are not here have none."""

REQUIRED: Mapping[EventKind, Values] = {
    EventKind.RESPONSE_ASSESSMENT: ("result",),
    EventKind.DECISION: ("strategy",),
    EventKind.RESECTION: ("operation",),
}
"""Details without which the event says nothing."""

LABELS: Mapping[EventKind, str] = {
    EventKind.NEOADJUVANT_START: "Start of neoadjuvant treatment",
    EventKind.NEOADJUVANT_END: "End of neoadjuvant treatment",
    EventKind.RESPONSE_ASSESSMENT: "Response assessment",
    EventKind.DECISION: "Decision",
    EventKind.REGROWTH: "Local regrowth",
    EventKind.LOCAL_EXCISION: "Local excision",
    EventKind.RESECTION: "Resection",
    EventKind.LOCAL_RECURRENCE: "Local recurrence after resection",
    EventKind.STOMA_FORMED: "Stoma formed",
    EventKind.STOMA_CLOSED: "Stoma closed",
    EventKind.METASTASIS: "Metastasis",
    EventKind.METASTASIS_TREATMENT: "Local treatment of a metastasis",
    EventKind.SYSTEMIC_START: "Start of a systemic line",
    EventKind.SYSTEMIC_STOP: "End of a systemic line",
    EventKind.WITHDRAWAL: "Withdrawal from the study",
    EventKind.DEATH: "Death",
}
"""What each kind is called on pages and in reports."""

DETAIL_LABELS: Mapping[str, str] = {
    "result": "Result",
    "strategy": "Strategy",
    "reason": "Reason",
    "offered": "Options really offered",
    "preferred": "What the patient preferred",
    "operation": "Operation",
    "leak": "Anastomotic leak",
    "intent": "Intent",
    "sites": "Sites",
    "treatment": "Treatment",
    "line": "Line",
}
"""What each detail is called."""

VALUE_LABELS: Mapping[tuple[str, str], str] = {
    ("result", "complete"): "Complete response",
    ("result", "near_complete"): "Near-complete response",
    ("result", "incomplete"): "Incomplete response",
    ("strategy", "nom"): "Non-operative management",
    ("strategy", "surgery"): "Surgery",
    ("offered", "both"): "Both",
    ("offered", "nom"): "Only non-operative management",
    ("offered", "surgery"): "Only surgery",
    ("offered", "unknown"): "Not known",
    ("preferred", "nom"): "Non-operative management",
    ("preferred", "surgery"): "Surgery",
    ("preferred", "both"): "Both were fine",
    ("preferred", "unsure"): "Unsure",
    ("operation", "lar"): "Low anterior resection",
    ("operation", "apr"): "Abdominoperineal resection",
    ("operation", "other"): "Other operation",
    ("leak", "no"): "No",
    ("leak", "yes"): "Yes",
    ("leak", "unknown"): "Not known",
    ("intent", "temporary"): "Temporary",
    ("intent", "permanent"): "Permanent",
    ("treatment", "surgery"): "Surgery",
    ("treatment", "ablation"): "Ablation",
    ("treatment", "radiotherapy"): "Radiotherapy",
    ("treatment", "other"): "Other",
    ("line", "1"): "First line",
    ("line", "2"): "Second line",
    ("line", "3"): "Third line",
    ("line", "4"): "Fourth line or later",
}
"""What each value of a detail is called."""


def named(event: Event) -> str:
    """An event with its date, as it stands inside a sentence: `resection on 3 March 2026`."""
    label = LABELS[event.kind]
    return f"{label[0].lower()}{label[1:]} {when(event)}"
