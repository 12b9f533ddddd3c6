"""What is kept on this device and could not be delivered: how much, one more try, and a file for staff to carry.

The server knows nothing of it and is told nothing: a script counts what lies on the device.
"""

from flask import Blueprint, render_template

from qol.web.access import roles


def add(blueprint: Blueprint) -> None:
    """The address, short enough to be typed on a tablet."""
    blueprint.add_url_rule("/tablet/kept", "kept_here", kept_here)


@roles("anonymous")
def kept_here() -> str:
    """The page, the same for everybody but for its frame."""
    return render_template("survey/kept_here.html", at="kept")
