"""The SQLite file in which the file store keeps its pages, shared by all processes.

Losing it is no loss, so nothing waits for the disk. A damaged or alien one is thrown away with all
pages and begun anew under another name: a process that still has the old one open could otherwise
delete the new one's log. ``current`` holds the name, and changes when it does.
"""

import fcntl
import logging
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from newsroom.pagecache.live import LiveFiles

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]
Stamp = tuple[int, int]

VERSION = 1
"""Raise it with every change of SCHEMA."""
# Errors that tell nothing about the file.
PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM}
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;
PRAGMA wal_autocheckpoint=256; PRAGMA journal_size_limit=1048576;
"""
# Of kind 1 are pages that were stored once, of kind 2 those stored again (segmented LRU). "dropped"
# has what has to be known of pages that are no more; their total is of kind 0.
SCHEMA = """
CREATE TABLE pages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT UNIQUE, kind INTEGER, size INTEGER,
    etag TEXT, modified INTEGER, valid_until REAL, stale_until REAL, rendered REAL, live BLOB,
    status INTEGER, headers TEXT, zipped INTEGER, length INTEGER, body BLOB
);
CREATE INDEX pages_by_age ON pages (kind, number);
CREATE INDEX live_pages ON pages (valid_until, stale_until) WHERE live IS NOT NULL;
CREATE TABLE dropped (
    address TEXT PRIMARY KEY, etag TEXT, modified INTEGER, at REAL, size INTEGER
) WITHOUT ROWID;
CREATE INDEX dropped_by_time ON dropped (at);
CREATE TABLE keys (
    key TEXT, page INTEGER, since INTEGER, until INTEGER, PRIMARY KEY (key, page)
) WITHOUT ROWID;
CREATE INDEX keys_of_page ON keys (page);
CREATE TABLE purges (at REAL, key TEXT, place INTEGER);
CREATE INDEX purges_by_time ON purges (at);
CREATE TABLE events (event TEXT PRIMARY KEY, at REAL) WITHOUT ROWID;
CREATE TABLE dues (key TEXT, place INTEGER, due REAL, withdraws INTEGER);
CREATE UNIQUE INDEX one_due ON dues (key, due, withdraws, ifnull(place, 'none'));
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE totals (kind INTEGER PRIMARY KEY, pages INTEGER, bytes INTEGER);
INSERT INTO totals VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0);
CREATE TRIGGER page_added AFTER INSERT ON pages BEGIN
    UPDATE totals SET pages = pages + 1, bytes = bytes + new.size WHERE kind = new.kind;
END;
CREATE TRIGGER page_removed AFTER DELETE ON pages BEGIN
    UPDATE totals SET pages = pages - 1, bytes = bytes - old.size WHERE kind = old.kind;
    DELETE FROM keys WHERE page = old.number;
END;
CREATE TRIGGER dropped_added AFTER INSERT ON dropped BEGIN
    UPDATE totals SET pages = pages + 1, bytes = bytes + new.size WHERE kind = 0;
END;
CREATE TRIGGER dropped_removed AFTER DELETE ON dropped BEGIN
    UPDATE totals SET pages = pages - 1, bytes = bytes - old.size WHERE kind = 0;
