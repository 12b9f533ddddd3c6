"""What staff meet: one folder a subject, one file a page of it, all of them on one blueprint."""

from flask import Blueprint, Flask

from qol.web.staff import frame, speaking, words
from qol.web.staff.checking import attention, correcting, form_page, in_error, queries
from qol.web.staff.collection import due, entering, handing_over, second_entry, shelf, tablets
from qol.web.staff.comparison import page as comparison_page
from qol.web.staff.instruments import pages as instruments
from qol.web.staff.instruments import preview
from qol.web.staff.mail import pages as mail_pages
from qol.web.staff.patients import characteristics, enrolling, events
from qol.web.staff.patients import pages as patients
from qol.web.staff.people import (
    accounts,
    confirming,
    inviting,
    own_account,
    provider,
    second_step,
    sign_ins,
    signing_in,
    sites,
)
from qol.web.staff.printing import batches
from qol.web.staff.printing import comparison as printed_comparison
from qol.web.staff.protocols import page as protocol_page
from qol.web.staff.protocols import upload as protocol_upload
from qol.web.staff.results import datasets, freezes, plans, reports
from qol.web.staff.roster import bringing_in
from qol.web.staff.trust import audit_trail, consent, erasing
from qol.web.staff.visitor import keeper, rotate
from qol.web.staff.wording import files as wording_files
from qol.web.staff.wording import licences
from qol.web.staff.wording import packs as wording_packs

__all__ = ["blueprint", "keeper"]

blueprint = Blueprint("staff", __name__)

PEOPLE = (signing_in, second_step, confirming, own_account, provider, accounts, inviting, sites, sign_ins)

for subject in (
    *PEOPLE,
    due, patients, enrolling, events, characteristics, handing_over, entering, second_entry, tablets,
    comparison_page, reports, plans, datasets, instruments, preview, licences, wording_packs, wording_files, speaking,
    shelf, audit_trail, consent, erasing,
    mail_pages, bringing_in,
    form_page, correcting, in_error, queries, attention, freezes, protocol_page, protocol_upload, batches,
    printed_comparison,
):  # fmt: skip
    subject.add(blueprint)

blueprint.before_request(speaking.speak_to_staff)
blueprint.before_request(confirming.ask_again)
blueprint.after_request(rotate)
blueprint.context_processor(frame.surroundings)


@blueprint.record_once
def _install(state: object) -> None:
    """Filters belong to the application, not to the blueprint."""
    app: Flask = state.app  # type: ignore[attr-defined]
    words.install(app)
