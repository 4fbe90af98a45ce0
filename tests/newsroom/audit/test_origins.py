from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from articles.models import Article
from newsroom.accounts.middleware import staff_origin
from newsroom.accounts.models import User
from newsroom.audit import keeping
from newsroom.audit.keeping import shorten_old_addresses
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.audit.origins import (
    KEPT_WHOLE,
    ORIGIN,
    Origin,
    browser_family,
    network,
    origin_of,
    printed,
    shortened,
)

EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
SAMSUNG = "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile/15E148 Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"
FULL_V6 = "2001:0db8:00aa:00bb:0000:0000:0000:0001"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "192.0.2.1"),  # anybody can send the header
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.9, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),  # came past one of the proxies
        (1, "", ""),
        (1, "nonsense", ""),
        (1, "2001:db8:aa:bb::1", FULL_V6),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_address_is_the_one_that_our_outermost_proxy_saw(
    proxies: int, forwarded: str, expected: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").get(
        "/admin/", headers={"X-Forwarded-For": forwarded}
    )
    assert origin_of(request).address == expected


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (EDGE, "edge"),
        (SAMSUNG, "samsung-phone"),
        (IPHONE, "safari-phone"),
        (FIREFOX, "firefox"),
        ("curl/8.0", "other"),
        ("", "other"),
    ],
)
def test_browser_is_known_by_its_family(agent: str, family: str) -> None:
    assert browser_family(agent) == family


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        (FULL_V6, "2001:db8:aa::/48"),
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("", ""),
    ],
)
def test_shortened_address_is_its_network(address: str, short: str) -> None:
    assert shortened(address) == short
    assert shortened(shortened(address)) == short


def test_addresses_of_one_household_begin_alike() -> None:
    assert FULL_V6.startswith(network(FULL_V6))
    assert network(FULL_V6) == "2001:0db8:00aa:00bb:"
    assert network("203.0.113.7") == "203.0.113.7"
    assert printed(FULL_V6) == "2001:db8:aa:bb::1"


def test_verb_knows_where_its_request_came_from(chief: User, published: Article) -> None:
    client = Client(REMOTE_ADDR="203.0.113.5", headers={"User-Agent": FIREFOX})
    client.force_login(chief)
    client.post("/admin/account/", {"name": "اسم", "email": "", "language": ""})
    [line] = Entry.objects.filter(verb="save_account")
    assert (line.address, line.address_is_whole, line.browser) == ("203.0.113.5", True, "firefox")
    assert ORIGIN.get() == Origin()  # nothing is left for the next request of the thread


def test_reader_s_request_has_no_origin(rf: RequestFactory) -> None:
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(ORIGIN.get())
        return HttpResponse()

    for path in ("/", "/s/abc", "/admin/"):
        staff_origin(page)(rf.get(path, REMOTE_ADDR="203.0.113.5"))
    assert [origin.address for origin in seen] == ["", "", "203.0.113.5"]


def test_line_without_a_request_says_nothing_of_a_place(editor: User, published: Article) -> None:
    entry = record("save", published, by=editor)
    assert (entry.address, entry.address_is_whole, entry.browser) == ("", False, "")


def test_old_addresses_are_shortened_and_nothing_else(
    editor: User, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    token = ORIGIN.set(Origin("203.0.113.5", "firefox"))
    lines = [record("save", published, by=editor, revision=n) for n in range(4)]
    ORIGIN.reset(token)
    now = timezone.now()
    old = [line.pk for line in lines[:3]]
    Entry.objects.filter(pk__in=old).update(at=now - KEPT_WHOLE - timedelta(hours=1))
    before = list(Entry.objects.order_by("pk").values("pk", "at", "detail", "browser"))
    for _ in range(3):
        shorten_old_addresses(now)
    assert (
        list(Entry.objects.filter(pk__in=old).values_list("address", "address_is_whole"))
        == [("203.0.113.0/24", False)] * 3
    )
    assert Entry.objects.get(pk=lines[3].pk).address == "203.0.113.5"
    assert list(Entry.objects.order_by("pk").values("pk", "at", "detail", "browser")) == before


def test_step_that_finds_nothing_costs_one_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        shorten_old_addresses(timezone.now())
