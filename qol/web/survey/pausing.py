"""A break: the tablet locks; the rest can be answered at home."""

from io import BytesIO

import segno
from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from qol.language import SOURCE, present
from qol.study import secrets
from qol.study.collection.taking_home import may_go_home, way_home
from qol.study.schedule.open_until import last_day
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.survey import places
from qol.web.survey.patient import present_patient
from qol.web.survey.questions import lock as lock_tablet


def add(blueprint: Blueprint) -> None:
    """The addresses of a break."""
    blueprint.add_url_rule("/survey/break", "break_", break_)
    blueprint.add_url_rule("/survey/break", "lock", lock, methods=["POST"])
    blueprint.add_url_rule("/survey/home", "at_home", at_home, methods=["POST"])


@roles("patient")
def break_() -> ResponseReturnValue:
    """Say that everything is kept and how to carry on."""
    return render_template("survey/break.html", may_go_home=may_go_home(present_patient(), now()))


@roles("patient")
def lock() -> ResponseReturnValue:
    """Lock the tablet; the cover does so after a while without touch."""
    with house().database.writing() as session:
        return lock_tablet(session)


@roles("patient")
def at_home() -> ResponseReturnValue:
    """Show, once, what the patient takes along; the tablet has forgotten the session by then."""
    here = present_patient()
    if not may_go_home(here, now()):
        return redirect(places.address_of("tablet"), 303)
    with house().database.writing() as session:
        made = way_home(session, here, now())
    address = f"{house().settings.public_url}/s"
    spoken = f"?lang={present()}" if present() != SOURCE else ""
    return render_template(
        "survey/at_home.html",
        picture=_picture(f"{address}{spoken}#{made.link}"),
        address=address,
        code=secrets.grouped(made.typed),
        until=last_day(made.until),
    )


def _picture(text: str) -> Markup:
    """A QR sign as SVG inside the page; geometry only."""
    drawn = BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None, border=4
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704  our own drawing, no text of anybody
