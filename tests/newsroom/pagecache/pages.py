"""Finished pages made up for tests, and what the file store makes of them."""

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsroom.pagecache.files import FileStore
from newsroom.pagecache.page import Page, finish
from newsroom.pagecache.spans import WHOLE, Span

HTML = "text/html; charset=utf-8"
MAX_BYTES = 4_000_000
FILE = "https/1/news.example/2026/11/24/7-story.html.gz"
ADDRESS = "https://news.example/2026/11/24/7-story/"


def page(
    text: str = "story",
    *,
    keys: Iterable[str] | Mapping[str, Span] = ("story:7",),
    status: int = 200,
    content_type: str = HTML,
    headers: Iterable[tuple[str, str]] = (),
    valid_for: float = 3600,
    now: float | None = None,
) -> Page:
    """A body of 10 kB that compresses badly enough to be a real one, and says ``text``."""
    now = time.time() if now is None else now
    filling = "".join(f"{text} {number * 7919 % 100003} " for number in range(900))
    return finish(
        status,
        [("Content-Type", content_type), ("Cache-Control", "public, no-cache"), *headers],
        f"<p>{filling}</p>".encode(),
        now=now,
        valid_until=now + valid_for,
        keys=keys if isinstance(keys, Mapping) else dict.fromkeys(keys, WHOLE),
    )


def opened(folder: Path) -> Iterator[FileStore]:
    store = FileStore(folder / "cache", MAX_BYTES)
    time.sleep(0.001)  # nothing that began before the store did is kept
    yield store
    store.close()


def put(store: FileStore, put: Page | None = None, address: str = ADDRESS) -> Page:
    put = put or page()
    assert store.put(address, put, began=time.monotonic())
    return put


def live(folder: Path) -> list[str]:
    root = folder / "cache" / "live"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())


def folders(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache" / "live").rglob("*") if path.is_dir()]
