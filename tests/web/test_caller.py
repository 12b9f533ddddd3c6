"""Tries are counted by network address, and only proxies of the installation's own may name another."""

from collections.abc import Mapping

import pytest
from flask import Flask

from qol.errors import SettingsError
from qol.settings import Settings
from qol.web import caller


def _seen(proxies: int, address: str, headers: Mapping[str, str]) -> str:
    app = Flask("tiny", static_folder=None)
    caller.install(app, proxies)
    app.add_url_rule("/", "home", caller.network)
    return app.test_client().get("/", environ_base={"REMOTE_ADDR": address}, headers=headers).text


def test_nobodys_word_about_an_address_is_believed_without_a_proxy() -> None:
    assert _seen(0, "192.0.2.1", {"X-Forwarded-For": "198.51.100.7"}) == "192.0.2.1"


def test_one_proxy_names_its_caller_and_what_the_caller_invents_is_not_believed() -> None:
    assert _seen(1, "127.0.0.1", {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}) == "198.51.100.7"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix", "unix"),
    ],
)
def test_a_household_cannot_change_its_address_by_ipv6(address: str, network: str) -> None:
    assert _seen(0, address, {}) == network


@pytest.mark.parametrize("text", ["many", "-1", "10", "1.5"])
def test_the_number_of_proxies_is_a_small_whole_number(text: str) -> None:
    with pytest.raises(SettingsError, match="take a whole number from 0 to 9"):
        Settings.from_environment({"QOL_PROXIES": text})
