"""The protocol of the study being worked in, as a calendar with its burden; every version that was followed."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.course.protocol import Protocol
from qol.errors import NotFound
from qol.study.protocols.study_protocol import followed
from qol.web.access import roles
from qol.web.house import house
from qol.web.staff.protocols.calendar import charts, load_rows, situations
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/protocol", "protocol", protocol)


@roles("coordinator", "clinician", "researcher", "administrator")
def protocol() -> ResponseReturnValue:
    """The version in force, or the one that the address names by its number."""
    study = signed_in().study
    if study is None:
        raise NotFound("This account works in no study.")
    found = followed(house(), study.id)
    wanted = request.args.get("version", "")
    numbers = [str(version.number) for version in found.versions]
    place = numbers.index(wanted) if wanted in numbers else len(numbers) - 1
    shown = found.protocols[place]
    return render_template(
        "staff/protocol.html", followed=found, version=found.versions[place], newest=place == len(numbers) - 1,
        **calendar_of(shown),
    )  # fmt: skip


def calendar_of(shown: Protocol) -> dict[str, object]:
    """What the calendar of a protocol shows."""
    known = {name: house().library[name] for name in shown.instrument_ids if name in house().library}
    return {
        "protocol": shown,
        "charts": charts(shown, known),
        "loads": load_rows(shown, known),
        "situations": situations(),
    }
