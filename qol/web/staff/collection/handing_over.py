"""Hand over a tablet, give a link or print a slip: what is asked is confirmed first, secrets are shown once."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField

from qol.errors import ModeRefused
from qol.language import SOURCE, clock, gettext, languages, long_date
from qol.study.collection import handing_over, modes
from qol.study.collection.handing_over import Arrival, Ways
from qol.study.collection.opening import codes_guarded_until
from qol.study.mail.log import of_patient
from qol.study.schedule.visit_plan import Plan, plan
from qol.study.secrets import grouped
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.staff.choices import language_choices
from qol.web.staff.collection.facts_words import fact_words
from qol.web.staff.collection.mode_words import mode_choices
from qol.web.staff.lazy import lazy_gettext
from qol.web.staff.qr import sign
from qol.web.staff.visitor import signed_in


class HandOver(FlaskForm):
    """The language of the questions and who answers them; the button says which way in."""

    language = RadioField(lazy_gettext("Language of the questions"), validate_choice=False)
    mode = RadioField(lazy_gettext("Who answers, and how"), validate_choice=False, default=modes.SELF)


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    place = "/patients/<code>/hand-over/<visit>"
    blueprint.add_url_rule(place, "hand_over", hand_over, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{place}/status/<access_id>", "arrival", arrival)


@roles("coordinator")
def hand_over(code: str, visit: str) -> ResponseReturnValue:
    """What will be asked; after a button, the code, link or slip."""
    scope = signed_in().scope("coordinator")
    planned = plan(house(), scope, code, visit, today())
    form = HandOver()
    form.language.choices = language_choices(languages())
    form.mode.choices = mode_choices(modes.ON_A_SCREEN)
    if request.method != "POST":  # also HEAD, which carries no token
        form.language.data, form.mode.data = planned.language, handing_over.mode_in_use(house(), planned.opened)
        mailable = of_patient(house(), scope, code).may_be_sent
        return render_template("staff/hand_over.html", form=form, mailable=mailable, **_words(planned))
    if planned.refusals:
        return render_template("staff/hand_over.html", form=form, faulty=True, **_words(planned)), 409
    kind = request.form.get("way", "handover")
    kind = kind if kind in handing_over.KINDS else "handover"
    language = form.language.data if form.language.data in languages() else planned.language
    sent = request.form.get("mode", "")  # the work list's own button sends none
    mode = sent if sent in modes.ON_A_SCREEN else handing_over.mode_in_use(house(), planned.opened)
    try:
        ways = handing_over.open_ways(house(), scope, code, visit, kind, language, today(), now(), mode)
    except ModeRefused as refused:
        page = render_template("staff/hand_over.html", form=form, refused=str(refused), faulty=True, **_words(planned))
        return page, 409
    template = "staff/slip.html" if kind == "slip" else "staff/opened.html"
    return render_template(
        template,
        form=form,
        ways=ways,
        neutral_title=kind == "slip",
        **_words(planned),
        **_secrets(ways, code, visit, language),
    )


@roles("coordinator")
def arrival(code: str, visit: str, access_id: str) -> ResponseReturnValue:
    """Whether the code was used: a sentence, as JSON for the page that waits or as a page of its own."""
    found = handing_over.arrival(house(), signed_in().scope("coordinator"), code, visit, access_id)
    if request.accept_mimetypes.best == "application/json":
        return {"words": _arrival_words(found), "settled": found.submitted_at is not None}
    return render_template("staff/arrival.html", code=code, visit=visit, words=_arrival_words(found))


def _words(planned: Plan) -> dict[str, object]:
    asked = [house().library[form.instrument] for form in planned.forms]
    without_proxy = [modes.no_proxy_sentence(one) for one in modes.refused(asked, modes.PROXY)]
    with house().database.reading() as session:
        guarded = codes_guarded_until(session, now())
    until = clock(local(guarded)) if guarded else ""
    return {
        "guarded": until,
        "plan": planned,
        "facts": fact_words(planned.facts),
        "without_proxy": without_proxy,
        "proxy": modes.PROXY,
    }


def _secrets(ways: Ways, code: str, visit: str, language: str) -> dict[str, object]:
    """Addresses, signs and codes as people read them."""
    public = house().settings.public_url
    tablet, link = f"{public}/tablet", f"{public}/s"
    spoken = f"?lang={language}" if language != SOURCE else ""  # the page before the questions opens in it too
    if ways.handover:
        address, title = f"{tablet}{spoken}#{ways.handover}", gettext("Sign to scan with the tablet")
    else:
        address, title = f"{link}{spoken}#{ways.link}", gettext("Sign to scan with a phone")
    return {
        "tablet": tablet,
        "link": link,
        "personal": address,
        "sign": sign(address, title),
        "six_digits": grouped(ways.handover) if ways.handover else "",
        "break_code": grouped(ways.slip) if ways.slip else "",
        "typed": grouped(ways.typed) if ways.typed else "",
        "until": clock(local(ways.until)) if ways.until else "",
        "closes": long_date(ways.closes) if ways.closes else "",
        "closes_on": ways.closes,
        "spoken_language": language,
        "status": url_for("staff.arrival", code=code, visit=visit, access_id=ways.access_id),
        "arrived": gettext("Nobody has opened it yet."),
    }


def _arrival_words(found: Arrival) -> str:
    """The state of a hand-over in a sentence."""
    if found.submitted_at:
        return gettext("The answers arrived at {time}.").format(time=clock(local(found.submitted_at)))
    if found.used_at and found.started_at:
        return gettext("Opened at {time}; the patient is answering.").format(time=clock(local(found.used_at)))
    if found.used_at:
        return gettext("Opened at {time}; no answer yet.").format(time=clock(local(found.used_at)))
    if found.ended:
        return gettext("This code has ended without being used.")
    return gettext("Nobody has opened it yet.")
