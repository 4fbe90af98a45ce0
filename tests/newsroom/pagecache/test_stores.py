"""What every store of finished pages has to keep; see newsroom/pagecache/stores.py."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.pagecache.files import FileStore
from newsroom.pagecache.memory import MemoryStore
from newsroom.pagecache.spans import Span
from newsroom.pagecache.stores import Store
from tests.newsroom.pagecache.pages import ADDRESS, page

MAX_BYTES = 1_000_000
OTHER = "https://news.example/other/"


@pytest.fixture(params=["memory", "files"])
def store(request: Any, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore(MAX_BYTES)
    else:
        files = FileStore(tmp_path, MAX_BYTES)
        time.sleep(0.001)  # nothing that began before the store did is kept
        yield files
        files.close()


def began() -> float:
    return time.monotonic()


def test_get_gives_back_what_was_put(store: Store) -> None:
    put = page("one", status=410, headers=[("X-Frame-Options", "DENY")])

    assert store.put(ADDRESS, put, began=began()) is True

    found = store.get(ADDRESS)
    assert found is not None
    for field in ("status", "headers", "body", "etag", "modified", "valid_until", "stale_until"):
        assert getattr(found, field) == getattr(put, field)
    assert found.zipped_headers == put.zipped_headers
    assert found.plain == put.plain


def test_get_without_a_page(store: Store) -> None:
    assert store.get(ADDRESS) is None


def test_get_gives_expired_pages_too(store: Store) -> None:
    store.put(ADDRESS, page(valid_for=-5), began=began())

    found = store.get(ADDRESS)

    assert found is not None
    assert found.valid_until < time.time() < found.stale_until


def test_put_replaces(store: Store) -> None:
    store.put(ADDRESS, page("one", keys=["one"]), began=began())
    store.put(ADDRESS, page("two", keys=["two"]), began=began())

    assert b"two" in (store.get(ADDRESS) or page()).plain
    assert store.purge("one", None) == 0
    assert store.purge("two", None) == 1


def test_put_of_the_same_bytes_keeps_the_date(store: Store) -> None:
    an_hour_ago = time.time() - 3600
    store.put(ADDRESS, page(now=an_hour_ago), began=began())
    again = page()

    store.put(ADDRESS, again, began=began())

    found = store.get(ADDRESS)
    assert found is not None
    assert found.modified == again.modified == int(an_hour_ago)
    assert found.plain_headers == again.plain_headers


def test_put_refuses_what_was_purged_since_its_rendering_began(store: Store) -> None:
    start = began()
    store.purge("story:7", None)

    assert store.put(ADDRESS, page(keys=["menu", "story:7"]), began=start) is False
    assert store.get(ADDRESS) is None
    assert store.put(ADDRESS, page(keys=["menu"]), began=start) is True
    assert store.put(ADDRESS, page(keys=["menu", "story:7"]), began=began()) is True


def test_put_refuses_after_a_purge_at_its_place_only(store: Store) -> None:
    start = began()
    store.purge("list", 150)

    assert store.put(ADDRESS, page(keys={"list": Span(100, 200)}), began=start) is False
    assert store.put(ADDRESS, page(keys={"list": Span(200, 300)}), began=start) is True


def test_put_refuses_what_took_too_long(store: Store) -> None:
    assert store.put(ADDRESS, page(), began=began() - 200) is False


def test_purge_drops_the_pages_with_the_key(store: Store) -> None:
    store.put(ADDRESS, page(keys=["menu", "story:7"]), began=began())
    store.put(OTHER, page(keys=["menu", "story:8"]), began=began())

    assert store.purge("story:7", None) == 1

    assert store.get(ADDRESS) is None
    assert store.get(OTHER) is not None
    assert store.purge("menu", None) == 1
    assert store.get(OTHER) is None


@pytest.mark.parametrize(("place", "dropped"), [(None, 1), (99, 0), (100, 1), (200, 1), (201, 0)])
def test_purge_at_a_place(store: Store, place: int | None, dropped: int) -> None:
    store.put(ADDRESS, page(keys={"list": Span(100, 200)}), began=began())

    assert store.purge("list", place) == dropped


def test_expire_brings_forward_what_is_kept(store: Store) -> None:
    due = time.time() + 60
    store.put(ADDRESS, page(), began=began())

    store.expire("story:7", None, due, withdraws=False)

    found = store.get(ADDRESS)
    assert found is not None
    assert found.valid_until == due
    assert found.stale_until == float("inf")


def test_expire_brings_forward_what_is_stored_later(store: Store) -> None:
    due = time.time() + 60
    store.expire("story:7", None, due + 10, withdraws=False)
    store.expire("story:7", None, due, withdraws=True)
    store.expire("story:7", None, due, withdraws=True)
    put = page()

    store.put(ADDRESS, put, began=began())

    found = store.get(ADDRESS)
    assert found is not None
    assert found.valid_until == put.valid_until == due
    assert found.stale_until == put.stale_until == due


def test_expire_at_a_place(store: Store) -> None:
    keys = {"list": Span(100, 200)}
    first, valid_until = page(keys=keys), page(keys=keys).valid_until
    store.put(ADDRESS, first, began=began())
    store.expire("list", 300, time.time() + 60, withdraws=False)
    store.put(OTHER, page(keys=keys), began=began())

    for address in (ADDRESS, OTHER):
        found = store.get(address)
        assert found is not None
        assert found.valid_until == pytest.approx(valid_until, abs=5)


def test_expire_leaves_what_was_rendered_after_the_moment(store: Store) -> None:
    due = time.time() + 0.02
    store.expire("story:7", None, due, withdraws=True)
    time.sleep(0.03)
    store.put(ADDRESS, page("gone", status=410), began=began())
    store.expire("story:7", None, due, withdraws=True)  # the same, read again

    found = store.get(ADDRESS)

    assert found is not None
    assert found.valid_until > time.time() + 60
    assert found.stale_until == float("inf")


def test_postpone(store: Store) -> None:
    store.put(ADDRESS, page(valid_for=-5), began=began())
    expired = store.get(ADDRESS)
    assert expired is not None
    until = time.time() + 5

    store.postpone(ADDRESS, expired, until)

    assert expired.valid_until == until
    assert (store.get(ADDRESS) or page()).valid_until == until


def test_postpone_does_not_outlast_a_withdrawal(store: Store) -> None:
    store.put(ADDRESS, page(valid_for=-5), began=began())
    due = time.time() + 2
    store.expire("story:7", None, due, withdraws=True)
    expired = store.get(ADDRESS)
    assert expired is not None

    store.postpone(ADDRESS, expired, time.time() + 5)

    assert (store.get(ADDRESS) or page()).valid_until <= due


def test_sweep_keeps_expired_pages_for_the_application(store: Store) -> None:
    store.put(ADDRESS, page(valid_for=-5), began=began())

    store.sweep(time.time())

    assert store.get(ADDRESS) is not None


def test_sweep_remembers_purges_and_dues(store: Store) -> None:
    start, due = began(), time.time() + 60
    store.purge("story:7", None)
    store.expire("story:8", None, due, withdraws=False)

    store.sweep(time.time())

    assert store.put(ADDRESS, page(keys=["story:7"]), began=start) is False
    store.put(OTHER, page(keys=["story:8"]), began=start)
    assert (store.get(OTHER) or page()).valid_until == due


def test_clear_drops_all_and_refuses_what_is_being_rendered(store: Store) -> None:
    store.put(ADDRESS, page(), began=began())
    due = time.time() + 60
    store.expire("menu", None, due, withdraws=False)
    start = began()

    store.clear()

    assert store.get(ADDRESS) is None
    assert store.put(ADDRESS, page(), began=start) is False
    time.sleep(0.001)
    assert store.put(ADDRESS, page(keys=["menu"]), began=began()) is True
    assert (store.get(ADDRESS) or page()).valid_until == due


def test_a_walk_through_the_archive_leaves_the_front_page(store: Store) -> None:
    front = "https://news.example/"
    for text in ("morning", "noon"):
        store.put(front, page(text, keys=["front"]), began=began())
        assert store.get(front)

    for number in range(400):
        store.put(f"https://news.example/{number}/", page(str(number)), began=began())

    assert store.get(front) is not None
    assert store.get("https://news.example/0/") is None
    assert store.get("https://news.example/399/") is not None


def test_threads_at_once(store: Store) -> None:
    """After the last purge nothing is kept that was rendered before it."""
    texts: dict[str, int] = {"version": 0}
    failures: list[BaseException] = []

    def render(address: str) -> None:
        try:
            for _ in range(25):
                start = began()
                store.put(address, page(f"v{texts['version']}-"), began=start)
                store.get(address)
        except BaseException as error:
            failures.append(error)

    def change() -> None:
        for _ in range(10):
            texts["version"] += 1
            store.purge("story:7", None)

    addresses = [ADDRESS, OTHER, ADDRESS]
    threads = [threading.Thread(target=render, args=(address,)) for address in addresses]
    threads.append(threading.Thread(target=change))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    for address in (ADDRESS, OTHER):
        found = store.get(address)
        assert found is None or b"v10-" in found.plain
