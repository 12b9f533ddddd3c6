"""Open a visit's questionnaire for a patient, once, and give the ways into it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from qol.errors import ModeRefused, NotFound, QolError, WordingRefused
from qol.language import SOURCE, gettext, languages
from qol.storage import accesses, assessments, audit, forms, identities, link_requests
from qol.storage.tables import Access, Assessment, Form
from qol.study import secrets
from qol.study.collection import modes
from qol.study.definitions import keep_definitions
from qol.study.house import House
from qol.study.schedule.visit_plan import Case, applying, visit_case
from qol.study.scope import Scope
from qol.study.wording.wording_refusals import shown

HAND_OVER_LASTS = timedelta(minutes=10)
KINDS = ("handover", "link", "slip")
"""What staff may ask for; a slip is a paper with three secrets: link, typed code, code for the tablet."""


@dataclass(frozen=True)
class Ways:
    """Secrets as they leave the house; nobody can read them again."""

    handover: str = ""
    until: datetime | None = None
    link: str = ""
    typed: str = ""
    slip: str = ""
    closes: date | None = None
    access_id: str = ""


def open_ways(
    house: House, scope: Scope, code: str, visit_id: str, kind: str, language: str, today: date, now: datetime,
    mode: str = modes.SELF,
) -> Ways:  # fmt: skip
    """Open the questionnaire once for the visit and give fresh secrets of a kind; earlier ones of it end.

    mode: how its forms are answered from now on; those that are begun keep theirs. Raises WordingRefused where an
    instrument may not be shown, ModeRefused where nothing of it may be answered so, QolError where it is not open.
    """
    with house.database.writing() as session:
        case = visit_case(house, session, scope, code, visit_id, today)
        _refuse_if_not_shown(house, case, language, today)
        assessment = _opened(house, session, scope, case, language, today, now)
        _answered_by(house, session, assessment, modes.known(mode, modes.ON_A_SCREEN))
        audit.append(
            session, at=now, actor=scope.staff_id, action=f"give_{kind}",
            object_kind="assessment", object_id=assessment.id,
        )  # fmt: skip
        if kind == "handover":
            return _hand_over(session, scope, assessment, now)
        link_requests.settle(session, case.patient.id, now, scope.staff_id)
        return _take_home(session, scope, assessment, kind, case.closes or today, now)


def open_by_mail(
    house: House, session: Session, scope: Scope, code: str, visit_id: str, today: date, now: datetime
) -> tuple[Assessment, Ways]:
    """Open the questionnaire for a link that is mailed: earlier links stay open, language and mode as chosen before.

    Raises as `open_ways`, and QolError where a form of another visit answers this one.
    """
    case = visit_case(house, session, scope, code, visit_id, today)
    person = identities.read(session, case.patient.id)
    if case.due.answered_with is not None:
        raise QolError(gettext("%(visit)s cannot be answered now.") % {"visit": case.visit.label})
    wanted = person.language if person and person.language in languages() else SOURCE
    language = case.opened.language if case.opened else wanted
    mode = _mode_of(session, case.opened)
    _refuse_if_not_shown(house, case, language, today)
    assessment = _opened(house, session, scope, case, language, today, now)
    _answered_by(house, session, assessment, mode)
    closes = case.closes or today
    link = secrets.new_link()
    access = accesses.add(
        session, assessment_id=assessment.id, kind="link", secret_hash=secrets.secret_hash("link", link),
        now=now, expires_at=_end_of(closes), by=scope.staff_id,
    )  # fmt: skip
    return assessment, Ways(link=link, closes=closes, access_id=access.id)


def mode_in_use(house: House, opened: Assessment | None) -> str:
    """The mode that was chosen last for a visit; the patient's own hand where none was."""
    with house.database.reading() as session:
        return _mode_of(session, opened)


def _mode_of(session: Session, opened: Assessment | None) -> str:
    if opened is None:
        return modes.SELF
    newest = forms.newest_attempts(forms.of_assessment(session, opened.id))
    return next((form.mode for form in reversed(newest) if form.entered_by is None), modes.SELF)


@dataclass(frozen=True)
class Arrival:
    """Whether a way in was used, and how far the patient is."""

    used_at: datetime | None
    ended: bool
    started_at: datetime | None
    submitted_at: datetime | None


