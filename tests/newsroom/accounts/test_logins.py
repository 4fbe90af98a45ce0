from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from newsroom.accounts.logins import FAILED_AT_ALL, FAILED_WITH_ONE_NAME, RESETS, WITHIN
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.conftest import PASSWORD

LogIn = Callable[[User], Client]
LOGIN, RESET = "/admin/login/", "/admin/password_reset/"
HERE, THERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def huda(db: None) -> User:
    return factories.user(
        "editor", username="huda", password=make_password(PASSWORD), email="huda@news.example"
    )


def attempt(username: str, password: str = "wrong one", *, address: str = HERE) -> Any:
    client = Client(REMOTE_ADDR=address)
    return client.post(LOGIN, {"username": username, "password": password})


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def later(moment: timedelta) -> None:
    """So much time passes."""
    for entry in Entry.objects.all():
        Entry.objects.filter(pk=entry.pk).update(at=entry.at - moment)


def test_log_in_and_out_have_their_lines(huda: User) -> None:
    client = Client(REMOTE_ADDR=HERE)
    client.post(LOGIN, {"username": "huda", "password": PASSWORD})
    client.post("/admin/logout/")
    assert verbs() == ["log_in", "log_out"]
    for line in Entry.objects.all():
        assert (line.by, line.target_id, line.address) == (huda, str(huda.pk), HERE)


def test_failed_log_in_names_the_account_but_never_what_was_typed(huda: User) -> None:
    attempt("huda")
    attempt("my secret password")
    of_huda, unknown = Entry.objects.order_by("id")
    assert (of_huda.by, of_huda.target_id, of_huda.target_label) == (None, str(huda.pk), huda.name)
    assert (unknown.by_name, unknown.target_id, unknown.target_label) == ("", "", "")
    stored = str(list(Entry.objects.values()))
    for typed in ("my secret", "wrong one", "huda@"):
        assert typed not in stored


def test_many_failures_with_one_name_make_it_wait(huda: User) -> None:
    for _ in range(FAILED_WITH_ONE_NAME):
        assert attempt("Huda ").status_code == 200
    refused = attempt("huda", PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= WITHIN.total_seconds() + 1
    assert "sessionid" not in refused.cookies
    assert verbs() == ["log_in_failed"] * FAILED_WITH_ONE_NAME  # a flood does not fill the log
    assert attempt("other").status_code == 200
    assert attempt("huda", PASSWORD, address=THERE).status_code == 302


def test_wait_ends_by_itself(huda: User) -> None:
    for _ in range(FAILED_WITH_ONE_NAME):
        attempt("huda")
    later(WITHIN - timedelta(seconds=30))
    assert attempt("huda", PASSWORD).status_code == 429
    later(timedelta(seconds=31))
    assert attempt("huda", PASSWORD).status_code == 302


def test_many_failures_with_many_names_make_the_place_wait(huda: User) -> None:
    for number in range(FAILED_AT_ALL):
        assert attempt(f"name{number}").status_code == 200
    assert attempt("huda", PASSWORD).status_code == 429
    assert attempt("huda", PASSWORD, address=THERE).status_code == 302


def test_addresses_of_one_household_are_one_place(huda: User) -> None:
    for number in range(FAILED_WITH_ONE_NAME):
        attempt("huda", address=f"2001:db8:aa:bb::{number}")
    assert attempt("huda", PASSWORD, address="2001:db8:aa:bb:1234::1").status_code == 429
    assert attempt("huda", PASSWORD, address="2001:db8:aa:bc::1").status_code == 302


def test_name_without_an_account_waits_alike(huda: User) -> None:
    """Else the answer would tell which names there are."""
    for name in ("huda", "nobody"):
        answers = [attempt(name).status_code for _ in range(FAILED_WITH_ONE_NAME + 1)]
        assert answers == [200] * FAILED_WITH_ONE_NAME + [429]


def test_right_password_of_an_account_that_may_not_come_in_is_a_failure(huda: User) -> None:
    User.objects.filter(pk=huda.pk).update(is_staff=False)
    attempt("huda", PASSWORD)
    assert verbs() == ["log_in_failed"]


def test_log_in_page_itself_stays_open(huda: User) -> None:
    for _ in range(FAILED_WITH_ONE_NAME):
        attempt("huda")
    assert Client(REMOTE_ADDR=HERE).get(LOGIN).status_code == 200


def test_own_password(huda: User, logged_in: LogIn) -> None:
    client = logged_in(huda)
    new = "another long enough one"
    wrong = {"old_password": "no", "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", wrong).status_code == 200
    assert "change_password" not in verbs()
    right = {**wrong, "old_password": PASSWORD}
    assert client.post("/admin/password_change/", right).status_code == 302
    [line] = Entry.objects.filter(verb="change_password")
    assert (line.by, line.detail) == (huda, {})


def test_reset_by_mail(huda: User) -> None:
    client = Client(REMOTE_ADDR=HERE)
    client.post(RESET, {"email": "huda@news.example"})
    link = next(word for word in mail.outbox[0].body.split() if "/admin/reset/" in word)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    new = {"new_password1": "another long enough one", "new_password2": "another long enough one"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    asked, done = Entry.objects.order_by("id")
    assert (asked.verb, asked.by, asked.target_id) == ("ask_reset", None, str(huda.pk))
    assert (done.verb, done.by, done.address) == ("reset_password", huda, HERE)
    assert huda.email not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("email", ["huda@news.example", "nobody@news.example"])
def test_asking_for_many_resets_makes_the_place_wait(email: str, huda: User) -> None:
    client = Client(REMOTE_ADDR=HERE)
    answers = [client.post(RESET, {"email": email}).status_code for _ in range(RESETS + 1)]
    assert answers == [302] * RESETS + [429]
    assert len(mail.outbox) == (RESETS if email.startswith("huda") else 0)
    assert Client(REMOTE_ADDR=THERE).post(RESET, {"email": email}).status_code == 302
