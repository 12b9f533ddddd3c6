"""The sheet's smaller sentences: what the pictures mark, what was left out, what comes next, what the foot says."""

from datetime import date

from qol.instruments.definition import Instrument
from qol.language import SOURCE, digits, gettext, long_date, month, ngettext, present
from qol.reports._copy.moments import moment
from qol.reports._copy.pictures import Named
from qol.reports._printed import Ledger
from qol.reports._summary.head import without_answer
from qol.reports._summary.history import History
from qol.reports._summary.strip import next_visit
from qol.reports._words import number

MOST_MONTHS = 4


def marks(past: History, rings: bool, grey: bool) -> tuple[str, ...]:
    """What stands in the pictures beside the line. rings, grey: whether a picture shows them."""
    found = []
    if rings:
        found.append(gettext("A broken ring and an open line: no answers from you at that time."))
    if grey:
        found.append(gettext("The grey area: the time with a stoma. The bowel questions do not fit it."))
    days = [on for kind in ("local_excision", "resection") if (on := past.first(kind)) is not None]
    if past.unit == "months" and len(days) == 1:
        found.append(gettext("The triangle: your operation in {month}.").format(month=month(days[0])))
    elif past.unit == "months" and days:
        said = " · ".join(month(on) for on in sorted(days))
        found.append(gettext("The triangles: your operations ({months}).").format(months=said))
    return tuple(found)


def always() -> tuple[str, ...]:
    """Questions that fit any visit, for whoever has no trouble that stands out."""
    return (
        gettext("What happens at the next check-ups, and what are they for?"),
        gettext("What can I do myself to stay well?"),
    )


def ranges(shown: list[Named]) -> tuple[str, ...]:
    """From where to where each number can go; scales of one range are named together."""
    by_range: dict[tuple[float, float], list[str]] = {}
    for one in shown:
        by_range.setdefault((one.scale.lowest, one.scale.highest), []).append(one.title)
    return tuple(
        gettext("{names}: from {lowest} to {highest}.").format(
            names=" · ".join(names), lowest=digits(number(ends[0])), highest=digits(number(ends[1]))
        )
        for ends, names in by_range.items()
    )


def left_out(past: History, ledger: Ledger) -> tuple[str, ...]:
    """Questions of this time without an answer, and months without any."""
    found = []
    gone = without_answer(past)
    if gone and past.now is not None:
        visit = past.now.visit or past.now.key
        shown = digits(ledger.count("own_skipped", gone, visit=visit, patient=past.patient))
        found.append(_questions(gone).format(n=shown))
    missed = [s for s in past.sittings if not s.answered]
    if missed and all(s.on for s in missed):
        months = " · ".join(dict.fromkeys(moment(s) for s in missed[-MOST_MONTHS:]))
        more = len(missed) > MOST_MONTHS
        sentence = gettext("The latest months without answers from you: {months}.") if more else gettext(
            "Months without answers from you: {months}."
        )  # fmt: skip
        found.append(sentence.format(months=months))
    elif missed:
        found.append(gettext("At some visits there are no answers from you."))
    return tuple(found)


def _questions(count: int) -> str:
    return ngettext("This time you left out {n} question.", "This time you left out {n} questions.", count)


def next_time(past: History, today: date) -> str:
    """When questions come again, where the study knows."""
    due = next_visit(past)
    if due is None or due[0] <= today:
        return gettext("Your clinic tells you when the next questions come.")
    return gettext("The next questions come around {day}.").format(day=long_date(due[0]))


def foot(past: History) -> tuple[str, ...]:
    """What kind of questions these were, and that the sheet is no diagnosis."""
    used = [past.data.instruments[name] for name in past.data.instruments if name in set(past.forms["instrument"])]
    kinds = dict(zip(past.forms["instrument"], past.forms["wording_kind"], strict=True))
    found = [gettext("Supports the conversation, is not a diagnosis.")]
    if any(kinds.get(one.id) != "licensed" and not _own(one) for one in used):
        found.append(gettext("Questions in our own plain words, not the official forms."))
    found += [
        gettext("Questions about treatment: draft {version}, not validated.").format(version=digits(one.version))
        for one in used
        if _own(one)
    ]
    if present() != SOURCE:
        found.append(gettext("This translation is a draft."))
    return tuple(found)


def _own(instrument: Instrument) -> bool:
    return instrument.validation == "not_validated"
