"""What the lines of a sign-in log say."""

from qol.language import gettext


def words_of() -> dict[str, str]:
    """Action -> words."""
    return {
        "sign_in": gettext("signed in"),
        "sign_in_provider": gettext("signed in through the hospital"),
        "sign_out": gettext("signed out"),
        "sign_in_refused": gettext("refused: name or password"),
        "sign_in_slowed": gettext("refused: too many tries"),
        "second_factor_refused": gettext("refused: second factor"),
        "provider_refused": gettext("refused: the hospital's sign-in"),
        "confirm": gettext("proved again who is there"),
        "confirm_refused": gettext("refused: asked again who is there"),
        "use_recovery_code": gettext("used a recovery code"),
        "end_sign_in": gettext("ended a sign-in"),
        "end_sessions": gettext("signed out everywhere"),
        "change_password": gettext("took another password"),
        "set_up_second_factor": gettext("set up a second factor"),
        "take_away_second_factor": gettext("took the second factor away"),
        "replace_recovery_codes": gettext("made other recovery codes"),
        "link_provider": gettext("linked to the hospital's sign-in"),
        "accept_invitation": gettext("opened a one-time link"),
    }


def way_words() -> dict[str, str]:
    """Way in -> words."""
    return {"password": gettext("password"), "provider": gettext("the hospital's sign-in")}
