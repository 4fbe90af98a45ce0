"""What nobody can talk nginx or the application into, see deploy/nginx.conf."""

import json
import ssl

import pytest

from tests.newsroom.pagecache import nginx as nginx_runner
from tests.newsroom.pagecache import site
from tests.newsroom.pagecache.site import Site

pytestmark = pytest.mark.skipif(not nginx_runner.NGINX, reason="no nginx in PATH or /usr/sbin")

# What belongs to one answer, or to the program that gives it.
NOT_COMPARED = {"server", "date", "connection", "etag", "x-request-id", "accept-ranges"}


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
