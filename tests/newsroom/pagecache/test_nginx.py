"""deploy/nginx.conf with Debian's nginx, the file store and a tiny site."""

import gzip
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article
from newsroom.accounts.staff_cookie import STAFF_COOKIE, staff_cookie
from newsroom.pagecache.page import finish
from tests.newsroom.pagecache import nginx as nginx_runner
from tests.newsroom.pagecache import site
from tests.newsroom.pagecache.nginx import DEPLOY
from tests.newsroom.pagecache.site import Site

pytestmark = pytest.mark.skipif(not nginx_runner.NGINX, reason="no nginx in PATH or /usr/sbin")

# What belongs to one answer, or to the program that gives it.
NOT_COMPARED = {"server", "date", "connection", "etag", "x-request-id", "accept-ranges"}


def test_a_page_is_rendered_once_and_then_served_by_nginx(here: Site) -> None:
    first = here.get("/story/")

    assert b"/story/ rendered 1 times" in first.body
    assert (here.nginx.cache / "live/https/1/news.example/story.html.gz").is_file()
    requests = here.application.requests
    assert here.get("/story/").body == first.body
    assert here.application.requests == requests


@pytest.mark.parametrize("path", ["/", "/a/b/", "/%D8%A7/", *site.KINDS])
def test_pages_of_every_kind_outlive_the_application(here: Site, path: str) -> None:
    here.get(path)
    here.application.stop()
    try:
        plain = here.get(path)
        zipped = here.get(path, Accept_Encoding="br, gzip")
        head = here.get(path, method="HEAD", Accept_Encoding="gzip")
        old = here.ask(f"GET {path} HTTP/1.0\r\nHost: news.example\r\n\r\n")
    finally:
        here.application.start()

    assert [answer.status for answer in (plain, zipped, head, old)] == [200] * 4
    assert b"rendered 1 times" in plain.body
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body == old.body
    assert head.headers["content-length"] == zipped.headers["content-length"]
    assert head.body == b""


@pytest.mark.parametrize("path", ["/story/", *site.KINDS])
@pytest.mark.parametrize("encoding", ["gzip", "identity", "gzip;q=0"])
def test_headers_are_those_of_the_application(here: Site, path: str, encoding: str) -> None:
    from_file = here.cached(path)
    requests = here.application.requests
    from_file = here.get(path, Accept_Encoding=encoding)
    assert here.application.requests == requests

    from_application = here.get(f"{path}?p=1", Accept_Encoding=encoding)

    assert here.application.requests == requests + 1
    assert from_file.body == from_application.body
    assert compared(from_file.headers) == compared(from_application.headers)
    assert from_file.headers["server"] == "nginx"


def compared(headers: dict[str, str]) -> dict[str, Any]:
    """Without a length where nginx unpacks: it does not know it."""
    kept: dict[str, Any] = {k: v for k, v in headers.items() if k not in NOT_COMPARED}
    if "content-encoding" not in kept:
        kept.pop("content-length", None)
        kept.pop("transfer-encoding", None)
    policy = kept["content-security-policy"].split(";")
    return {**kept, "content-security-policy": {part.strip() for part in policy}}


@pytest.mark.parametrize(
    "path", ["/", "story", "/feed/", "/feed/atom/", "/sitemap.xml", "/robots.txt"]
)
def test_real_pages_have_the_headers_that_nginx_sends(
    here: Site, published: Article, path: str
) -> None:
    path = published.get_absolute_url() if path == "story" else path
    with override_settings(ROOT_URLCONF="newsroom.urls"):
        forwarded = {"Host": "news.example", "X-Forwarded-Proto": "https"}
        response = Client(headers=forwarded).get(path)
    headers = {name.lower(): value for name, value in response.headers.items()}
    page = finish(
        response.status_code,
        list(response.headers.items()),
        response.content,
        now=time.time(),
        valid_until=time.time() + 60,
        keys={},
    )
    address = "https://news.example" + response.wsgi_request.path.encode().decode("latin-1")

    here.store.put(address, page, began=time.monotonic())
    requests = here.application.requests
    answer = here.get(path, Accept_Encoding="gzip")

    assert here.application.requests == requests
    assert answer.status == 200
    assert gzip.decompress(answer.body) == response.content
    ours = {"vary", "last-modified", "content-encoding", "content-length"}
    sent = {name: value for name, value in compared(answer.headers).items() if name not in ours}
    for name in (*ours, "link"):  # the short link stands in the head of the page too
        headers.pop(name, None)
    assert sent == compared(headers)


