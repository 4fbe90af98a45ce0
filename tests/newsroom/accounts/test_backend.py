from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client

from newsroom.accounts.models import User
from tests import factories
from tests.conftest import PASSWORD

LOOPBACK = ["127.0.0.1", "127.9.9.9", "::1"]
ELSEWHERE = ["192.168.1.10", "10.0.0.1", "203.0.113.5", "2001:db8::1", "0.0.0.0", "", "unknown"]  # noqa: S104


@pytest.fixture
def debug(settings: Any) -> None:
    settings.DEBUG = True


def account(**values: Any) -> User:
    user = factories.user("editor", username="huda", **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(address: str, password: str = PASSWORD) -> bool:
    """Through the form; says whether the newsroom opened its door."""
    client = Client(REMOTE_ADDR=address)
    client.post("/admin/login/", {"username": "huda", "password": password})
    return client.get("/admin/").status_code == 200


def request_from(address: str) -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    return request


@pytest.mark.parametrize("address", ["127.0.0.1", "203.0.113.5"])
def test_colleague_logs_in_from_anywhere(address: str, db: None) -> None:
    account()
    assert log_in(address)


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), f"{PASSWORD} "])
def test_wrong_password_is_refused(password: str, db: None) -> None:
    account()
    assert not log_in("127.0.0.1", password)


def test_stopped_account_is_refused(db: None) -> None:
    account(is_active=False)
    assert not log_in("127.0.0.1")


def test_account_that_is_not_of_the_newsroom_is_refused(db: None) -> None:
    account()
    User.objects.update(is_staff=False)
    assert not log_in("127.0.0.1")


@pytest.mark.parametrize("address", LOOPBACK)
def test_demo_account_logs_in_on_this_machine(address: str, debug: None, db: None) -> None:
    account(is_demo=True)
    assert log_in(address)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_demo_account_is_refused_from_elsewhere(address: str, debug: None, db: None) -> None:
    account(is_demo=True)
    assert authenticate(request_from(address), username="huda", password=PASSWORD) is None
    if address:
        assert not log_in(address)


def test_demo_account_is_refused_where_nobody_asks(debug: None, db: None) -> None:
    account(is_demo=True)
    assert authenticate(None, username="huda", password=PASSWORD) is None


@pytest.mark.parametrize("address", LOOPBACK)
def test_demo_account_does_not_exist_without_debug(address: str, db: None) -> None:
    account(is_demo=True)
    assert not log_in(address)


def test_demo_session_ends_when_debug_does(settings: Any, debug: None, db: None) -> None:
    account(is_demo=True)
    client = Client()
    client.post("/admin/login/", {"username": "huda", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200
    settings.DEBUG = False
    assert client.get("/admin/").status_code == 302


def test_demo_account_is_refused_from_behind_a_proxy(debug: None, db: None) -> None:
    account(is_demo=True)
    client = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.5"})
    client.post("/admin/login/", {"username": "huda", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_session_and_cookies_stay_below_the_admin(db: None) -> None:
    account()
    client = Client()
    response = client.post("/admin/login/", {"username": "huda", "password": PASSWORD})
    assert response.status_code == 302
    # By the one beyond, public pages know colleagues; it opens nothing (test_staff_cookie.py).
    beyond = response.cookies.pop("newsroom_staff")
    assert (beyond["path"], beyond["httponly"], beyond["samesite"]) == ("/", True, "Lax")
    assert {cookie["path"] for cookie in response.cookies.values()} == {"/admin/"}
    assert response.cookies["sessionid"]["httponly"]


def test_superuser_of_the_command_line_has_a_name(db: None) -> None:
    call_command("createsuperuser", username="root", email="", interactive=False, name="المسؤول")
    user = User.objects.get(username="root")
    assert (user.is_superuser, user.is_staff, user.is_demo) == (True, True, False)
    assert str(user) == "المسؤول"
    assert User.objects.create_superuser("second").name == "second"
