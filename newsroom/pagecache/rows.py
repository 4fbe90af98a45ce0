"""What happens to the rows of the index, and to the files that belong to them, in a transaction."""

import json
import sqlite3
import time
from collections.abc import Iterable

from newsroom.pagecache.counters import COUNTERS
from newsroom.pagecache.index import fact
from newsroom.pagecache.live import LiveFiles
from newsroom.pagecache.memory import LONGEST_RENDERING, PROTECTED_SHARE
from newsroom.pagecache.page import Page

DROPPED, ONCE, AGAIN = 0, 1, 2
"""What the totals are of, see the schema."""
DROPPED_SIZE = 300
DROPPED_SHARE = 0.05
DROPPED_KEPT = 24 * 3600
EVENTS_KEPT = 2 * 3600
EVICTED_TO = 0.95
BLOCK = 4096
PAGE_FIELDS = (
    "status",
    "body",
    "zipped",
    "length",
    "etag",
    "modified",
    "valid_until",
    "stale_until",
)

Found = tuple[int, bytes | None]
"""Number and file of a page."""


def page_at(db: sqlite3.Connection, address: str) -> Page | None:
    """Without its keys: nobody asks for them."""
    row = db.execute(
        "SELECT status, headers, body, zipped, length, etag, modified, valid_until, stale_until"
        " FROM pages WHERE address = ?",
        (address,),
    ).fetchone()
    if row is None:
        return None
    status, headers, body, zipped, length, etag, modified, valid_until, stale_until = row
    return Page(
        status=status,
        headers=[(name, value) for name, value in json.loads(headers)],
        body=body,
        zipped=bool(zipped),
        length=length,
        etag=etag,
        modified=modified,
        valid_until=valid_until,
        stale_until=stale_until,
        keys={},
    )


def was_purged(db: sqlite3.Connection, page: Page, began: float) -> bool:
    if time.monotonic() - began > LONGEST_RENDERING or began <= fact(db, "purged_all"):
        return True
    recent = db.execute("SELECT key, place FROM purges WHERE at >= ?", (began,))
    return any(key in page.keys and page.keys[key].holds(place) for key, place in recent)


def bring_forward(db: sqlite3.Connection, page: Page, rendered: float) -> None:
    """To the first moment since its rendering at which one of its keys is due."""
    dues = db.execute(
        "SELECT key, place, due, withdraws FROM dues WHERE due > ?"
        " AND key IN (SELECT value FROM json_each(?))",
        (rendered, json.dumps(list(page.keys))),
    )
    for key, place, due, withdraws in dues:
        if page.keys[key].holds(place):
            page.valid_until = min(page.valid_until, due)
            if withdraws:
                page.stale_until = min(page.stale_until, due)


def insert(
    db: sqlite3.Connection, live: LiveFiles, address: str, page: Page, rendered: float
) -> int:
    """The number of the new row.

    The same page as the one before keeps its date, and another one gets a later date, however soon
    it follows: nginx makes its ETag of date and size.
    """
    before = _before(db, live, address)
    if before is not None:
        etag, modified = before
        page.modified = modified if etag == page.etag else max(page.modified, modified + 1)
        page.__post_init__()
    name = live.name_of(address, page) if page.valid_until > time.time() else None
    row = {
        "address": address,
        "kind": ONCE if before is None else AGAIN,
        "size": _size(page, name),
        "rendered": rendered,
        "live": name,
        "headers": json.dumps(page.headers),
        **{field: getattr(page, field) for field in PAGE_FIELDS},
    }
    places = ", ".join(f":{field}" for field in row)
    change = f"INSERT INTO pages ({', '.join(row)}) VALUES ({places})"  # noqa: S608 - names
    number = int(db.execute(change, row).lastrowid or 0)
    keys = [(key, number, span.since, span.until) for key, span in page.keys.items()]
    db.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", keys)
    return number


def with_key(db: sqlite3.Connection, key: str, place: int | None) -> list[Found]:
    return db.execute(
        "SELECT number, live FROM pages JOIN keys ON page = number WHERE key = ?1"
        " AND (?2 IS NULL OR ?2 BETWEEN since AND until)",
        (key, place),
    ).fetchall()


def drop(db: sqlite3.Connection, live: LiveFiles, found: Iterable[Found]) -> None:
    for number, name in found:
        if name is not None:
            live.remove(name)
        db.execute(
            "REPLACE INTO dropped SELECT address, etag, modified, ?, ? FROM pages WHERE number = ?",
            (time.time(), DROPPED_SIZE, number),
        )
        db.execute("DELETE FROM pages WHERE number = ?", (number,))


def evict(db: sqlite3.Connection, live: LiveFiles, max_bytes: int) -> None:
    """The oldest first; many at once, so that it is not done for every page."""
    totals = _bytes(db)
    if sum(totals.values()) <= max_bytes:
        return
    while sum(totals.values()) > max_bytes * EVICTED_TO:
        if totals[DROPPED] > max_bytes * DROPPED_SHARE:
            db.execute("DELETE FROM dropped WHERE at <= (SELECT min(at) FROM dropped)")
        else:
            too_many = totals[AGAIN] > max_bytes * PROTECTED_SHARE
            kind = AGAIN if too_many or not totals[ONCE] else ONCE
            oldest = "SELECT number, live FROM pages WHERE kind = ? ORDER BY number LIMIT 1"
            drop(db, live, db.execute(oldest, (kind,)).fetchall())
            COUNTERS.evicted += 1
        totals = _bytes(db)


def is_first(db: sqlite3.Connection, event: str) -> bool:
    row = (event, time.time())
    return db.execute("INSERT OR IGNORE INTO events VALUES (?, ?)", row).rowcount > 0


def forget(db: sqlite3.Connection, now: float) -> None:
    db.execute("DELETE FROM purges WHERE at < ?", (time.monotonic() - LONGEST_RENDERING - 1,))
    db.execute("DELETE FROM dues WHERE due < ?", (now - LONGEST_RENDERING,))
    db.execute("DELETE FROM events WHERE at < ?", (now - EVENTS_KEPT,))
    db.execute("DELETE FROM dropped WHERE at < ?", (now - DROPPED_KEPT,))


def count(db: sqlite3.Connection) -> None:
    COUNTERS.pages = db.execute("SELECT sum(pages) FROM totals WHERE kind > 0").fetchone()[0]
    COUNTERS.bytes = sum(_bytes(db).values())


def _bytes(db: sqlite3.Connection) -> dict[int, int]:
    return dict(db.execute("SELECT kind, bytes FROM totals"))


def _before(db: sqlite3.Connection, live: LiveFiles, address: str) -> tuple[str, int] | None:
    """Remove what is known of the page so far; returns its etag and date."""
    found = "SELECT number, live FROM pages WHERE address = ?"
    drop(db, live, db.execute(found, (address,)).fetchall())
    before = "SELECT etag, modified FROM dropped WHERE address = ?"
    row: tuple[str, int] | None = db.execute(before, (address,)).fetchone()
    db.execute("DELETE FROM dropped WHERE address = ?", (address,))
    return row


def _size(page: Page, name: bytes | None) -> int:
    """About what it takes on the disk."""
    stored = len(page.body) + len(json.dumps(page.headers)) + 500
    size = _blocks(stored) + 150 * len(page.keys)
    return size + _blocks(len(page.body)) + 500 if name else size


def _blocks(length: int) -> int:
    return -(-length // BLOCK) * BLOCK
