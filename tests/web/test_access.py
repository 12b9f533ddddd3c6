"""Nothing is open that does not say so."""

import pytest
from flask import Flask

from qol.errors import QolError
from qol.web import access


def _answer() -> str:
    return "here"


def _app(*held: str) -> Flask:
    """An application with one address for each kind of role; the request holds the roles given."""
    app = Flask("tiny", static_folder=None)
    app.add_url_rule("/open", "open", access.roles("anonymous")(lambda: "here"))
    app.add_url_rule("/patients", "patients", access.roles("coordinator", "clinician")(lambda: "here"))
    app.add_url_rule("/survey", "survey", access.roles("patient")(lambda: "here"))
    staff = access.Keeper(frozenset(access.STAFF), lambda: held, lambda: ("sign in", 401))
    patient = access.Keeper(frozenset({"patient"}), lambda: held, lambda: ("use your link", 403))
    access.install(app, (staff, patient))
    return app


def test_an_undeclared_route_stops_the_start_and_is_named() -> None:
    app = _app()
    app.add_url_rule("/forgotten", "forgotten", _answer)
    with pytest.raises(QolError, match="/forgotten"):
        access.check(app)


def test_an_undeclared_route_is_refused_even_when_nobody_checked() -> None:
    app = _app(*access.STAFF, "patient")
    app.add_url_rule("/forgotten", "forgotten", _answer)
    assert app.test_client().get("/forgotten").status_code == 403


def test_a_role_that_does_not_exist_cannot_be_declared() -> None:
    with pytest.raises(QolError, match="take at least one of"):
        access.roles("nurse")
    with pytest.raises(QolError, match="take at least one of"):
        access.roles()


@pytest.mark.parametrize(
    ("held", "address", "status"),
    [
        ((), "/open", 200),
        ((), "/patients", 401),
        (("clinician",), "/patients", 200),
        (("researcher",), "/patients", 401),
        (("patient",), "/patients", 401),
        (("coordinator",), "/survey", 403),
        (("patient",), "/survey", 200),
        (("administrator",), "/nowhere", 404),
    ],
)
def test_the_gate_asks_for_a_declared_role(held: tuple[str, ...], address: str, status: int) -> None:
    assert _app(*held).test_client().get(address).status_code == status


def test_the_matrix_names_every_address_with_methods_and_roles() -> None:
    rows = access.route_matrix(_app())
    assert [row["address"] for row in rows] == ["/open", "/patients", "/survey"]
    assert rows[1]["roles"] == ["coordinator", "clinician"]
    assert rows[1]["methods"] == ["GET"]
