"""The WSGI layer: answers finished pages before Django is asked."""

import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from threading import Event, Lock
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.urls import Resolver404, resolve

from newsroom.accounts.staff_cookie import STAFF_COOKIE, is_staff
from newsroom.pagecache.answering import answer
from newsroom.pagecache.counters import COUNTERS
from newsroom.pagecache.files import FileStore
from newsroom.pagecache.follower import Follower
from newsroom.pagecache.memory import MemoryStore
from newsroom.pagecache.page import Headers, Page, finish
from newsroom.pagecache.record import Record, chosen
from newsroom.pagecache.stores import Store

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

READING = ("GET", "HEAD")
# Never finished pages; asking no further is worth it for files.
OTHERS = ("/static/", "/media/", "/admin/")
STALE_FOR = 60.0
"""Seconds past its time that a page is still answered while one request renews it."""
RETRY_AFTER = 5.0
"""Seconds until a page that could not be renewed is tried again."""
LONGEST_WAIT = 30.0
LONGEST_ADDRESS = 2000
"""Ours are shorter; the cache counts the pages' bytes, not those of their addresses."""
MOST_ORIGINS = 16

# All that a finished page may depend on: whatever else a reader sends never reaches the view.
SEEN_BY_VIEWS = re.compile(
    r"wsgi\.|SERVER_|REMOTE_ADDR$|PATH_INFO$|SCRIPT_NAME$|HTTP_X_REQUEST_ID$"
)
FORWARDED_SCHEME = "HTTP_X_FORWARDED_PROTO"


def page_cached(application: Application) -> Application:
    """The application behind the page cache that the settings ask for, at work from now on."""
    if not settings.PAGE_CACHE_BYTES:
        return application
    store: Store
    if settings.PAGE_CACHE_DIR:
        store = FileStore(settings.PAGE_CACHE_DIR, settings.PAGE_CACHE_BYTES)
    else:
        store = MemoryStore(settings.PAGE_CACHE_BYTES)
    cache = PageCache(application, store)
    Follower(store, cache.renew).start()
    return cache


class Flight:
    """One rendering that others wait for."""

    def __init__(self) -> None:
        self.done = Event()
        self.page: Page | None = None
        self.refused = False


