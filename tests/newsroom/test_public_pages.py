"""Public pages are anonymous by construction, and safe in what they send."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles import withdrawal
from articles.editing import preview_links
from articles.editing.preview_links import Duration
from articles.models import Article
from newsroom.accounts.middleware import StaffAuthenticationMiddleware, StaffSessionMiddleware
from newsroom.accounts.models import User
from newsroom.site.models import Page
from tests import factories
from tests.articles.test_corrections import correct


@pytest.fixture
def addresses(published: Article, editor: User) -> dict[str, int]:
    """Every kind of public address, with the status it answers."""
    gone = factories.published(by=editor)
    withdrawal.withdraw(gone, by=editor)
    code = published.short_link.code
    about = Page.objects.create(title="من نحن", slug="about")
    new = preview_links.create(published, Duration.DAY, by=editor)
    correct(published, "الصواب 12", by=editor)
    ended = preview_links.create(published, Duration.DAY, by=editor)
    preview_links.revoke(ended.link, by=editor)
    return {
        "/": 200,
        published.get_absolute_url(): 200,
        about.get_absolute_url(): 200,
        published.get_absolute_url()[:-1]: 301,
        gone.get_absolute_url(): 410,
        published.category.get_absolute_url(): 200,
        published.tags.all()[0].get_absolute_url(): 200,
        published.authors.all()[0].get_absolute_url(): 200,
        f"/{published.address_day:%Y}/": 200,
        f"/{published.address_day:%Y/%m}/": 200,
        f"/{published.address_day:%Y/%m/%d}/": 200,
        "/search/": 200,
        "/search/?q=خبر": 200,
        "/corrections/": 200,
        f"/corrections/{timezone.localdate():%Y/%m}/": 200,
        "/corrections/1999/01/": 404,
        "/corrections/feed/": 200,
        "/corrections/feed/atom/": 200,
        "/feed/": 200,
        "/feed/atom/": 200,
        f"{published.category.get_absolute_url()}feed/": 200,
        f"{published.category.get_absolute_url()}feed/atom/": 200,
        f"{published.tags.all()[0].get_absolute_url()}feed/": 200,
        f"{published.tags.all()[0].get_absolute_url()}feed/atom/": 200,
        f"{published.authors.all()[0].get_absolute_url()}feed/": 200,
        f"{published.authors.all()[0].get_absolute_url()}feed/atom/": 200,
        "/sitemap.xml": 200,
        "/sitemap/places.xml": 200,
        "/news-sitemap.xml": 200,
        "/robots.txt": 200,
        f"/s/{code}": 301,
        f"/s/{code}/": 301,
        "/s/xxxxxx": 404,
        f"/comments/{published.pk}/": 405,
        f"/comments/{published.pk}/received/": 200,
        f"/preview/{new.token}/": 200,
        f"/preview/{ended.token}/": 410,
        f"/preview/{'x' * 32}/": 404,
        "/nothing/here/": 404,
        "/category/nothing/": 404,
        f"/media/renditions/ab/{'0' * 32}.avif": 404,
        "/healthz": 200,
        "/readyz": 200,
        "/metrics": 404,
    }


def test_no_cookie_and_no_vary_by_cookie_for_strangers_and_staff(
    addresses: dict[str, int], editor: User
) -> None:
    staff = Client()
    staff.force_login(editor)
    for client in (Client(), staff):
        client.cookies["anything"] = "x"
        for address, status in addresses.items():
            response = client.get(address)
            assert response.status_code == status, address
            assert "Set-Cookie" not in response.headers, address
            assert not response.cookies, address
            assert "cookie" not in response.headers.get("Vary", "").lower(), address


def test_pages_are_the_same_for_strangers_and_staff(
    addresses: dict[str, int], editor: User
) -> None:
    staff, stranger = Client(), Client()
    staff.force_login(editor)
    for address in addresses:
        assert staff.get(address).content == stranger.get(address).content, address


def test_every_public_route_is_in_this_list(addresses: dict[str, int]) -> None:
    """A new public address has to be added above, so that it is tested too."""
    for_colleagues = {route for route in _routes(get_resolver()) if route.startswith("admin/")}
    answered = {
        get_resolver().resolve(path_of(address)).route
        for address in addresses
        if "nothing/here" not in address
    }
    assert set(_routes(get_resolver())) - answered - for_colleagues == set()


NOT_FINISHED = {
    "preview/<preview_token:token>/",  # of one person
    "search/",  # its questions have no end
    "comments/<id:article_id>/",
    "comments/<id:article_id>/received/",
    "media/<rendition:name>",
    "healthz",
    "readyz",
    "metrics",
}


def test_every_public_page_is_finished_or_said_not_to_be(addresses: dict[str, int]) -> None:
    finished = set()
    for address, status in addresses.items():
        if status != 404 or "nothing/here" not in address:
            match = get_resolver().resolve(path_of(address))
            if hasattr(match.func, "page_query"):
                finished.add(match.route)
    for_colleagues = {route for route in _routes(get_resolver()) if route.startswith("admin/")}
    assert set(_routes(get_resolver())) - for_colleagues - finished == NOT_FINISHED


def path_of(address: str) -> str:
    return RequestFactory().get(address).path_info


def _routes(resolver: URLResolver, prefix: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(prefix + str(entry.pattern))
        elif entry.app_name != "admin":
            found += _routes(entry, prefix + str(entry.pattern))
    return found


def test_a_public_request_has_no_session_and_no_user() -> None:
    seen: list[bool] = []

    def view(request: HttpRequest) -> Any:
        seen.append(hasattr(request, "session") or hasattr(request, "user"))

    chain = StaffSessionMiddleware(StaffAuthenticationMiddleware(view))
    chain(RequestFactory().get("/2023/"))
    assert seen == [False]


def test_cookies_of_the_newsroom_stay_below_admin(editor: User, client: Client) -> None:
    response = client.get("/admin/login/")
    assert response.cookies["csrftoken"]["path"] == "/admin/"
    editor.set_password("a long enough password")
    editor.save()
    response = client.post(
        "/admin/login/", {"username": editor.username, "password": "a long enough password"}
    )
    assert response.status_code == 302
    assert response.cookies["sessionid"]["path"] == "/admin/"


def test_security_headers(addresses: dict[str, int], client: Client) -> None:
    for address in [*addresses, "/admin/login/"]:
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        told = "no-referrer" if "/preview/" in address else "strict-origin-when-cross-origin"
        assert headers["Referrer-Policy"] == told


def test_pages_hold_no_inline_script_style_or_handler(
    addresses: dict[str, int], client: Client
) -> None:
    import re

    for address, status in addresses.items():
        if status not in (200, 410, 404):
            continue
        body = client.get(address).content.decode()
        # A block of data is no script: browsers do not run it, and the policy lets it be.
        body = body.replace('<script type="application/ld+json">', "")
        assert not re.search(r"<script(?![^>]*\bsrc=)", body), address
        assert "<style" not in body, address
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", body), address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/%00/", 404),
        ("/category/%00/", 404),
        ("/tag/a%0Ab/", 404),
        ("/tag/%FF%FE/", 404),
        ("/author/" + "x" * 3000 + "/", 404),
        ("/comments/" + "9" * 30 + "/received/", 404),
        ("/admin/articles/article/" + "9" * 30 + "/change/", 302),
    ],
)
def test_odd_addresses(address: str, status: int, client: Client, db: None) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("debug", [True, False])
def test_wrong_host_is_a_designed_400(debug: bool, settings: Any, client: Client, db: None) -> None:
    settings.DEBUG = debug
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert 'dir="rtl"' in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Permissions-Policy" in response.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_refuse_writing_methods(
    method: str, published: Article, client: Client
) -> None:
    for address in ("/", published.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405


def test_head_answers_like_get_without_a_body(published: Article, client: Client) -> None:
    got = client.get(published.get_absolute_url())
    head = client.head(published.get_absolute_url())
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_server_error_page_needs_no_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    from django.db import DatabaseError

    from articles.views import lists

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(lists, "render", broken)
    client.raise_request_exception = False
    response = client.get("/2023/")
    assert response.status_code == 500
    assert "Traceback" not in response.content.decode()
    assert "حدث خطأ في الخادم" in response.content.decode()