END;
"""


class Damaged(sqlite3.DatabaseError):
    pass


class Index:
    """``began_anew`` writes into a new index what the process still knows."""

    def __init__(
        self, folder: Path, live: LiveFiles, began_anew: Callable[[sqlite3.Connection], None]
    ) -> None:
        self.folder = folder
        self.live = live
        self.began_anew = began_anew
        self.mutex = Lock()
        self.idle: list[tuple[Stamp, sqlite3.Connection]] = []
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(0o755)  # nginx reads below it
        with self._locked(None):
            live.begin()
        try:
            boot = self.read(lambda db: fact(db, "boot"))
        except sqlite3.DatabaseError as error:
            is_new = self.stamp() is None
            self.begin_anew(None if is_new else error)
        else:
            if boot != boot_id():  # what was written last may not have reached the disk
                self.begin_anew(None)

    def read(self, work: Work[Result]) -> Result:
        with self._connection() as db:
            return work(db)

    def change(self, work: Work[Result], *, patience: float | None = None) -> Result:
        """Do ``work`` in one transaction, while no other is under way in any process.

        Raises TimeoutError where this takes more than ``patience`` seconds.
        """
        with self._locked(patience), self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                result = work(db)
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            return result

    def begin_anew(self, error: Exception | None, *, seen: Stamp | None = None) -> None:
        """Throw all pages away, unless another did so since ``seen``."""
        with self._locked(None):
            if seen and self.stamp() != seen:
                return
            if error:
                logger.warning("All pages in %s are thrown away: %s", self.folder, error)
            self.live.begin()
            trash = self.live.put_away()
            name = f"index-{secrets.token_hex(4)}.sqlite3"
            self._create(self.folder / name)
            draft = self.live.drafts / name
            draft.write_text(name)
            os.replace(draft, self.folder / "current")
            for file in self.folder.glob("index-*"):
                if not file.name.startswith(name):
                    file.unlink(missing_ok=True)
        shutil.rmtree(trash, ignore_errors=True)

    def stamp(self) -> Stamp | None:
        """Changes when the index is begun anew."""
        try:
            stat = os.stat(self.folder / "current")
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def close(self) -> None:
        while self.idle:
            self.idle.pop()[1].close()

    def _create(self, path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_connect(path)) as db:
            db.executescript(f"{PRAGMAS} BEGIN; {SCHEMA} PRAGMA user_version={VERSION};")
            facts = {"boot": boot_id(), "purged_all": time.monotonic()}
            db.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
            self.began_anew(db)
            db.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        stamp = self.stamp()
        if stamp is None:
            raise Damaged(f"{self.folder / 'current'} is missing")
        db = self._idle_connection(stamp) or self._open()
        try:
            yield db
        except BaseException:
            db.close()
            raise
        self.idle.append((stamp, db))

    def _idle_connection(self, stamp: Stamp) -> sqlite3.Connection | None:
        with suppress(IndexError):  # there is none
            while True:
                made, db = self.idle.pop()
                if made == stamp:
                    return db
                db.close()
        return None

    def _open(self) -> sqlite3.Connection:
        path = self.folder / (self.folder / "current").read_text()
        if not path.is_file():
            raise Damaged(f"{path} is missing")
        db = _connect(path)
        try:
            db.executescript(PRAGMAS)
            if db.execute("PRAGMA user_version").fetchone() != (VERSION,):
                raise Damaged(f"{path} is of another version")
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def _locked(self, patience: float | None) -> Iterator[None]:
        """SQLite's own lock would be asked for again at growing intervals, without any order."""
        deadline = time.monotonic() + (patience or 1e9)
        if not self.mutex.acquire(timeout=-1 if patience is None else patience):
            raise TimeoutError(f"{self.folder} is busy")
        try:
            lock = self._lock_file(deadline)
            try:
                yield
            finally:
                os.close(lock)
        finally:
            self.mutex.release()

    def _lock_file(self, deadline: float) -> int:
        path = self.folder / "lock"
        while True:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with suppress(BlockingIOError, FileNotFoundError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.stat(path), os.fstat(lock)):  # nobody deleted it
                    return lock
            os.close(lock)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.folder} is busy")
            time.sleep(0.001)


def fact(db: sqlite3.Connection, name: str) -> Any:
    found = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def set_fact(db: sqlite3.Connection, name: str, value: Any) -> None:
    db.execute("REPLACE INTO facts VALUES (?, ?)", (name, value))


def is_passing(error: Exception) -> bool:
    """Whether the next attempt may succeed with the same file."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return not isinstance(error, sqlite3.Error) or code & 0xFF in PASSING


def boot_id() -> str:
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
