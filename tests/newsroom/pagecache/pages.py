"""Finished pages made up for tests."""

import time
from collections.abc import Iterable, Mapping

from newsroom.pagecache.page import Page, finish
from newsroom.pagecache.spans import WHOLE, Span

HTML = "text/html; charset=utf-8"
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
