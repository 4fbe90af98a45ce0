"""The WSGI layer in front of Django."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles import withdrawal
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.accounts.staff_cookie import staff_cookie
from newsroom.pagecache.answering import takes_gzip
from newsroom.pagecache.layer import PageCache
from newsroom.pagecache.memory import MemoryStore
from tests import factories
from tests.newsroom.pagecache.reader import Reader

Queries = Callable[[int], Any]


@pytest.fixture
def reader(requests_in_process: None) -> Reader:
    return Reader(PageCache(WSGIHandler(), MemoryStore(10_000_000)))


def test_a_finished_page_costs_no_query(
    reader: Reader, published: Article, django_assert_num_queries: Queries
) -> None:
    address = published.get_absolute_url()
    first = reader.get(address)
    assert published.headline in first.body.decode()
    with django_assert_num_queries(0):
        second = reader.get(address)
    assert (second.status, second.body) == (200, first.body)
    assert second.headers["cache-control"] == "public, no-cache"
    assert second.headers["vary"] == "Accept-Encoding"
    assert "default-src 'none'" in second.headers["content-security-policy"]


def test_compressed_and_plain_are_one_page_with_two_tags(
    reader: Reader, published: Article
) -> None:
    plain = reader.get(published.get_absolute_url())
    zipped = reader.get(published.get_absolute_url(), HTTP_ACCEPT_ENCODING="br, gzip")
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["content-length"] == str(len(zipped.body))
    assert plain.headers["content-length"] == str(len(plain.body))
    assert plain.headers["etag"] != zipped.headers["etag"]
    assert not zipped.headers["etag"].startswith("W/")


def test_head_is_get_without_a_body(reader: Reader, published: Article) -> None:
    address = published.get_absolute_url()
    cold = reader.get(address, REQUEST_METHOD="HEAD")
    got = reader.get(address)
    warm = reader.get(address, REQUEST_METHOD="HEAD")
    assert cold.body == warm.body == b""
    assert cold.headers == warm.headers == got.headers
    missing = reader.get("/category/nothing/", REQUEST_METHOD="HEAD")
    assert (missing.status, missing.body) == (404, b"")


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_not_modified(accepted: str, reader: Reader, published: Article) -> None:
    address = published.get_absolute_url()
    got = reader.get(address, HTTP_ACCEPT_ENCODING=accepted)
    tag, date = got.headers["etag"], got.headers["last-modified"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = reader.get(address, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "public, no-cache"
        assert "content-length" not in again.headers
    assert reader.get(address, HTTP_IF_MODIFIED_SINCE=date).status == 304
    old = "Tue, 14 Nov 2000 09:30:00 GMT"
    assert reader.get(address, HTTP_IF_MODIFIED_SINCE=old).status == 200
    # The tag decides where there is one.
    both = {"HTTP_IF_NONE_MATCH": '"other"', "HTTP_IF_MODIFIED_SINCE": date}
    assert reader.get(address, **both).status == 200
    for odd in ("yesterday", "", "\x00"):
        assert reader.get(address, HTTP_IF_MODIFIED_SINCE=odd).status == 200
        assert reader.get(address, HTTP_IF_NONE_MATCH=odd).status == 200


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("identity", False),
        ("", False),
        ("gzip;q=x", False),
        ("xgzip", False),
        ("*;q=0", False),
    ],
)
def test_takes_gzip(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_unknown_query_neither_fills_nor_splits(
    reader: Reader, published: Article, django_assert_num_queries: Queries
) -> None:
    address = published.get_absolute_url()
    page = reader.get(f"{address}?fbclid=1&page=7")
    with django_assert_num_queries(0):
        for query in (
            "",
            "?utm_source=x",
            "?page=2",
            "?%00=1",
            "?" + "x" * 3000,
            "?" + "a&" * 2000,
        ):
            assert reader.get(address + query).body == page.body
    assert len(reader.cache.store) == 1  # type: ignore[arg-type]
    assert b"fbclid" not in page.body


def test_an_encoded_question_mark_is_part_of_the_path(reader: Reader, published: Article) -> None:
    address = published.category.get_absolute_url()
    assert reader.get(address).status == 200
    assert reader.get(f"{address}%3Fpage=2/").status == 404
    assert len(reader.cache.store) == 1  # type: ignore[arg-type]


def test_page_numbers_are_pages_of_their_own(reader: Reader, editor: User) -> None:
    section = factories.category()
    for _number in range(21):
        factories.published(by=editor, category=section, authors=(), tags=())
    address = section.get_absolute_url()
    second = reader.get(f"{address}?page=2")
    assert second.body != reader.get(address).body
    assert reader.get(f"{address}?utm=1&page=2&page=2").body == second.body
    assert len(reader.cache.store) == 2  # type: ignore[arg-type]
    assert reader.get(f"{address}?page=1").headers["location"] == address
    assert reader.get(f"{address}?page=9").status == 404


def test_staff_with_a_signed_cookie_see_the_page_of_this_moment(
    reader: Reader, published: Article, editor: User
) -> None:
    address = published.get_absolute_url()
    kept = reader.get(address)
    Article.objects.filter(pk=published.pk).update(headline="عنوان لم يعلن")
    signed = f"newsroom_staff={staff_cookie(editor.pk)}"
    seen = reader.get(address, HTTP_COOKIE=f"a=b; {signed}")
    assert "عنوان لم يعلن" in seen.body.decode()
    assert seen.headers["cache-control"] == "private, no-store"
    timing = seen.headers["server-timing"]
    assert 'cache;desc="bypass, kept, rendered 0 s ago"' in timing
    assert re.search(r'db;dur=[0-9.]+;desc="[1-9]"', timing)  # how many queries
    for forged in ("newsroom_staff=1:2:3", "newsroom_staff=", "sessionid=x", f"x{signed}"):
        assert reader.get(address, HTTP_COOKIE=forged).body == kept.body


def test_nothing_that_a_reader_sends_reaches_the_page_of_others(
    reader: Reader, published: Article
) -> None:
    address = published.get_absolute_url()
    poison = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_ORIGINAL_URL": "/evil/",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_COOKIE": "evil=1",
        "HTTP_ACCEPT_LANGUAGE": "fr",
        "HTTP_RANGE": "bytes=0-9",
    }
    first = reader.get(f"{address}?evil=1", **poison)
    assert first.status == 200
    assert b"evil" not in first.body
    assert reader.get(address).body == first.body


def test_a_host_that_is_not_ours_is_refused_and_not_kept(reader: Reader) -> None:
    for host in ("evil.example", "testserver,evil.example", "testserver@evil.example", "a b"):
        assert reader.get("/", HTTP_HOST=host).status == 400
    assert len(reader.cache.store) == 0  # type: ignore[arg-type]
    upper = reader.get("/", HTTP_HOST="TESTSERVER")
    assert (upper.status, b"TESTSERVER" in upper.body) == (200, False)


@pytest.mark.parametrize("path", ["/nothing/", "/search/?q=x", "/admin/login/", "/healthz"])
def test_what_is_no_finished_page_is_not_kept(path: str, reader: Reader) -> None:
    reader.get(path)
    assert len(reader.cache.store) == 0  # type: ignore[arg-type]


def test_redirects_and_withdrawals_are_kept(
    reader: Reader, published: Article, editor: User, django_assert_num_queries: Queries
) -> None:
    code = published.short_link.get_absolute_url()
    assert reader.get(code).status == 301
    cut = published.get_absolute_url()[:-1]
    reader.get(cut)
    with django_assert_num_queries(0):
        assert reader.get(code).headers["location"] == published.get_absolute_url()
        assert reader.get(cut).status == 301
    withdrawal.withdraw(published, by=editor)
    reader.cache.store.clear()
    assert reader.get(published.get_absolute_url()).status == 410
    with django_assert_num_queries(0):
        gone = reader.get(published.get_absolute_url())
    assert (gone.status, published.headline in gone.body.decode()) == (410, False)


def test_a_story_with_the_longest_address_is_withdrawn(reader: Reader, editor: User) -> None:
    story = factories.published(by=editor, headline="ميناء الدار البيضاء يستقبل سفينة " * 5)
    reader.get(story.get_absolute_url())
    withdrawal.withdraw(story, by=editor)
    reader.cache.renew(story.get_absolute_url())
    assert reader.get(story.get_absolute_url()).status == 410
