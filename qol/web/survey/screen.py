"""What stands around every page: whose clinic, which language, how large, and whether the patients are invented."""

from dataclasses import dataclass, replace
from typing import Any

from flask import g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from qol import language
from qol.language import gettext as _
from qol.storage import assessments, patients, studies
from qol.storage.tables import Site
from qol.study.collection.answering import Questionnaire
from qol.study.collection.path import Section
from qol.web.demonstration import is_demonstration
from qol.web.house import house
from qol.web.survey.clinic_tablet import present_device
from qol.web.survey.patient import chosen_before_opening, is_open, is_still_theirs, preferences, present
from qol.web.tongue import of_the_device, offered

SIZES = ("ordinary", "large", "largest")
CONTRASTS = ("ordinary", "high")
TABLET_PAGES = frozenset({"survey.tablet", "survey.open_tablet", "survey.enrol_tablet", "survey.enrol"})

KEPT_HERE = "survey.kept_here"


@dataclass(frozen=True)
class Screen:
    """The frame's own words and choices; contrast is None where the device decides."""

    clinic: str
    phone: str
    emergency: str
    language: str
    languages: tuple[str, ...]
    text: str
    contrast: str | None
    tablet: bool
    open: bool
    demonstration: bool
    foreign: tuple[Section, ...] = ()


def speak_to_the_patient() -> None:
    """Use the patient's language for the whole request."""
    language.speak(offered(_chosen_language()) or of_the_device())


def _chosen_language() -> str | None:
    """That of the open questionnaire; before anything is open what was pressed, else what the link says."""
    here = present()
    if here is not None and is_still_theirs(here):
        with house().database.reading() as rows:
            return assessments.by_id(rows, here.assessment_id).language
    return chosen_before_opening().get("language") or request.args.get("lang")


def for_questionnaire(opened: Questionnaire) -> Screen:
    """The screen around questions, and which of them are in another language than the screen."""
    return replace(screen(), foreign=opened.foreign(language.present()))


def screen() -> Screen:
    """The screen of this request."""
    clinic, phone = _clinic()
    chosen = preferences()
    here = present()
    on_tablet = here.on_tablet if here else present_device() is not None and request.endpoint == KEPT_HERE
    return Screen(
        clinic=clinic or _("Your clinic"),
        phone=phone or house().settings.clinic_phone,
        emergency=house().settings.emergency_phone,
        language=language.present(),
        languages=language.languages(),
        text=chosen.get("text", SIZES[0]),
        contrast=chosen.get("contrast"),
        tablet=on_tablet or request.endpoint in TABLET_PAGES,
        open=is_open(),
        demonstration=is_demonstration(),
    )


def surroundings() -> dict[str, Any]:
    """What every template of the survey is given."""
    return {"screen": screen(), "csrf": csrf_field(), "at": ""}


def csrf_field() -> Markup:
    """The hidden field of a form that has no other."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _clinic() -> tuple[str, str]:
    """Name and telephone number of the patient's clinic; before anything is open, of the tablet's or the only one."""
    if "survey_clinic" not in g:
        here, device = present(), present_device()
        with house().database.reading() as rows:
            if here is not None and not (device and request.endpoint in TABLET_PAGES):
                patient = patients.by_id(rows, assessments.by_id(rows, here.assessment_id).patient_id)
                site = rows.get(Site, patient.site_id)
            elif device is not None:
                site = rows.get(Site, device.site_id)
            else:
                every = [site for study in studies.every(rows) for site in studies.sites(rows, study.id)]
                site = every[0] if len({one.name for one in every}) == 1 else None
        g.survey_clinic = (site.name, site.phone) if site else ("", "")
    found: tuple[str, str] = g.survey_clinic
    return found
