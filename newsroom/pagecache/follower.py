"""Reads the purge events of all processes and drops this one's pages."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Max, Q
from django.utils import timezone

from newsroom.pagecache.counters import COUNTERS
from newsroom.pagecache.models import PurgeEvent
from newsroom.pagecache.purging import WAKE
from newsroom.pagecache.stores import Store

logger = logging.getLogger(__name__)

PAUSE = 0.4
"""Seconds between two looks at the events, where nobody wakes the follower."""
SAVED_EVERY = 60
KEPT = timedelta(hours=1)
"""How long events are kept; what a store knows is thrown away when it has missed more."""


class Follower:
    """``renew`` is called with every path that has to be rendered anew."""

    def __init__(self, store: Store, renew: Callable[[str], None]) -> None:
        self.store = store
        self.renew = renew
        self.position: Position | None = None
        self.paths_due: list[tuple[float, str]] = []
        self.saved_at = 0.0
        self.database_answers = True

    def start(self) -> None:
        threading.Thread(target=self.run, name="page-cache", daemon=True).start()

    def run(self) -> None:
        while True:  # at once: until the first look nothing is kept
            self.step()
            WAKE.wait(PAUSE)
            WAKE.clear()

    def step(self) -> None:
        close_old_connections()
        try:
            self.read()
        except DatabaseError as error:
            connection.close()
            if self.database_answers:
                logger.warning(
                    "Purge events cannot be read, pages are served as they are: %s", error
                )
            self.database_answers = False
            self.store.sweep(time.time(), only_withdrawn=True)
        except Exception:  # the thread has to go on, whatever a row or a store holds
            logger.exception("Purge events were not acted upon")
        else:
            self.database_answers = True

    def read(self) -> None:
        """Act on the events since the last time."""
        position = self.position
        if position is None or position.is_too_old:  # as after a long sleep of the machine
            position = self._first_position()
        position, events = position.next()
        for event in events:
            self._act(event)
        self.position = position  # only now: an event that was not acted upon is read again
        now = time.time()
        if events or now > self.saved_at + SAVED_EVERY:
            self.store.save_position(position.dumped())
            self.saved_at = now
        self.store.sweep(now)
        self._renew_one(now)

    def _renew_one(self, now: float) -> None:
        """No event waits for more than one rendering, however many stories are withdrawn."""
        for entry in self.paths_due:
            due, path = entry
            if due <= now:
                self.paths_due.remove(entry)
                WAKE.set()
                self.renew(path)
                return

    def _first_position(self) -> "Position":
        """Where the store left off; what is due is in no store."""
        saved = self.store.load_position()
        position = Position.loaded(saved) if saved else None
        if position is None:
            position = Position.now()
            self.store.clear()  # afterwards: no change falls between the two
        for event in PurgeEvent.objects.filter(due__gt=timezone.now()).order_by("id"):
            self._act(event)
        return position

    def _act(self, event: PurgeEvent) -> None:
        due = event.due.timestamp() if event.due else None
        if event.path:
            self.paths_due.append((due or 0.0, event.path))
        elif due is not None:
            self.store.expire(event.key, event.place, due, withdraws=event.withdraws)
        else:
            COUNTERS.purged += self.store.purge(event.key, event.place, event=event.number)
            COUNTERS.visible_delay_sum += (timezone.now() - event.at).total_seconds()
            COUNTERS.visible_delay_count += 1


class Position:
    """How far the events were read.

    On SQLite one transaction writes at a time, so ids appear in order. On PostgreSQL they do not:
    there every event of a transaction that was still running the last time is asked for again, and
    those acted upon already are skipped.
    """

    def __init__(self, number: int, seen: Iterable[int] = (), at: float | None = None) -> None:
        self.number = number
        """The last id; on PostgreSQL the oldest transaction that was running."""
        self.seen = frozenset(seen)
        self.at = at or time.time()

    @classmethod
    def now(cls) -> "Position":
        return cls(_oldest_transaction() if _is_postgresql() else _last_id())

    @classmethod
    def loaded(cls, saved: str) -> "Position | None":
        """None for one too old to go on from."""
        data: dict[str, Any] = json.loads(saved)
        position = cls(data["number"], data["seen"], data["at"])
        is_ours = data["vendor"] == connection.vendor
        return position if is_ours and not position.is_too_old else None

    @property
    def is_too_old(self) -> bool:
        """Whether events that came after it may be forgotten already."""
        return time.time() - self.at > 0.9 * _kept()

    def dumped(self) -> str:
        data = {"number": self.number, "seen": sorted(self.seen), "at": self.at}
        return json.dumps({"vendor": connection.vendor, **data})

    def next(self) -> tuple["Position", list[PurgeEvent]]:
        if not _is_postgresql():
            events = list(PurgeEvent.objects.filter(id__gt=self.number).order_by("id"))
            return Position(events[-1].pk if events else self.number), events
        oldest = _oldest_transaction()  # before the events, so that none falls between the two
        recent = PurgeEvent.objects.filter(transaction__gte=self.number).order_by("id")
        found = list(recent)
        seen = {event.pk for event in found if event.transaction >= oldest}
        return Position(oldest, seen), [event for event in found if event.pk not in self.seen]


def forget_old_events(now: Any) -> None:
    """A step of the ticker."""
    old = PurgeEvent.objects.filter(Q(due=None) | Q(due__lt=now - KEPT), at__lt=now - KEPT)
    old.delete()


def _kept() -> float:
    return KEPT.total_seconds()


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _last_id() -> int:
    return PurgeEvent.objects.aggregate(last=Max("id"))["last"] or 0


def _oldest_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