class PageCache:
    """Only GET and HEAD without a valid staff cookie are answered here.

    Of the requests for one page that is not there, one renders it and the others of this process
    wait. An expired page is answered meanwhile; also when it cannot be renewed.
    """

    def __init__(self, application: Application, store: Store) -> None:
        self.application = application
        self.store = store
        self.flights: dict[str, Flight] = {}
        self.lock = Lock()
        # Hosts with made-up ports may have asked first: the site's own is there from the start.
        self.origins = {settings.SITE_URL} if settings.SITE_URL else set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in READING or path.startswith(OTHERS):
            return self.application(environ, start_response)
        if STAFF_COOKIE in environ.get("HTTP_COOKIE", "") and is_staff(environ["HTTP_COOKIE"]):
            return self._bypass(environ, start_response)
        address = address_of(environ)
        # A question mark in the path (%3F) would read as the beginning of the query.
        if len(address) > LONGEST_ADDRESS or "?" in address:
            return self.application(environ, start_response)
        if environ["QUERY_STRING"]:
            page = None
        else:
            page = self.store.get(address)
            if page is not None and page.valid_until > time.time():
                COUNTERS.hits += 1
                return answer(page, environ, start_response)
        query = query_of_view(path)
        if query is None:
            return self.application(environ, start_response)
        if asked := chosen(environ["QUERY_STRING"], query):
            address = f"{address}?{asked}"
        return self._finished(address, environ, start_response)

    def renew(self, path: str) -> None:
        """Render and store ``path``, under every host that has asked for pages."""
        path_info = path_info_of(path)
        for origin in list(self.origins):
            Rendering(self, origin + path_info, imagined(origin, path_info)).run()

    def _finished(
        self, address: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            now = time.time()
            page = self.store.get(address)
            if page is not None and page.valid_until > now:
                COUNTERS.hits += 1
                return answer(page, environ, start_response)
            if page is not None and page.stale_until <= now:
                page = None
            flight, leads = self._flight(address)
            if leads and self._landed_meanwhile(flight, address):
                continue
            if leads:
                return self._lead(flight, address, environ, start_response)
            if page is not None and page.valid_until > now - STALE_FOR:
                COUNTERS.stale += 1
                return answer(page, environ, start_response)
            landed = flight.done.wait(deadline - time.monotonic())
            if landed and flight.page is None and not flight.refused:
                break  # not to be kept, as a page that does not exist
        return self._lead(None, address, environ, start_response)

    def _lead(
        self,
        flight: Flight | None,
        address: str,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        COUNTERS.misses += 1
        rendering = Rendering(self, address, environ)
        page = None
        try:
            page = rendering.run()
            if page is None and rendering.status >= 500:
                page = self._postponed(address)
        finally:
            if flight is not None:
                flight.refused = rendering.refused
                self._land(flight, address, page)
        if page is not None:
            return answer(page, environ, start_response)
        start_response(rendering.status_line, rendering.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else rendering.body]

    def _postponed(self, address: str) -> Page | None:
        """What is still kept: it may have been withdrawn since the rendering began."""
        page, now = self.store.get(address), time.time()
        if page is None or page.stale_until <= now:
            return None
        COUNTERS.stale += 1
        self.store.postpone(address, page, now + RETRY_AFTER)
        return page

    def _land(self, flight: Flight, address: str, page: Page | None) -> None:
        flight.page = page
        with self.lock:
            self.flights.pop(address, None)
        flight.done.set()

    def _flight(self, address: str) -> tuple[Flight, bool]:
        with self.lock:
            known = self.flights.get(address)
            if known is not None:
                return known, False
            self.flights[address] = flight = Flight()
            return flight, True

    def _landed_meanwhile(self, flight: Flight, address: str) -> bool:
        """Whether the flight before this one has brought a page since we looked for it."""
        page = self.store.get(address)
        if page is None or page.valid_until <= time.time():
            return False
        self._land(flight, address, page)
        return True

    def _bypass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Staff see what is true now, and how the page is kept for the others."""
        COUNTERS.bypasses += 1
        queries: list[float] = []
        began = time.perf_counter()
        kept = self._described(address_of(environ))

        def timed(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            start = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                queries.append(time.perf_counter() - start)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            timing = (
                f'cache;desc="{kept}", db;dur={1000 * sum(queries):.1f};desc="{len(queries)}", '
                f"total;dur={1000 * (time.perf_counter() - began):.1f}"
            )
            ours = ("server-timing", "cache-control")
            others = [(name, value) for name, value in headers if name.lower() not in ours]
            private = [("Server-Timing", timing), ("Cache-Control", "private, no-store")]
            return start_response(status, [*others, *private])

        with connection.execute_wrapper(timed):
            return self.application(environ, start)

    def _described(self, address: str) -> str:
        page = self.store.get(address)
        if page is None:
            return "bypass, not kept"
        now = time.time()
        state = "kept" if page.valid_until > now else "expired"
        return f"bypass, {state}, rendered {max(0, int(now) - page.modified)} s ago"


class Rendering:
    """One run of Django for everybody, so without anything that belongs to one reader."""

    def __init__(self, cache: PageCache, address: str, environ: Environ) -> None:
        self.cache = cache
        self.address = address
        self.environ = anonymous(environ)
        self.status_line = ""
        self.refused = False
        """What it shows was purged meanwhile: another has to be rendered for the others."""
        self.headers: Headers = []
        self.body = b""

    @property
    def status(self) -> int:
        return int(self.status_line[:3])

    def run(self) -> Page | None:
        """The page, if it may be kept and is."""
        began, now = time.monotonic(), time.time()
        response: Any = self.cache.application(self.environ, self._start)
        try:
            self.body = b"".join(response)
        finally:
            response.close()
        record: Record | None = getattr(response, "page_record", None)
        if record is None or not self._is_anonymous():
            return None
        page = finish(
            self.status,
            self.headers,
            self.body,
            now=now,
            valid_until=record.valid_until.timestamp(),
            keys=record.keys,
        )
        if not self.cache.store.put(self.address, page, began=began):
            COUNTERS.refused += 1
            self.refused = True
            return None
        COUNTERS.stored += 1
        self._remember_origin()
        return page

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status_line, self.headers = status, headers

    def _is_anonymous(self) -> bool:
        """A second look: what a view may not do, it has not done."""
        for name, value in self.headers:
            if name == "Set-Cookie" or (name == "Vary" and "cookie" in value.lower()):
                logger.error("%s is not kept: its answer has the header %s", self.address, name)
                return False
        return True

    def _remember_origin(self) -> None:
        parts = urlsplit(self.address)
        if len(self.cache.origins) < MOST_ORIGINS:
            self.cache.origins.add(f"{parts.scheme}://{parts.netloc}")


def anonymous(environ: Mapping[str, Any]) -> Environ:
    kept = {name: value for name, value in environ.items() if SEEN_BY_VIEWS.match(name)}
    kept |= {"REQUEST_METHOD": "GET", "HTTP_HOST": environ.get("HTTP_HOST", "").lower()}
    kept["QUERY_STRING"] = environ["QUERY_STRING"]
    if settings.SECURE_PROXY_SSL_HEADER and FORWARDED_SCHEME in environ:
        kept[FORWARDED_SCHEME] = environ[FORWARDED_SCHEME]
    return kept


def path_info_of(path: str) -> str:
    """A path as it stands in links, the way WSGI hands it over (PEP 3333)."""
    return unquote_to_bytes(path).decode("latin-1")


def imagined(origin: str, path_info: str) -> Environ:
    """The request of somebody who asks for a page."""
    parts = urlsplit(origin)
    environ = {
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(),
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "PATH_INFO": path_info,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        environ[FORWARDED_SCHEME] = parts.scheme
    return environ


def address_of(environ: Mapping[str, Any]) -> str:
    """Without the query string."""
    return f"{scheme_of(environ)}://{environ.get('HTTP_HOST', '').lower()}{environ['PATH_INFO']}"


def scheme_of(environ: Mapping[str, Any]) -> str:
    """As Django sees it: a proxy's word counts where proxies are trusted."""
    if settings.SECURE_PROXY_SSL_HEADER and FORWARDED_SCHEME in environ:
        said = environ[FORWARDED_SCHEME].split(",", 1)[0].strip()
        return "https" if said == "https" else "http"
    return str(environ["wsgi.url_scheme"])


@lru_cache(maxsize=2048)
def query_of_view(path: str) -> tuple[str, ...] | None:
    """What the page at this path takes from the query string; None: it is not a finished page."""
    try:
        view = resolve(get_path_info({"PATH_INFO": path})).func
    except (Resolver404, UnicodeDecodeError):
        return None
    return getattr(view, "page_query", None)
