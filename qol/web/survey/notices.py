"""What is said of the wording of a form, in the reader's language where it is a sentence of ours."""

import re

from flask import Blueprint

from qol.instruments.wording import PARAPHRASED
from qol.language import gettext as _
from qol.language import present
from qol.study.collection.path import Section

OWN_DRAFT = re.compile(r"own draft, not validated \((?P<version>[\d.]+)\)")


def add(blueprint: Blueprint) -> None:
    """Give the patient's pages the filter."""
    blueprint.add_app_template_filter(said_of_wording)


def said_of_wording(section: Section) -> tuple[str, str]:
    """The notice and its language; a translation's notice and a licence stand in their own."""
    notice = section.notice
    if notice == PARAPHRASED:
        return _("paraphrased wording, not the validated instrument"), present()
    if draft := OWN_DRAFT.fullmatch(notice):
        return _("own draft, not validated (%(version)s)") % {"version": draft["version"]}, present()
    return notice, section.instrument.language
