"""The head of the page: who, which visit, strategy, clocks, state, stoma, how it was filled in, how complete."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from qol.reports._printed import Ledger
from qol.reports._summary.history import History
from qol.reports._summary.person import PersonShown
from qol.reports._summary.room import width
from qol.reports._words import NONE, day, short_day

MODES = {
    "self": "by the patient", "read_aloud": "read aloud by staff", "proxy": "by somebody else",
    "telephone": "by telephone", "paper": "on paper", "imported": "imported", "simulated": "invented",
}  # fmt: skip
LANGUAGES = {
    "en": "English",
    "fa": "Persian",
    "de": "German",
    "nl": "Dutch",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
}


@dataclass(frozen=True)
class Head:
    """Title line and the six cells under it."""

    who: str
    size: str
    born: str
    age: str
    hospital_number: str
    code: str
    when: str
    mark: str
    cells: tuple[tuple[str, Markup], ...]


def head(past: History, person: PersonShown, ledger: Ledger) -> Head:
    """Everything known is said; what is not known is said to be unknown."""
    on = past.now.on if past.now else None
    group = str(past.person.get("group") or "undecided")
    code = person.code or past.patient
    return Head(
        person.name or code, _size(person.name or code), day(person.birth_date) if person.birth_date else "",
        _age(person.birth_date, on or past.data.today),
        person.hospital_number or "", code if person.named else "", _when(past),
        group if group in ("nom", "surgery") else "",
        (
            ("Strategy", _strategy(past, group)), ("Clocks", _clocks(past, ledger)), ("State that day", _rectum(past)),
            ("Stoma", _stoma(past)), ("Filled in", _filled_in(past)), ("Complete", _complete(past, ledger)),
        ),
    )  # fmt: skip


def _size(name: str) -> str:
    """A long name is set smaller, never cut."""
    long = width(name, 19)
    return "" if long < 78 else "long" if long < 150 else "longest"


def _when(past: History) -> str:
    if past.now is None:
        return "no answers yet"
    where = (
        f", {short_day(past.now.on)}"
        if past.now.on
        else f", {past.unit[:-1]} {past.now.at:.0f}"
        if past.now.at is not None
        else ", no date"
    )
    return past.now.label + where


def _age(born: date | None, on: date) -> str:
    return "" if born is None else str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _strategy(past: History, group: str) -> Markup:
    since = past.first("decision")
    if group in ("nom", "surgery"):
        word = {"nom": "NOM", "surgery": "Surgery"}[group]
        return Markup('<span class="{}"><b>{}</b></span><br>{}').format(
            group, word, f"since {short_day(since)}" if since else "date not known"
        )
    if group == "undecided":
        return Markup("<b>not decided</b>")
    label = next((g.label for g in past.data.groups if g.id == group), group)
    return Markup("<b>{}</b><br>strategy not known").format(label)


def _clocks(past: History, ledger: Ledger) -> Markup:
    if past.now is None or past.now.at is None:
        return Markup("not known")
    what = {"visit": past.now.visit or past.now.key, "patient": past.patient}
    decimals = 1 if past.unit == "months" else 0
    parts = [
        Markup("<b>{} {}</b> after {}").format(
            ledger.number("own_clock", past.now.at, decimals, **what),
            past.unit,
            past.axis.split(" after ", 1)[1].removeprefix("the end of "),
        )
    ]
    decided = past.first("decision")
    if decided and past.now.on and past.now.on >= decided:
        months = (past.now.on - decided).days / 30.4375
        parts.append(
            Markup("<b>{}</b> after the decision").format(ledger.number("own_since_decision", months, 1, **what))
        )
    return Markup(", ").join(parts)


def _rectum(past: History) -> Markup:
    state = past.state(past.now, "rectum")
    words = {"kept": "rectum in place", "regrowth": "regrowth, rectum in place", "removed": "rectum removed"}
    if past.now is None or state not in words:
        return Markup("not known")
    last = [
        (on, kind.replace("_", " ")) for kind in ("regrowth", "local_excision", "resection")
        if (on := past.first(kind)) is not None and (past.now.on is None or on <= past.now.on)
    ]  # fmt: skip
    after = "; ".join(f"{name} {short_day(on)}" for on, name in sorted(last)[-2:])
    return Markup("<b>{}</b>{}").format(words[state], f"; {after}" if after else "")


def _stoma(past: History) -> Markup:
    state = past.stoma(past.now)
    if past.now is None or state not in ("no", "yes"):
        return Markup("not known")
    if state == "yes":
        intent, since = past.state(past.now, "stoma_intent"), past.first("stoma_formed")
        return Markup("<b>{}</b>{}").format(
            intent or "yes", Markup(",<br>since {}").format(short_day(since)) if since else ""
        )
    closed = past.first("stoma_closed")
    return Markup("<b>none</b>{}").format(
        Markup(",<br>closed {}").format(short_day(closed)) if closed and past.now.on and closed <= past.now.on else ""
    )


def _filled_in(past: History) -> Markup:
    if past.now is None:
        return Markup("nothing yet")
    language = past.state(past.now, "language") or ""
    mine = past.data.forms[past.data.forms["assessment"] == past.now.key]
    modes = [MODES.get(str(mode), str(mode)) for mode in mine["mode"].dropna().unique()] or ["mode not recorded"]
    spoken = LANGUAGES.get(language, language)
    said = Markup("<b>{}</b>{}").format(" and ".join(modes), f", {spoken}" if spoken else "")
    return said + _corrected(past)


def _corrected(past: History) -> Markup:
    """That staff corrected answers of this visit, and when last."""
    rows = past.data.corrections
    mine = rows[rows["assessment"] == past.now.key] if past.now else rows.iloc[:0]
    if mine.empty:
        return Markup()
    days = mine["corrected_on"].dropna()
    when = f" on {short_day(date.fromisoformat(max(days)))}" if len(days) else ""
    return Markup(",<br>corrected{}").format(when)


def _complete(past: History, ledger: Ledger) -> Markup:
    """Answered (or said not to apply) of the questions that were asked, free text apart."""
    if past.now is None:
        return Markup("{}").format(NONE)
    asked, given = _counts(past)
    what = {"visit": past.now.visit or past.now.key, "patient": past.patient}
    gone = asked - given
    return Markup("<b>{} of {}</b>{}").format(
        ledger.count("own_given", given, **what), ledger.count("own_asked", asked, **what),
        Markup(",<br>{} without").format(ledger.count("own_skipped", gone, **what)) if gone else "",
    )  # fmt: skip


def without_answer(past: History) -> int:
    """How many questions of this visit have no answer, free text apart."""
    asked, given = _counts(past)
    return asked - given


def _counts(past: History) -> tuple[int, int]:
    """Questions that were asked at this visit, and those answered or said not to apply; free text apart."""
    if past.now is None:
        return 0, 0
    rows = past.items[past.items["assessment"] == past.now.key]
    kinds = {(i.id, item): i.answers_of(item).kind for i in past.data.instruments.values() for item in i.items}
    closed = [kinds.get((str(i), str(q))) != "text" for i, q in zip(rows["instrument"], rows["item"], strict=True)]
    states = rows["state"][closed]
    asked = int((states != "not_applicable").sum())
    given = int(states.isin(("answered", "chosen_not_applicable")).sum())
    return asked, given
