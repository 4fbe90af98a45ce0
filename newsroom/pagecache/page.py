"""A finished response, as it is kept and answered."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.utils.http import http_date

from newsroom.pagecache.spans import Span

Headers = list[tuple[str, str]]

SMALLEST_ZIPPED = 512
"""A shorter body would not become smaller."""
NOT_KEPT = {
    # Written here, or by the server.
    *("content-length", "content-encoding", "etag", "last-modified", "vary", "date"),
    "x-request-id",
}


@dataclass(slots=True)
class Page:
    """Times are seconds since 1970. A page past ``valid_until`` is expired: it may be answered
    while another request renews it, or while the database is away, but not past ``stale_until``.
    """

    status: int
    headers: Headers
    body: bytes
    """Compressed, if ``zipped``."""
    zipped: bool
    length: int
    """Of the body as it was rendered."""
    etag: str
    modified: int
    valid_until: float
    stale_until: float
    keys: Mapping[str, Span]
    rendered: float = 0.0
    """When the rendering began, where the store needs to know."""
    status_line: str = field(init=False)
    plain_headers: Headers = field(init=False)
    zipped_headers: Headers = field(init=False)

    def __post_init__(self) -> None:
        self.status_line = f"{self.status} {HTTPStatus(self.status).phrase}"
        shared = [
            *self.headers,
            ("Last-Modified", http_date(self.modified)),
            ("Vary", "Accept-Encoding"),
        ]
        self.plain_headers = [
            *shared,
            ("ETag", f'"{self.etag}"'),
            ("Content-Length", str(self.length)),
        ]
        self.zipped_headers = [
            *shared,
            ("ETag", f'"{self.etag}-gz"'),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self.body))),
        ]

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body) if self.zipped else self.body

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        return len(self.body) + 3000 + 120 * len(self.keys)


def finish(
    status: int,
    headers: Headers,
    body: bytes,
    *,
    now: float,
    valid_until: float,
    keys: Mapping[str, Span],
) -> Page:
    zipped = len(body) >= SMALLEST_ZIPPED
    return Page(
        status=status,
        headers=[(name, value) for name, value in headers if name.lower() not in NOT_KEPT],
        # Without a time of its own: the same page has the same bytes.
        body=gzip.compress(body, compresslevel=6, mtime=0) if zipped else body,
        zipped=zipped,
        length=len(body),
        etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        modified=int(now),
        valid_until=valid_until,
        stale_until=float("inf"),
        keys=keys,
    )
