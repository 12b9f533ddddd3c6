"""Passwords are long, or beside a second factor, and never common."""

import pytest

from qol.study.people.passwords import hashed, matches, password_problems


@pytest.mark.parametrize("password", ["kr8fz2qp", "Tulip%88mq", "vqzmwkpt"])
def test_eight_characters_will_do_beside_a_second_factor_and_not_without(password: str) -> None:
    assert password_problems(password, ["keller"], second_factor=True) == []
    assert "at least 15" in password_problems(password, ["keller"])[0]


@pytest.mark.parametrize("password", ["sunshine1", "keller12", "iloveyou", "Michael1985", "Klinik2026", "annakeller"])
def test_a_common_or_personal_password_is_refused_beside_a_second_factor_too(password: str) -> None:
    known = ["keller", "Dr Anna Keller", "a.keller@clinic.example"]
    assert "common" in password_problems(password, known, second_factor=True)[0]


def test_seven_characters_never_do() -> None:
    assert "at least 8" in password_problems("kr8fz2q", ["keller"], second_factor=True)[0]


def test_an_account_without_a_password_is_opened_by_none() -> None:
    assert not matches("", "")
    assert not matches("", "anything")
    assert matches(hashed("kr8fz2qp"), "kr8fz2qp")
    assert not matches(hashed("kr8fz2qp"), "kr8fz2qP")
