"""A password that somebody chooses, typed twice."""

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from qol.web.staff.lazy import lazy_gettext


class NewPassword(FlaskForm):
    """The password and the same again; whether it can be taken is decided where it is kept."""

    password = PasswordField(
        lazy_gettext("New password"), [InputRequired(lazy_gettext("Type a password.")), Length(max=1000)]
    )
    again = PasswordField(
        lazy_gettext("The same again"), [EqualTo("password", lazy_gettext("The two passwords differ."))]
    )
