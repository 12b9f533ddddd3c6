"""Default deny: a route says who may use it, or the application does not start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

from qol.errors import QolError

ANONYMOUS = "anonymous"
PATIENT = "patient"
STAFF = ("coordinator", "clinician", "researcher", "administrator")
ROLES = (ANONYMOUS, PATIENT, *STAFF)

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Keeper:
    """Who knows whether this request holds one of some roles, and what happens when it does not.

    held: the roles of the present request, an empty set when nobody is signed in or the session ended.
    refused: the answer when none of the route's roles is held.
    """

    roles: frozenset[str]
    held: Callable[[], Iterable[str]]
    refused: Callable[[], ResponseReturnValue]


def roles(*names: str) -> Callable[[View], View]:
    """Declare who may use a view; written directly above the function, below the route."""
    unknown = sorted(set(names) - set(ROLES))
    if unknown or not names:
        raise QolError(f"@roles({', '.join(names)}): take at least one of {', '.join(ROLES)}")

    def declare(view: View) -> View:
        view.qol_roles = frozenset(names)  # type: ignore[attr-defined]
        return view

    return declare


def asks_again(back: str = "") -> Callable[[View], View]:
    """Declare that a view asks again who is there; back: the page to come back to where the address is a download."""

    def declare(view: View) -> View:
        view.qol_way_back = back  # type: ignore[attr-defined]
        return view

    return declare


def way_back(app: Flask, endpoint: str) -> str | None:
    """Where a view that asks again comes back to; empty for its own page, None where it does not ask."""
    return getattr(app.view_functions.get(endpoint), "qol_way_back", None)


def roles_of(app: Flask, endpoint: str) -> frozenset[str]:
    """The declared roles of an endpoint; empty when it declares none."""
    return getattr(app.view_functions.get(endpoint), "qol_roles", frozenset())


def install(app: Flask, keepers: Iterable[Keeper]) -> None:
    """Put the gate in front of every route, in the order of the keepers."""
    app.extensions["qol_keepers"] = tuple(keepers)
    app.before_request(_gate)


def check(app: Flask) -> None:
    """Refuse to start while a route declares no role."""
    undeclared = [str(rule) for rule in app.url_map.iter_rules() if not roles_of(app, rule.endpoint)]
    if undeclared:
        raise QolError(
            "These addresses say nothing about who may use them: "
            f"{', '.join(sorted(undeclared))}. Add @roles(...) to their views."
        )


def route_matrix(app: Flask) -> list[dict[str, Any]]:
    """Every address with its methods and the roles that may use it, sorted by address."""
    rows = [
        {
            "address": str(rule),
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "roles": [name for name in ROLES if name in roles_of(app, rule.endpoint)],
            "endpoint": rule.endpoint,
        }
        for rule in app.url_map.iter_rules()
    ]
    return sorted(rows, key=lambda row: (row["address"], row["methods"]))


def _gate() -> ResponseReturnValue | None:
    """Let a request through only when it holds a role that its route declares."""
    if request.endpoint is None:
        return None  # no such address: the router answers 404 or 405
    allowed = roles_of(current_app, request.endpoint)
    if ANONYMOUS in allowed:
        return None
    asked = [keeper for keeper in current_app.extensions["qol_keepers"] if keeper.roles & allowed]
    for keeper in asked:
        if allowed & frozenset(keeper.held()):
            return None
    if not asked:
        abort(403)
    return asked[0].refused()
