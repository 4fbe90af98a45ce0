"""Which pages nginx serves itself, and where it finds them."""

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.pagecache.files import FileStore
from newsroom.pagecache.page import Page
from tests.newsroom.pagecache.pages import (
    ADDRESS,
    FILE,
    folders,
    live,
    opened,
    page,
    put,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FileStore]:
    yield from opened(tmp_path)


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("https://news.example/", "text/html; charset=utf-8", "https/1/news.example.html.gz"),
        ("http://news.example/a/", "text/html; charset=utf-8", "http/1/news.example/a.html.gz"),
        (
            "https://news.example/tag/الرباط/?page=12".encode().decode("latin-1"),
            "text/html; charset=utf-8",
            "https/12/news.example/tag/الرباط.html.gz",
        ),
        (
            "https://news.example/feed/",
            "application/rss+xml; charset=utf-8",
            "https/1/news.example/feed.rss.gz",
        ),
        (
            "https://news.example/feed/atom/",
            "application/atom+xml; charset=utf-8",
            "https/1/news.example/feed/atom.atom.gz",
        ),
        (
            "https://news.example/sitemap.xml",
            "application/xml",
            "https/1/news.example/sitemap.xml.gz",
        ),
        (
            "https://news.example/robots.txt",
            "text/plain; charset=utf-8",
            "https/1/news.example/robots.txt.gz",
        ),
    ],
)
def test_put_writes_the_file(
    store: FileStore, tmp_path: Path, address: str, kind: str, name: str
) -> None:
    written = put(store, page(content_type=kind), address)

    assert live(tmp_path) == [name]
    file = tmp_path / "cache" / "live" / name
    assert gzip.decompress(file.read_bytes()) == written.plain
    assert file.stat().st_mtime == written.modified


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/story",
        "https://news.example/a//b/",
        "https://news.example//",
        "https://news.example/../",
        "https://news.example/a/../b/",
        "https://news.example/./a/",
        "https://news.example/a\x00b/",
        "https://news.example/a\nb/",
        "https://news.example/" + "a" * 250 + "/",
        "https://news.example/" + "a/" * 1500,
        "https://news.example/الرباط/",  # not as WSGI spells it
        "https://news.example/?page=1",
        "https://news.example/?page=02",
        "https://news.example/?page=2&page=3",
        "https://news.example/?page=1234567",
        "https://news.example/?page=%D9%A2",
        "https://news.example/?p=2",
        "https://news.example/?page=2\n",
        "https://news.example:8000/",
        "https://../",
        "https://.news.example/",
        "https://news.example\\..\\/",
        "https://[::1]/",
        "https://NEWS.example/",
        "ftp://news.example/",
        "news.example/",
    ],
)
def test_put_writes_no_file_for_odd_addresses(
    store: FileStore, tmp_path: Path, address: str
) -> None:
    put(store, page(), address)

    assert live(tmp_path) == []
    assert store.get(address) is not None


@pytest.mark.parametrize(
    "odd",
    [
        page(status=410),
        page(status=301, headers=[("Location", "/elsewhere/")]),
        page(content_type="text/html"),
        page(content_type="application/json"),
        page(content_type="application/xml"),
        page(headers=[("X-Robots-Tag", "noindex")]),
        page(headers=[("Cache-Control", "no-store")]),
        page(valid_for=-1),
    ],
)
def test_put_writes_no_file_where_nginx_would_answer_otherwise(
    store: FileStore, tmp_path: Path, odd: Page
) -> None:
    put(store)

    put(store, odd)

    assert live(tmp_path) == []
    assert folders(tmp_path) == []


@pytest.mark.parametrize(
    ("site_url", "address", "written"),
    [
        ("https://news.example", ADDRESS, True),
        ("https://news.example", ADDRESS.replace("https", "http"), False),
        ("https://news.example", ADDRESS.replace("news.", "www.news."), False),
        ("https://news.example:8443", ADDRESS, False),
        ("https://news.example:8443", ADDRESS.replace("example", "example:8443"), True),
    ],
)
def test_put_writes_files_for_the_site_only(
    settings: Any, tmp_path: Path, site_url: str, address: str, written: bool
) -> None:
    settings.SITE_URL = site_url
    for store in opened(tmp_path):
        put(store, address=address)

        assert live(tmp_path) == ([FILE] if written else [])


def test_nginx_may_read_the_files_and_nothing_else(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        for store in opened(tmp_path):
            put(store)
    finally:
        os.umask(mask)
    cache = tmp_path / "cache"

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert mode(cache) == 0o755
    assert {mode(path) for path in [cache / "live", *folders(tmp_path)]} == {0o755}
    assert mode(cache / "live" / FILE) == 0o644
    assert mode(cache / "tmp") == 0o700
    for path in [cache / "lock", *cache.glob("index-*")]:
        assert mode(path) == 0o600