def arrival(house: House, scope: Scope, code: str, visit_id: str, access_id: str) -> Arrival:
    """What became of a code; raises NotFound for anything that is not this patient's."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        access = session.get(Access, access_id)
        assessment = assessments.by_id(session, access.assessment_id) if access else None
    if access is None or assessment is None or assessment.patient_id != patient.id:
        raise NotFound("There is no such code.")
    if assessment.visit_id != visit_id:
        raise NotFound("There is no such code.")
    return Arrival(access.used_at, access.ended_at is not None, assessment.started_at, assessment.submitted_at)


def _refuse_if_not_shown(house: House, case: Case, language: str, today: date) -> None:
    """What is begun keeps its language and its words, and these need a licence today like any other."""
    begun = case.opened is not None and case.opened.started_at is not None
    speaking = case.opened.language if case.opened and begun else language
    found = shown(house, applying(house, case), case.protocol.wording, case.study.name, speaking, today)
    if found.refusals:
        raise WordingRefused(" ".join(found.refusals))


def _opened(
    house: House, session: Session, scope: Scope, case: Case, language: str, today: date, now: datetime
) -> Assessment:
    """The visit's assessment: a new one, or the one that is there, brought up to date until it is begun."""
    row = case.opened
    if row is not None and row.started_at is not None:
        return row
    if row is None:
        row = assessments.add(
            session,
            Assessment(
                patient_id=case.patient.id, visit_id=case.visit.id, protocol_id=case.protocol.id,
                protocol_version=case.protocol_version, occasion=case.visit.occasion, facts=case.facts,
                language=language, created_at=now, created_by=scope.staff_id,
            ),
        )  # fmt: skip
        _lay_out(house, session, case, row, language, today)
    else:  # facts, language and wording may have changed, and nothing has been answered yet
        for form in forms.of_assessment(session, row.id):
            session.delete(form)
        session.flush()
        row.facts, row.language = case.facts, language
        session.add(row)
        _lay_out(house, session, case, row, language, today)
    return row


def _answered_by(house: House, session: Session, assessment: Assessment, mode: str) -> None:
    """Give the mode to every form that is not begun; one that may not be answered so is left out as not done."""
    waiting = [form for form in forms.newest_attempts(forms.of_assessment(session, assessment.id)) if _waits(form)]
    left_out = modes.refused([house.library[form.instrument_id] for form in waiting], mode)
    if left_out and len(left_out) == len(waiting):
        raise ModeRefused(modes.no_proxy_sentence(left_out[0]))
    ids = {instrument.id for instrument in left_out}
    for form in waiting:
        form.mode, form.status = mode, "not_done" if form.instrument_id in ids else "open"
        session.add(form)


def _waits(form: Form) -> bool:
    """Whether nobody has answered anything of a form yet."""
    return form.started_at is None and form.entered_at is None


def _lay_out(house: House, session: Session, case: Case, row: Assessment, language: str, today: date) -> None:
    """One form an instrument that applies, its definitions kept by hash before the first answer."""
    asked = applying(house, case)
    if not asked:
        raise QolError(gettext("Nothing is asked at this visit as the patient is now. Check the timeline."))
    for position, instrument in enumerate(asked, 1):
        kept = keep_definitions(house, session, instrument, case.study, today, language)
        forms.add(session, Form(assessment_id=row.id, position=position, **kept.columns))


def _hand_over(session: Session, scope: Scope, assessment: Assessment, now: datetime) -> Ways:
    until = now + HAND_OVER_LASTS
    code, access = _six_digits(session, scope, assessment, "handover", until, now)
    slip, _ = _six_digits(session, scope, assessment, "slip", _end_of(now.astimezone().date()), now)
    return Ways(handover=code, until=until, slip=slip, access_id=access.id)


def _take_home(session: Session, scope: Scope, assessment: Assessment, kind: str, closes: date, now: datetime) -> Ways:
    """A link, and for a slip also a typed code and six digits for today's tablet."""
    until = _end_of(closes)
    link = secrets.new_link()
    access = _give(session, scope, assessment, "link", link, until, now)
    if kind == "link":
        return Ways(link=link, closes=closes, access_id=access.id)
    typed = secrets.new_typed()
    _give(session, scope, assessment, "typed", typed, until, now)
    slip, _ = _six_digits(session, scope, assessment, "slip", _end_of(now.astimezone().date()), now)
    return Ways(link=link, typed=typed, slip=slip, closes=closes, access_id=access.id)


def _six_digits(
    session: Session, scope: Scope, assessment: Assessment, kind: str, until: datetime, now: datetime
) -> tuple[str, Access]:
    """A code that no other patient holds, of either kind."""
    code = secrets.new_six_digits()
    while any(accesses.by_secret(session, secrets.secret_hash(k, code)) for k in secrets.SIX_DIGITS):
        code = secrets.new_six_digits()
    return code, _give(session, scope, assessment, kind, code, until, now)


def _give(
    session: Session,
    scope: Scope,
    assessment: Assessment,
    kind: str,
    secret: str,
    until: datetime,
    now: datetime,
) -> Access:
    """A way in of this kind; earlier ones of the same kind end."""
    accesses.end(session, assessment.id, now, kind)
    return accesses.add(
        session, assessment_id=assessment.id, kind=kind, secret_hash=secrets.secret_hash(kind, secret),
        now=now, expires_at=until, by=scope.staff_id,
    )  # fmt: skip


def _end_of(day: date) -> datetime:
    """Midnight at the end of a day, on the clock of the clinic."""
    return datetime.combine(day + timedelta(days=1), time.min).astimezone(UTC)
