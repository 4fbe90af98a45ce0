"""Finished pages in a folder that all processes of a machine share, and nginx with them."""

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from newsroom.pagecache import rows
from newsroom.pagecache.index import Index, Result, Stamp, Work, fact, is_passing, set_fact
from newsroom.pagecache.live import LiveFiles
from newsroom.pagecache.memory import LONGEST_RENDERING
from newsroom.pagecache.page import Page

logger = logging.getLogger(__name__)

LOG_BYTES = 1_250_000
"""What SQLite's log takes besides."""
PATIENCE = 3.0
"""Seconds that a request waits for others before it goes on without the store."""


class FileStore:
    """At most ``max_bytes``, with what nginx serves.

    A file is written after its row and removed before it, both under the lock of the index: at no
    moment, and wherever a process is killed, is there a file that a purge would not find.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.max_bytes = max(max_bytes - LOG_BYTES, max_bytes // 2)
        self.dues: set[tuple[str, int | None, float, bool]] = set()
        self.forgot_at = 0.0
        self.complained_at = -60.0
        self.live = LiveFiles(folder, settings.SITE_URL)
        self.index = Index(folder, self.live, self._add_dues)

    def get(self, address: str) -> Page | None:
        return self._tried(lambda: self.index.read(lambda db: rows.page_at(db, address)), None)

    def put(self, address: str, page: Page, *, began: float) -> bool:
        number = self._tried_change(lambda db: self._insert(db, address, page, began))
        if number is None:
            return False
        if name := self.live.name_of(address, page):
            self._tried(lambda: self._publish(number, name, page), None)
        return True

    def postpone(self, address: str, page: Page, until: float) -> None:
        page.valid_until = min(until, page.stale_until)
        change = "UPDATE pages SET valid_until = ? WHERE address = ? AND etag = ?"
        row = (page.valid_until, address, page.etag)
        self._tried_change(lambda db: db.execute(change, row))

    def purge(self, key: str, place: int | None, *, event: str | None = None) -> int:
        """``event`` names the change: of all processes that hear of it, the first one acts. A later
        one would drop what has been rendered since.
        """

        def work(db: sqlite3.Connection) -> int:
            if event is not None and not rows.is_first(db, event):
                return 0
            db.execute("INSERT INTO purges VALUES (?, ?, ?)", (time.monotonic(), key, place))
            found = rows.with_key(db, key, place)
            rows.drop(db, self.live, found)
            rows.count(db)
            return len(found)

        return self._must(work)

    def expire(self, key: str, place: int | None, due: float, *, withdraws: bool) -> None:
        """Pages rendered after ``due`` show what is true then: they stay."""
        self.dues.add((key, place, due, withdraws))

        def work(db: sqlite3.Connection) -> None:
            self._add_dues(db)
            db.execute(
                "UPDATE pages SET valid_until = min(valid_until, ?1),"
                " stale_until = iif(?4, min(stale_until, ?1), stale_until)"
                " WHERE rendered < ?1 AND number IN (SELECT page FROM keys WHERE key = ?2"
                " AND (?3 IS NULL OR ?3 BETWEEN since AND until))",
                (due, key, place, withdraws),
            )

        self._must(work)

    def sweep(self, now: float, *, only_withdrawn: bool = False) -> None:
        """``only_withdrawn``: nobody can renew a page now, so that nginx keeps the expired ones."""
        moment = "stale_until" if only_withdrawn else "valid_until"
        late = f"SELECT number, live FROM pages WHERE live IS NOT NULL AND {moment} <= ?"  # noqa: S608

        def work(db: sqlite3.Connection) -> None:
            for number, name in db.execute(late, (now,)).fetchall():
                self.live.remove(name)
                db.execute("UPDATE pages SET live = NULL WHERE number = ?", (number,))

        if self._tried(lambda: self.index.read(lambda db: db.execute(late, (now,)).fetchone()), 1):
            self._must(work)
        if now > self.forgot_at + 60:
            self.forgot_at = now
            self.dues = {due for due in self.dues if due[2] > now - LONGEST_RENDERING}
            self._must(lambda db: rows.forget(db, now))

    def clear(self) -> None:
        self.index.begin_anew(None)

    def load_position(self) -> str | None:
        position: str | None = self._must(lambda db: fact(db, "position"))
        return position

    def save_position(self, position: str) -> None:
        self._must(lambda db: set_fact(db, "position", position))

    def close(self) -> None:
        self.index.close()

    def _insert(self, db: sqlite3.Connection, address: str, page: Page, began: float) -> int | None:
        if rows.was_purged(db, page, began):
            return None
        rendered = time.time() - (time.monotonic() - began)
        rows.bring_forward(db, page, rendered)
        number = rows.insert(db, self.live, address, page, rendered)
        rows.evict(db, self.live, self.max_bytes)
        rows.count(db)
        return number

    def _publish(self, number: int, name: bytes, page: Page) -> None:
        """Write the file of a row, if it is still true."""
        draft = self.live.prepare(page)

        def work(db: sqlite3.Connection) -> None:
            is_live = "SELECT 1 FROM pages WHERE number = ? AND live IS NOT NULL"
            if db.execute(is_live, (number,)).fetchone():
                self.live.place(draft, name)

        try:
            self.index.change(work, patience=PATIENCE)
        finally:
            draft.unlink(missing_ok=True)

    def _add_dues(self, db: sqlite3.Connection) -> None:
        db.executemany("INSERT OR IGNORE INTO dues VALUES (?, ?, ?, ?)", list(self.dues))

    def _tried_change(self, work: Work[Result]) -> Result | None:
        return self._tried(lambda: self.index.change(work, patience=PATIENCE), None)

    def _tried(self, work: Callable[[], Result], otherwise: Result) -> Result:
        """For requests: whatever is wrong with the folder, the reader gets the page."""
        seen = self.index.stamp()
        try:
            return work()
        except (sqlite3.Error, OSError) as error:
            if time.monotonic() > self.complained_at + 60:  # not with every request
                self.complained_at = time.monotonic()
                logger.warning("The page cache failed: %s", error)
            if not is_passing(error):
                self._begin_anew(error, seen)
            return otherwise

    def _begin_anew(self, error: Exception, seen: Stamp | None) -> None:
        try:
            self.index.begin_anew(error, seen=seen)
        except (sqlite3.Error, OSError):
            logger.exception("The page cache cannot be begun anew")

    def _must(self, work: Work[Result]) -> Result:
        """For what may not be left undone: rather all pages are thrown away."""
        seen = self.index.stamp()
        try:
            return self.index.change(work)
        except sqlite3.Error as error:
            self.index.begin_anew(error, seen=seen)
        return self.index.change(work)
