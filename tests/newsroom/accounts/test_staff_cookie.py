from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from newsroom.accounts import staff_cookie
from newsroom.accounts.models import User
from newsroom.accounts.staff_cookie import MAX_AGE, STAFF_COOKIE, is_staff


def header(value: str) -> str:
    return f"a=1; {STAFF_COOKIE}={value}; b=2"


def test_only_what_we_signed_is_believed(settings: Any) -> None:
    value = staff_cookie.staff_cookie(7)
    assert is_staff(header(value))
    assert is_staff(header(f'"{value}"'))
    for forged in ("", "7", value[:-1], f"8{value[1:]}", signing.dumps(7)):
        assert not is_staff(header(forged))
    assert not is_staff(f"x{STAFF_COOKIE}={value}")
    settings.SECRET_KEY = "another-key-of-another-site"
    assert not is_staff(header(value))


def test_it_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    value = staff_cookie.staff_cookie(7)
    later = time.time() + timedelta(seconds=MAX_AGE + 5).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert not is_staff(header(value))


def test_colleagues_carry_it_while_they_are_logged_in(editor: User, client: Client) -> None:
    assert STAFF_COOKIE not in client.get("/admin/login/").cookies
    client.force_login(editor)
    given = client.get("/admin/").cookies[STAFF_COOKIE]
    assert is_staff(header(given.value))
    assert STAFF_COOKIE not in client.get("/admin/").cookies, "given once"
    client.cookies[STAFF_COOKIE] = "forged"
    assert is_staff(header(client.get("/admin/").cookies[STAFF_COOKIE].value))
    taken = client.post("/admin/logout/").cookies[STAFF_COOKIE]
    assert (taken.value, taken["max-age"], taken["path"]) == ("", 0, "/")
