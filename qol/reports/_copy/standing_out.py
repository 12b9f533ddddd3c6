"""What stands out: the subjects of the clinic's page by the same rule, and as well what has become easier."""

from dataclasses import dataclass

from qol.reports._copy.subjects import Subject, details, subjects
from qol.reports._summary.answers_said import MOVED, Said
from qol.reports._summary.history import History
from qol.reports._summary.worth import answered

MOST_DETAILS = 2


@dataclass(frozen=True)
class Line:
    """One subject: its sentence, what the answers say, a question for the visit. compared: more or less than before."""

    subject: str
    head: str
    rest: tuple[str, ...]
    ask: str
    compared: bool
    weight: float


def lines(past: History, most: int) -> tuple[Line, ...]:
    """At most `most` lines, the heaviest first; one place is kept for what has become easier, where there is any."""
    found = [line for subject in subjects() if (line := _line(past, subject)) is not None]
    troubles = sorted((line for line in found if line.weight > 0), key=lambda line: -line.weight)
    easier = [line for line in found if line.weight <= 0]
    kept = troubles[: most - 1] if easier else troubles[:most]
    return (*kept, *easier[: most - len(kept)])


def _line(past: History, subject: Subject) -> Line | None:
    """The sentence that the answers bear out: worse by half of the range, troubling, or better by half of it."""
    told = _told(past, subject)
    troubling = [(key, one) for key, one in told if one.deserves_a_word]
    if troubling:
        more = any(one.worsened >= MOVED for _, one in troubling)
        weight = max(one.trouble + one.worsened for _, one in troubling) + 0.05 * len(troubling)
        head = subject.more if more else subject.same
        return Line(subject.id, head, _details(troubling), subject.ask, more, weight)
    if any(one.before is not None and one.before - one.trouble >= MOVED for _, one in told):
        return Line(subject.id, subject.less, (), subject.ask, True, 0.0)
    return None


def _told(past: History, subject: Subject) -> list[tuple[tuple[str, str, int], Said]]:
    """The answered items behind a subject with their codes."""
    found = []
    for name, scale_id in _scales(past, subject):
        instrument = past.data.instruments[name]
        now = past.answers(past.now, name)
        found += [((name, one.item, now[one.item][1] or 0), one) for one in answered(past, instrument, scale_id)]
    return found


def _scales(past: History, subject: Subject) -> list[tuple[str, str]]:
    """The scales of a subject; with a stoma the bowel questions are about the bag, and count for the stoma."""
    bag = past.stoma(past.now) == "yes"
    bowel = next(one for one in subjects() if one.id == "bowel")
    wanted = (*subject.scales, *bowel.scales) if subject.id == "stoma" and bag else subject.scales
    found = []
    for name, ids in wanted:
        instrument = past.data.instruments.get(name)
        for scale_id in ids.split() if instrument else ():
            scale = instrument.scale_by_id.get(scale_id) if instrument else None
            of_bag = bag and scale is not None and scale.separate_by == "stoma"
            if scale is None or (of_bag and subject.id == "bowel"):
                continue
            if of_bag or (name, ids) in subject.scales:
                found.append((name, scale_id))
    return found


def _details(troubling: list[tuple[tuple[str, str, int], Said]]) -> tuple[str, ...]:
    sentences = details()
    order = sorted(troubling, key=lambda pair: -(pair[1].trouble + pair[1].worsened))
    return tuple(sentences[key] for key, _ in order if key in sentences)[:MOST_DETAILS]
