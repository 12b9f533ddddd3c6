"""What was not assessed, and why: missed visits, skipped questions, parts that do not apply."""

from datetime import date

from markupsafe import Markup

from qol.reports._summary.history import History
from qol.reports._summary.worth import HIDDEN
from qol.reports._words import listed, short_day

MOST_VISITS = 2
MOST_ITEMS = 5


def absent(past: History) -> tuple[Markup, ...]:
    """At most five lines."""
    found = [_nothing(past), _missed(past), _skipped(past), _forms(past), _stoma(past), _never(past)]
    return tuple(line for line in found if line)


def _nothing(past: History) -> Markup:
    return (
        Markup()
        if past.now
        else Markup("<b>Nothing</b> has been answered yet; the visits that were expected stand below.")
    )


def _missed(past: History) -> Markup:
    """Visits that were expected and brought no form, the latest first."""
    missed = [s for s in past.sittings if not s.answered]
    rows = past.visits.set_index("visit")
    said = []
    for sitting in reversed(missed):
        row = rows.loc[sitting.visit]
        opens, closes = row["opens"], row["closes"]
        when = f", {_day(opens)} to {_day(closes)}" if isinstance(opens, str) and isinstance(closes, str) else ""
        said.append(Markup("<b>{}</b>{}: {}").format(sitting.label, when, row["reason"] or "no form"))
    more = len(said) - MOST_VISITS
    if more > 0:
        said = [*said[:MOST_VISITS], Markup("and {} earlier").format(more)]
    return Markup("; ").join(said) + Markup(".") if said else Markup()


def _day(iso: str) -> str:
    return short_day(date.fromisoformat(iso))


def _skipped(past: History) -> Markup:
    """Questions without an answer at this visit, by their short names."""
    if past.now is None:
        return Markup()
    rows = past.items[
        (past.items["assessment"] == past.now.key)
        & past.items["state"].isin(("declined", "not_reached", "not_recorded"))
    ]
    kinds = {(i.id, item): i.answers_of(item).kind for i in past.data.instruments.values() for item in i.items}
    labels = [
        str(label) for i, q, label in zip(rows["instrument"], rows["item"], rows["label"], strict=True)
        if (str(i), str(q)) not in HIDDEN and kinds.get((str(i), str(q))) != "text"
    ]  # fmt: skip
    if not labels:
        return Markup()
    more = len(labels) - MOST_ITEMS
    named = listed([label[:1].lower() + label[1:] for label in labels[:MOST_ITEMS]]) if more <= 0 else ", ".join(
        label[:1].lower() + label[1:] for label in labels[:MOST_ITEMS]
    ) + f" and {more} more"  # fmt: skip
    return Markup("<b>Without an answer</b> {}: {}.").format("that day", named)


def _forms(past: History) -> Markup:
    """Questionnaires that the visit asks and that brought no answers; LARS with a stoma is said apart."""
    if past.now is None or past.now.visit is None:
        return Markup()
    here = set(past.forms.loc[past.forms["assessment"] == past.now.key, "instrument"])
    visit = past.data.protocol.visit_by_id.get(past.now.visit)
    gone = [i for i in (visit.instrument_ids if visit else ()) if i not in here]
    names = [
        past.data.instruments[i].short_title
        for i in gone
        if i in past.data.instruments and not (i == "lars" and past.stoma(past.now) == "yes")
    ]
    return Markup("<b>No form</b> that day: {}.").format(listed(names)) if names else Markup()


def _stoma(past: History) -> Markup:
    """Which part does not apply by the stoma."""
    if past.stoma(past.now) == "yes" and "lars" in past.data.instruments:
        return Markup("<b>LARS</b> has no meaning with a stoma.")
    if past.stoma(past.now) == "no" and "qlq_cr29" in past.data.instruments:
        return Markup("<b>Stoma questions</b> do not apply.")
    return Markup()


def _never(past: History) -> Markup:
    """What this study does not collect at all."""
    said, asked = [], {*past.data.protocol.instrument_ids, *past.data.instruments}
    if "treatment_satisfaction" not in asked:
        said.append("satisfaction")
    if "lars" not in asked:
        said.append("bowel function (LARS)")
    if not past.forms["stoma"].isin(["yes", "no"]).any() and past.now is not None:
        said.append("stoma")
    if not past.data.dates_known:
        said.append("dates and events")
    return Markup("<b>Not collected</b> in this study: {}.").format(listed(said)) if said else Markup()
