"""The written matrix of docs/roles.md against the program: every address, every method, every role."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from qol.storage import audit, staff
from qol.web.access import ROLES, route_matrix
from tests.web.staff.conftest import Site, Visitor

WRITTEN = Path(__file__).parents[3] / "docs" / "roles.md"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _written() -> dict[str, dict[str, set[str]]]:
    """Address -> method -> roles, as the document says."""
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z, ]+) \| ([a-z, ]+) \|$", WRITTEN.read_text(), re.MULTILINE)
    return {
        address: {method: set(roles.split(", ")) for method in methods.split(", ")} for address, methods, roles in rows
    }


def _filled(address: str) -> str:
    """An address with something in its places."""
    values = {"int:part": "1", "int:place": "1", "path:filename": "staff.css", "instrument_id": "lars"}
    return re.sub(r"<([^>]+)>", lambda found: values.get(found[1], "nothing"), address)


def test_the_document_names_every_address_with_its_methods_and_roles(site: Site) -> None:
    program: dict[str, dict[str, set[str]]] = {}
    for row in route_matrix(site.app):
        for method in row["methods"]:
            program.setdefault(row["address"], {})[method] = set(row["roles"])
    assert program == _written()


@pytest.mark.parametrize("role", ["", "coordinator", "clinician", "researcher", "administrator"])
def test_every_address_answers_every_role_and_method_as_written(
    site: Site, as_role: Callable[[str], Visitor], role: str
) -> None:
    """Allowed is anything but the gate's refusal; forms come without their token, so that nothing is changed."""
    client = as_role(role).client
    wrong = []
    for address, methods in _written().items():
        for method in METHODS:
            with client.open(_filled(address), method=method) as answer:
                expected = _expected(methods, method, role)
                if answer.status_code not in expected:
                    wrong.append((address, method, role or "nobody", answer.status_code, expected))
    assert wrong == []


def test_nothing_is_changed_by_a_form_without_its_token(site: Site, as_role: Callable[[str], Visitor]) -> None:
    """But a delivery of a device, which proves itself by a pass and is sent by no form."""
    with site.clinic.house.database.writing() as session:
        for role in ("clinician", "researcher", "administrator"):
            staff.grant(session, site.clinic.staff["coordinator"], role, site.clinic.study_id)
    client, head = as_role("coordinator").client, audit_head(site)
    taken = {
        (address, token)
        for address, methods in _written().items()
        if "POST" in methods and "patient" not in methods["POST"]  # whose gate comes first
        for token in ("", "made-up")
        if client.post(_filled(address), data={"csrf_token": token}).status_code != 400
    }
    assert {address for address, _ in taken} <= {"/deliver"}
    assert audit_head(site) == head


def audit_head(site: Site) -> int:
    with site.clinic.house.database.reading() as session:
        return audit.last(session)


def _expected(methods: dict[str, set[str]], method: str, role: str) -> set[int]:
    if method not in methods:
        return {405}
    allowed = methods[method]
    if "anonymous" in allowed or role in allowed:
        return {200, 303, 304, 400, 404}  # 400: a form without its token; 404: there is no such patient
    if "patient" in allowed:
        return {303}  # to the code or the link
    if role:
        return {403}
    return {303} if method == "GET" else {401}


def test_the_document_knows_only_roles_that_exist() -> None:
    named = {role for methods in _written().values() for roles in methods.values() for role in roles}
    assert named == set(ROLES)
