"""deploy/nginx.conf with Debian's nginx, the file store and a tiny site."""

import gzip
import json
import re
import ssl
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article
from newsroom.accounts.staff_cookie import STAFF_COOKIE, staff_cookie
from newsroom.pagecache import layer
from newsroom.pagecache.files import FileStore
from newsroom.pagecache.page import finish
from tests.newsroom.pagecache import nginx as nginx_runner
from tests.newsroom.pagecache import site
from tests.newsroom.pagecache.nginx import DEPLOY, Answer, Nginx

pytestmark = pytest.mark.skipif(not nginx_runner.NGINX, reason="no nginx in PATH or /usr/sbin")

PRODUCTION = {
    "APPEND_SLASH": False,
    "ALLOWED_HOSTS": ["news.example"],
    "SITE_URL": "https://news.example",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "TRUSTED_PROXIES": 1,
}
# What belongs to one answer, or to the program that gives it.
NOT_COMPARED = {"server", "date", "connection", "etag", "x-request-id", "accept-ranges"}


class Site:
    """nginx, the application behind it, and the store between them."""

    def __init__(self, nginx: Nginx, application: site.Application, store: FileStore) -> None:
        self.nginx = nginx
        self.get = nginx.get
        self.ask = nginx.ask
        self.application = application
        self.store = store

    def cached(self, path: str) -> Answer:
        """Make sure that nginx has the file."""
        self.get(path)
        requests = self.application.requests
        answer = self.get(path)
        assert answer.status == 200
        assert self.application.requests == requests
        return answer


@pytest.fixture(scope="module")
def whole() -> Iterator[Site]:
    with override_settings(ROOT_URLCONF="tests.newsroom.pagecache.site", **PRODUCTION):
        port = nginx_runner.free_port()
        with nginx_runner.running(port) as nginx:
            store = FileStore(nginx.cache, 20_000_000)
            application = site.Application(store, port)
            try:
                yield Site(nginx, application, store)
            finally:
                application.stop()
                store.close()
                layer.query_of_view.cache_clear()


@pytest.fixture
def here(whole: Site) -> Site:
    whole.store.clear()
    site.RENDERED.clear()
    site.WITHDRAWN.clear()
    time.sleep(0.001)
    return whole


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


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_other_methods_are_the_application_s(here: Site, method: str) -> None:
    here.cached("/echo/story/")
    requests = here.application.requests

    here.get("/echo/story/", method=method, body="name=value")

    assert here.application.requests == requests + 1
    told = json.loads(here.get("/echo/", method=method, body="name=value").body)
    assert (told["method"], told["body"]) == (method, "name=value")


@pytest.mark.parametrize(
    "path",
    [
        "/story/../../../../site.conf",
        "/%2e%2e/%2e%2e/site.conf",
        "/..%2f..%2f..%2fsite.conf",
        "/news.example/story.html",
        "/news.example/story.html.gz",
        "/story.html",
        "/story.html.gz",
        "/news.example.html",
        "/none",
        "/nothing/\\..\\",
        "/nothing/%00/",
        "/nothing/%ff%fe/",
        "/nothing/" + "a" * 300 + "/",
        "/nothing/" + "a/" * 1500,
        "/static/../site.conf",
        "/static/..%2f..%2fsite.conf",
        "/static../data/media/x",
        "/media/renditions/../originals/a.jpg",
        "/media/originals/a.jpg",
    ],
)
def test_ways_around_lead_nowhere(here: Site, path: str) -> None:
    here.cached("/story/")
    here.cached("/")
    (here.nginx.media / "originals").mkdir(exist_ok=True)
    (here.nginx.media / "originals/a.jpg").write_bytes(b"secret")

    answer = here.get(path)

    assert answer.status in (400, 404)
    assert b"rendered" not in answer.body
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    "path", ["//story/", "/x/../story/", "/./story/", "/story%2f", "/st%6Fry/"]
)
def test_other_spellings_of_a_path_do_not_change_a_page(here: Site, path: str) -> None:
    before = here.cached("/story/").body
    here.get(path)

    assert here.cached("/story/").body == before
    files = [file.name for file in (here.nginx.cache / "live").rglob("*.gz")]
    assert files == ["story.html.gz"]


@pytest.mark.parametrize(
    "host", ["evil.example", "news.example.evil.example", "127.0.0.1", "a/../b"]
)
def test_other_hosts_are_misdirected(here: Site, host: str) -> None:
    requests = here.application.requests

    assert here.get("/story/", Host=host).status in (400, 421)
    assert here.application.requests == requests
    with pytest.raises(ssl.SSLError):
        here.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", name="evil.example")


def test_host_twice_or_in_the_address(here: Site) -> None:
    here.cached("/story/")
    one, other = "Host: news.example\r\n", "Host: evil.example\r\n"
    end = "Connection: close\r\n\r\n"

    for heads in (one + other, other + one, one + one, ""):
        assert here.ask(f"GET /story/ HTTP/1.1\r\n{heads}{end}").status == 400
    elsewhere = here.ask(f"GET https://evil.example/story/ HTTP/1.1\r\n{one}{end}")
    assert elsewhere.status == 421
    ours = here.ask(f"GET https://news.example/echo/ HTTP/1.1\r\n{other}{end}")
    assert json.loads(ours.body)["meta"]["HTTP_HOST"] == "news.example"
    assert json.loads(ours.body)["meta"]["PATH_INFO"] == "/echo/"
    assert here.get("/story/", Host="NEWS.example:443").status == 200
    assert list(site.RENDERED) == ["/story/"]


def test_the_application_is_told_nothing_that_a_reader_says_of_himself(here: Site) -> None:
    lies = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Port": "666",
        "X_Original_URL": "/admin/",
        "X_Rewrite_URL": "/admin/",
        "X_Request_ID": "666666666666",
        "Forwarded": "for=6.6.6.6",
    }

    answer = here.get("/echo/?a=%D8%A7", **lies)

    told = json.loads(answer.body)["meta"]
    assert told["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert told["HTTP_X_FORWARDED_PROTO"] == "https"
    assert told["HTTP_HOST"] == "news.example"
    assert told["QUERY_STRING"] == "a=%D8%A7"
    assert told["HTTP_X_REQUEST_ID"] == answer.headers["x-request-id"]
    assert not [value for value in told.values() if "6666" in value or "evil" in value]
    absent = ("FORWARDED_HOST", "FORWARDED_PORT", "ORIGINAL_URL", "REWRITE_URL")
    assert not told.keys() & {f"HTTP_X_{name}" for name in absent}
    assert "HTTP_FORWARDED" not in told


def test_without_tls_all_leads_to_tls(here: Site) -> None:
    def location(host: str, *, tls: bool) -> str:
        request = f"GET /a%20b/?c=d HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        answer = here.ask(request, tls=tls, name=host)
        assert answer.status == 301
        return answer.headers["location"]

    assert location("news.example", tls=False) == "https://news.example/a%20b/?c=d"
    assert location("www.news.example", tls=False) == "https://news.example/a%20b/?c=d"
    assert location("www.news.example", tls=True) == "https://news.example/a%20b/?c=d"


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
