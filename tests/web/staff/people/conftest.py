"""Browsers of people who sign in with a password, and an app that makes codes."""

import re
from collections.abc import Callable

import pyotp
import pytest

from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site, Visitor, as_role, built_site, coordinator, site

__all__ = ["as_role", "built_site", "coordinator", "site"]


@pytest.fixture
def signed_in(site: Site) -> Callable[[str], Visitor]:
    """A browser that went through the sign-in page."""

    def sign_in(login: str, password: str = PASSWORD) -> Visitor:
        visitor = Visitor(site.app.test_client())
        assert visitor.post("/sign-in", {"login": login, "password": password}).status_code == 303
        return visitor

    return sign_in


def app_of(page: str) -> pyotp.TOTP:
    """The app after the secret of a page was typed into it."""
    found = re.search(r'class="typed-secret"><bdi>([A-Z2-7 ]+)<', page)
    assert found is not None, page
    return pyotp.TOTP(found[1].replace(" ", ""))


def hidden(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def set_up(visitor: Visitor, site: Site, address: str = "/account/second-factor") -> tuple[pyotp.TOTP, list[str]]:
    """Set a second factor up on its page: the app, and the recovery codes that were shown."""
    page = visitor.get(address).text
    app = app_of(page)
    sent = {"made": hidden(page, "made"), "code": app.at(site.clock.now)}
    shown = visitor.post(address, sent)
    assert shown.status_code == 200, shown.text
    return app, [code.replace("-", "") for code in re.findall(r"<li><bdi>([A-Z0-9]{5}-[A-Z0-9]{5})<", shown.text)]
