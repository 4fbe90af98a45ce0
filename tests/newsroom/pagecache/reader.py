"""Somebody who asks a page cache for pages."""

from dataclasses import dataclass
from typing import Any

from newsroom.pagecache.layer import PageCache, imagined, path_info_of

ORIGIN = "http://testserver"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Reader:
    """Asks a page cache for pages."""

    cache: PageCache

    def get(self, path: str = "/", **environ: str) -> Answer:
        path, _, query = path.partition("?")
        asked = imagined(ORIGIN, path_info_of(path)) | {"QUERY_STRING": query}
        started: list[Any] = []
        answered: Any = self.cache(
            {"REQUEST_METHOD": "GET", **asked, **environ},
            lambda status, headers, exc_info=None: started.append((status, headers)),
        )
        body = b"".join(answered)
        getattr(answered, "close", lambda: None)()
        [(status, headers)] = started
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)