def test_not_modified(here: Site) -> None:
    first = here.cached("/story/")
    zipped = here.get("/story/", Accept_Encoding="gzip")
    tag, date = zipped.headers["etag"], zipped.headers["last-modified"]
    requests = here.application.requests

    assert re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+"', tag)
    assert first.headers["etag"] == f"W/{tag}"
    for asked in (
        {"If_None_Match": tag},
        {"If_None_Match": f"W/{tag}"},
        {"If_None_Match": f'"other", {tag}'},
        {"If_Modified_Since": date},
        {"If_None_Match": tag, "If_Modified_Since": date},
    ):
        answer = here.get("/story/", Accept_Encoding="gzip", **asked)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == tag
        assert answer.headers["cache-control"] == "public, no-cache"
        assert answer.headers["vary"] == "Accept-Encoding"
    for asked in (
        {"If_None_Match": '"other"', "If_Modified_Since": date},
        {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        assert here.get("/story/", Accept_Encoding="gzip", **asked).status == 200
    assert here.application.requests == requests


def test_range_does_no_harm(here: Site) -> None:
    whole = here.cached("/story/")

    for encoding in ("gzip", "identity"):
        answer = here.get("/story/", Range="bytes=5-20", Accept_Encoding=encoding)
        assert answer.status == 200
        body = gzip.decompress(answer.body) if encoding == "gzip" else answer.body
        assert body == whole.body


@pytest.mark.parametrize(
    "query",
    ["", "utm_source=x", "fbclid=%D8%A7&b=%26page=2", "PAGE=2", "a&b&c", "pages=3", "x=page"],
)
def test_unknown_query_strings_change_nothing(here: Site, query: str) -> None:
    here.cached("/list/")
    requests = here.application.requests

    assert b"/list/ rendered 1 times" in here.get(f"/list/?{query}").body
    assert here.application.requests == requests
    assert list(site.RENDERED) == ["/list/"]


def test_pages_of_a_list_are_apart(here: Site) -> None:
    assert b"/list/?page=2 rendered 1 times" in here.cached("/list/?page=2").body
    assert b"/list/ rendered 1 times" in here.cached("/list/").body
    assert b"/list/?page=12 rendered 1 times" in here.cached("/list/?page=12").body


@pytest.mark.parametrize(
    "query",
    [
        "page=1",
        "page=0",
        "page=02",
        "page=2&page=3",
        "page=2&x=1",
        "x=1&page=2",
        "page=%32",
        "p%61ge=2",
        "page=%D9%A2",
        "page=\u0662",
        "page=2;",
        "page=9999999",
        "page",
        "page=2/../1",
        "page=../../1",
        "p=3",
    ],
)
def test_odd_query_strings_are_the_application_s(here: Site, query: str) -> None:
    here.cached("/list/")
    here.cached("/list/?page=2")
    requests = here.application.requests

    raw = query.encode().decode("latin-1")
    answer = here.get(f"/list/?{raw}")

    assert answer.status == 200
    assert here.application.requests == requests + 1


def test_nginx_knows_every_name_that_a_view_takes() -> None:
    names = set(names_taken(get_resolver("newsroom.urls").url_patterns))
    known = re.search(r"\(\?:\.\*&\)\?\(\?:([a-z|]+)\)", (DEPLOY / "nginx.conf").read_text())

    assert "page" in names
    assert known
    assert names <= set(known[1].split("|"))


def names_taken(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_taken(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield from getattr(pattern.callback, "page_query", ())


def test_staff_see_what_is_true_now(here: Site) -> None:
    here.cached("/story/")

    answer = here.get("/story/", Cookie=f"a=b; {STAFF_COOKIE}={staff_cookie(7)}")

    assert b"rendered 2 times" in answer.body
    assert answer.headers["cache-control"] == "private, no-store"
    assert "bypass, kept" in answer.headers["server-timing"]


def test_other_cookies_change_nothing(here: Site) -> None:
    here.cached("/story/")
    requests = here.application.requests

    assert here.get("/story/", Cookie="sessionid=x; newsroom=1").status == 200
    assert here.application.requests == requests
    # A forged one only reaches the application, which knows better.
    assert b"rendered 1 times" in here.get("/story/", Cookie=f"{STAFF_COOKIE}=7:x:y").body


def test_purge_reaches_nginx(here: Site) -> None:
    here.cached("/story/")

    here.store.purge("page:/story/", None)

    assert b"rendered 2 times" in here.get("/story/").body
    assert b"rendered 2 times" in here.cached("/story/").body


def test_a_withdrawn_page_is_gone(here: Site) -> None:
    here.cached("/story/")

    site.WITHDRAWN.add("/story/")
    here.store.purge("page:/story/", None)

    assert [here.get("/story/").status for _ in range(2)] == [410, 410]
    assert not [path for path in (here.nginx.cache / "live").rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["/cold/", "/admin/", "/comments/1/", "/media/renditions/x/"])
def test_a_page_for_when_the_application_is_away(here: Site, path: str) -> None:
    here.application.stop()
    try:
        answers = [here.get(path), here.get(path, method="POST", body="a=b")]
    finally:
        here.application.start()

    for answer in answers:
        assert answer.status == 503
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert 'lang="ar" dir="rtl"' in answer.body.decode()
        links = re.findall(r'(?:href|src)="([^"]+)"', answer.body.decode())
        assert all(link == "/" or link.startswith("/static/") for link in links)


def test_posting_is_limited_generously(here: Site) -> None:
    for path, allowed in (("/admin/login/", 18), ("/comments/1/", 55)):
        posts = [here.get(path, method="POST", body="a=b").status for _ in range(allowed + 8)]
        assert posts[:allowed] == [200] * allowed
        assert 429 in posts[allowed:]
        assert here.get(path).status == 200


def test_static_files(here: Site) -> None:
    for name in ("css/site.css", "css/site.0123456789ab.css"):
        (here.nginx.static / name).parent.mkdir(exist_ok=True)
        (here.nginx.static / name).write_text("a { b: c }")
        (here.nginx.static / f"{name}.gz").write_bytes(gzip.compress(b"a { b: c }"))

    answer = here.get("/static/css/site.0123456789ab.css", Accept_Encoding="gzip")

    assert gzip.decompress(answer.body) == b"a { b: c }"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert here.get("/static/css/site.css").headers["cache-control"] == "max-age=60, public"
    assert here.get("/static/css/other.css").status == 404


def test_renditions(here: Site) -> None:
    name = f"renditions/ab/{'0' * 32}.avif"
    (here.nginx.media / name).parent.mkdir(parents=True)
    (here.nginx.media / name).write_bytes(b"picture")

    answer = here.get(f"/media/{name}")

    assert answer.body == b"picture"
    assert answer.headers["content-type"] == "image/avif"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_nginx_has_nothing_to_complain_about(here: Site) -> None:
    """The last test of this file: warnings about the configuration, errors in between."""
    expected = ("refused", "limiting requests", "client sent", "SSL_do_handshake", "other.css")
    lines = [line for line in here.nginx.log().splitlines() if line]

    assert not [line for line in lines if not any(known in line for known in expected)]
