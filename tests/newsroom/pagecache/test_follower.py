import time
from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from newsroom.pagecache.follower import KEPT, Follower, Position, forget_old_events
from newsroom.pagecache.memory import MemoryStore
from newsroom.pagecache.models import PurgeEvent
from newsroom.pagecache.page import finish
from newsroom.pagecache.purging import WAKE, Change, purge
from newsroom.pagecache.spans import Span

ADDRESS = "http://testserver/"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(1_000_000)


@pytest.fixture
def renewed() -> list[str]:
    return []


@pytest.fixture
def follower(store: MemoryStore, renewed: list[str], db: None) -> Follower:
    made = Follower(store, renewed.append)
    made.read()
    return made


def keep(store: MemoryStore, *keys: str, span: Span = Span()) -> None:  # noqa: B008
    now = time.time()
    page = finish(
        200, [], b"x" * 600, now=now, valid_until=now + 600, keys=dict.fromkeys(keys, span)
    )
    assert store.put(ADDRESS, page, began=time.monotonic())


def test_an_event_drops_the_pages_with_its_key(follower: Follower, store: MemoryStore) -> None:
    keep(store, "story:1", "front")
    purge("story:2")
    follower.read()
    assert store.get(ADDRESS)
    purge("story:1")
    follower.read()
    assert store.get(ADDRESS) is None


def test_a_follower_that_slept_too_long_begins_anew(follower: Follower, store: MemoryStore) -> None:
    keep(store, "story:1")
    assert follower.position
    follower.position.at -= KEPT.total_seconds()
    follower.read()
    assert store.get(ADDRESS) is None
    keep(store, "story:1")
    follower.read()
    assert store.get(ADDRESS)


def test_a_place_drops_the_pages_that_hold_it(follower: Follower, store: MemoryStore) -> None:
    keep(store, "list:category:1", span=Span(since=100, until=200))
    for outside in (99, 201):
        purge(Change("list:category:1", outside))
        follower.read()
        assert store.get(ADDRESS)
    purge(Change("list:category:1", 100))
    follower.read()
    assert store.get(ADDRESS) is None


def test_due_events_end_a_page_at_their_moment_also_after_a_restart(
    store: MemoryStore, renewed: list[str], db: None
) -> None:
    due = timezone.now() + timedelta(seconds=30)
    purge("front", due=due)
    follower = Follower(store, renewed.append)
    follower.read()
    keep(store, "front")
    page = store.get(ADDRESS)
    assert page is not None
    assert page.valid_until == pytest.approx(due.timestamp())


def test_events_wait_for_one_rendering_at_most(
    follower: Follower, renewed: list[str], store: MemoryStore
) -> None:
    purge(paths=["/a/", "/b/"])
    follower.read()
    assert renewed == ["/a/"]
    keep(store, "front")
    purge("front")
    assert WAKE.is_set()
    follower.read()
    assert renewed == ["/a/", "/b/"]
    assert store.get(ADDRESS) is None


def test_withdrawn_paths_are_rendered_anew_at_their_moment(
    follower: Follower, renewed: list[str]
) -> None:
    purge("story:1", paths=["/a/"])
    purge("story:1", due=timezone.now() + timedelta(hours=1), withdraws=True, paths=["/b/"])
    follower.read()
    assert renewed == ["/a/"]
    follower.paths_due = [(time.time() - 1, path) for _due, path in follower.paths_due]
    follower.read()
    follower.read()
    assert renewed == ["/a/", "/b/"]


def test_a_purge_that_is_rolled_back_never_was(follower: Follower, store: MemoryStore) -> None:
    keep(store, "front")
    with transaction.atomic():
        purge("front")
        transaction.set_rollback(True)
    follower.read()
    assert store.get(ADDRESS)


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_the_follower_of_its_own_process() -> None:
    WAKE.clear()
    with transaction.atomic():
        purge("front")
        assert not WAKE.is_set()
    assert WAKE.is_set()


@pytest.mark.django_db(transaction=True)
def test_without_a_database_pages_stay_and_nothing_is_lost(
    follower: Follower, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "front")
    purge("front")

    def refuse(*args: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as without:
        without.setattr(Position, "next", refuse)
        without.setattr(connection, "close", lambda: None)
        follower.step()
        answered = [follower.database_answers]
        assert store.get(ADDRESS)
    follower.step()
    assert [*answered, follower.database_answers] == [False, True]
    assert store.get(ADDRESS) is None


@pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="only on PostgreSQL: on SQLite one transaction writes at a time",
)
@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_not_missed(store: MemoryStore) -> None:
    """Ids are given before the commit: here the lower one appears after the higher."""
    follower = Follower(store, lambda path: None)
    follower.read()
    keep(store, "slow", "quick")

    def quick() -> None:
        purge("quick-of-another-thread")
        connection.close()

    def read() -> None:
        follower.read()
        connection.close()

    with transaction.atomic():
        purge("slow")
        other = Thread(target=quick)
        other.start()
        other.join(timeout=10)
        reader = Thread(target=read)
        reader.start()
        reader.join(timeout=10)
        assert store.get(ADDRESS)
    follower.read()
    assert store.get(ADDRESS) is None
    keep(store, "slow")
    follower.read()
    assert store.get(ADDRESS), "acted upon twice"


@pytest.mark.django_db
def test_position_is_resumed_unless_it_is_too_old() -> None:
    purge("before")
    position, _events = Position.now().next()
    purge("after")
    saved = Position.loaded(position.dumped())
    assert saved is not None
    assert [event.key for event in saved.next()[1]][-1] == "after"
    position.at = time.time() - KEPT.total_seconds()
    assert Position.loaded(position.dumped()) is None


def test_old_events_are_forgotten_those_still_due_are_not(db: None) -> None:
    purge("old")
    purge("old but due", due=timezone.now() + timedelta(days=1))
    purge("old and past", due=timezone.now() - timedelta(hours=2))
    PurgeEvent.objects.update(at=timezone.now() - timedelta(hours=2))
    purge("new")
    forget_old_events(timezone.now())
    assert set(PurgeEvent.objects.values_list("key", flat=True)) == {"old but due", "new"}
