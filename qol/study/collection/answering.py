"""A patient answers: the questionnaire as it stands, and one answer kept when its page is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from qol.errors import LinkExpired
from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.language import gettext as _
from qol.storage import answers, assessments, definitions, forms
from qol.storage.answers import NewAnswer, StoredAnswer
from qol.storage.tables import Assessment, Form
from qol.study.collection.path import Given, Path, Section, Step, Store, is_settled, path
from qol.study.collection.recall import restart_if_too_old
from qol.study.collection.reply import Reply

PATIENT = "patient"
"""Who acts, in the audit; answers of a patient's own hand have no other name beside them."""


@dataclass(frozen=True)
class Questionnaire:
    """One assessment as its patient sees it now."""

    assessment: Assessment
    forms: tuple[Form, ...]
    sections: tuple[Section, ...]
    store: Store

    @property
    def facts(self) -> Mapping[str, str]:
        """The facts that staff confirmed."""
        return self.assessment.facts

    @cached_property
    def path(self) -> Path:
        """The questions that are asked of this patient."""
        return path(self.sections, self.facts, self.store)

    def foreign(self, language: str) -> tuple[Section, ...]:
        """The forms on the path that have no words in a language, so that they are shown in another one."""
        return tuple(section for section in self.path.sections if section.instrument.language != language)

    def given(self, step: Step) -> Given | None:
        """What the store holds for a step."""
        return self.store.get(step.key)

    @property
    def is_begun(self) -> bool:
        """Whether any question was answered or declined."""
        return any(given.is_settled for given in self.store.values())


@dataclass(frozen=True)
class Left:
    """What leaving a page did. asks: nothing was given and the patient has not been asked about it yet."""

    revision: int
    asks: bool = False


def questionnaire(session: Session, assessment_id: str) -> Questionnaire:
    """An assessment with the newest attempt of each of its forms; raises NotFound."""
    assessment = assessments.by_id(session, assessment_id)
    newest = forms.newest_attempts(forms.of_assessment(session, assessment_id))
    return of_forms(session, assessment, [form for form in newest if is_asked_on_screen(form)])


def of_forms(session: Session, assessment: Assessment, chosen: Sequence[Form]) -> Questionnaire:
    """Some forms of an assessment with what is stored of them."""
    kept = tuple(chosen)
    return Questionnaire(assessment, kept, _sections(session, kept), _store(session, kept))


def is_asked_on_screen(form: Form) -> bool:
    """Whether the patient's pages show a form: not one that staff typed, nor one that was left out."""
    left_out = form.status == "not_done" and form.entered_at is None
    return form.entered_by is None and not left_out


def resume(session: Session, assessment_id: str, now: datetime) -> None:
    """Before a patient carries on: forms older than their recall period are closed and begun again."""
    opened = questionnaire(session, assessment_id)
    for form, section in zip(opened.forms, opened.sections, strict=True):
        restart_if_too_old(session, form, section.instrument, now, PATIENT)


def leave(
    session: Session, opened: Questionnaire, step: Step, reply: Reply | None, now: datetime, *, asking: bool
) -> Left:
    """Keep what stands on a page that is left.

    asking: the page is left forwards, so that a question without an answer is asked about once; otherwise
    (back, break, language) nothing chosen leaves the store as it is. A text that was emptied is taken back.
    """
    before = opened.given(step)
    if reply is not None:
        return Left(keep(session, opened, step, NewAnswer(step.item.id, reply.value, reply.text), now))
    if before is None:
        return Left(0, asks=asking)
    emptied = before.is_answer and (asking or before.text is not None)
    revision = clear(session, opened, step, now) if emptied else before.version
    return Left(revision, asks=asking and before.state != "declined")


def decline(session: Session, opened: Questionnaire, step: Step, now: datetime) -> int:
    """Keep that the patient leaves the question out, with its time."""
    return keep(session, opened, step, NewAnswer(step.item.id, state="declined"), now)


def decline_forms(session: Session, opened: Questionnaire, sections: Sequence[Section], now: datetime) -> None:
    """Keep that the patient leaves out what is still open of some forms, such as those in a language not read."""
    for section in sections:
        open_steps = [step for step in opened.path.of(section) if not is_settled(step, opened.store)]
        if open_steps:
            keep_all(session, opened, section, [NewAnswer(s.item.id, state="declined") for s in open_steps], now)


def clear(session: Session, opened: Questionnaire, step: Step, now: datetime) -> int:
    """Take an answer back; the versions before it stay."""
    if opened.given(step) is None:
        return 0
    return keep(session, opened, step, NewAnswer(step.item.id, state="cleared"), now)


def keep(session: Session, opened: Questionnaire, step: Step, answer: NewAnswer, now: datetime) -> int:
    """Keep a further version of an answer and say which is in force; the first starts form and assessment.

    Raises LinkExpired where the assessment was closed in the meantime.
    """
    return keep_all(session, opened, step.section, [answer], now)[step.item.id]


def keep_all(
    session: Session, opened: Questionnaire, section: Section, given: Sequence[NewAnswer], now: datetime,
    by: str | None = None, reason: str | None = None,
) -> Mapping[str, int]:  # fmt: skip
    """Keep answers to items of one form; item -> the version in force. by: the account that typed them.

    Raises LinkExpired where the assessment was closed in the meantime.
    """
    if opened.assessment.closed_as is not None and reason is None:
        raise LinkExpired(_("These questions are closed. Everything you answered before is kept."))
    form = next(form for form in opened.forms if form.id == section.form_id)
    assessments.start(session, opened.assessment, now)
    forms.start(session, form, now)
    language = section.instrument.language
    return answers.append(session, form.id, given, at=now, language=language, by=by, reason=reason)


def _sections(session: Session, newest: tuple[Form, ...]) -> tuple[Section, ...]:
    wanted = [form.wording_hash for form in newest if not _is_known(form.wording_hash)]
    for digest, body in definitions.bodies(session, "wording", wanted).items():
        _KNOWN[digest] = from_canonical(body)
    return tuple(Section(form.position, form.id, _KNOWN[form.wording_hash], form.wording_notice) for form in newest)


def _store(session: Session, newest: tuple[Form, ...]) -> Store:
    return store_of(answers.current(session, [form.id for form in newest]))


def store_of(given: Iterable[StoredAnswer]) -> Store:
    """Stored answers by form and item."""
    return {
        (stored.form_id, stored.item_id): Given(stored.state, stored.value, stored.text, stored.version)  # type: ignore[arg-type]
        for stored in given
    }


_KNOWN: dict[str, Instrument] = {}
"""Wordings by hash: they never change, so a worker reads each of them once."""


def _is_known(digest: str) -> bool:
    return digest in _KNOWN
