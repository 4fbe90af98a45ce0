"""Finished pages in the memory of this process."""

import time
from collections import OrderedDict, defaultdict
from threading import Lock

from newsroom.pagecache.counters import COUNTERS
from newsroom.pagecache.page import Page
from newsroom.pagecache.spans import Span

LONGEST_RENDERING = 120.0
"""Seconds. What took longer is not kept: the purges since then are forgotten."""
PROTECTED_SHARE = 0.8


class MemoryStore:
    """At most ``max_bytes``. A page asked for once is evicted before one that was asked for again
    (segmented LRU): a walk through the archive leaves the front page where it is.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.lock = Lock()
        self.probation: OrderedDict[str, Page] = OrderedDict()
        self.protected: OrderedDict[str, Page] = OrderedDict()
        self.bytes = {True: 0, False: 0}  # by "is protected"
        self.addresses: dict[str, dict[str, Span]] = defaultdict(dict)  # by key
        self.history = History()

    def get(self, address: str) -> Page | None:
        page = self.protected.get(address)
        if page is not None:
            try:
                self.protected.move_to_end(address)
            except KeyError:  # dropped by another thread just now
                return None
            return page
        if address not in self.probation:
            return None
        with self.lock:
            return self._promoted(address)

    def put(self, address: str, page: Page, *, began: float) -> bool:
        with self.lock:
            if self.history.was_purged(page, began):
                return False
            page.rendered = time.time() - (time.monotonic() - began)
            self.history.bring_forward(page)
            same = self._remove(address)
            if same is not None and same.etag == page.etag:
                page.modified = same.modified
                page.__post_init__()
            self._add(address, page, protected=same is not None)
            self._evict()
        return True

    def postpone(self, address: str, page: Page, until: float) -> None:
        page.valid_until = min(until, page.stale_until)

    def purge(self, key: str, place: int | None, *, event: str | None = None) -> int:
        with self.lock:
            self.history.add(key, place)
            found = self._with_key(key, place)
            for address in found:
                self._remove(address)
        return len(found)

    def expire(self, key: str, place: int | None, due: float, *, withdraws: bool) -> None:
        with self.lock:
            self.history.add_due(key, place, due, withdraws)
            for address in self._with_key(key, place):
                page = self.protected.get(address) or self.probation[address]
                self.history.bring_forward(page)

    def sweep(self, now: float, *, only_withdrawn: bool = False) -> None:
        with self.lock:
            self.history.forget(now)

    def clear(self) -> None:
        with self.lock:
            self.history.purged_all = time.monotonic()
            for address in [*self.protected, *self.probation]:
                self._remove(address)

    def load_position(self) -> str | None:
        return None

    def save_position(self, position: str) -> None:
        pass

    def __len__(self) -> int:
        return len(self.protected) + len(self.probation)

    def _with_key(self, key: str, place: int | None) -> list[str]:
        spans = self.addresses.get(key, {})
        return [address for address, span in spans.items() if span.holds(place)]

    def _promoted(self, address: str) -> Page | None:
        page = self._remove(address)
        if page is None:
            return None
        self._add(address, page, protected=True)
        while self.bytes[True] > self.max_bytes * PROTECTED_SHARE and len(self.protected) > 1:
            self._demote()
        return page

    def _demote(self) -> None:
        """An iterator would not survive the readers, who move pages without the lock."""
        oldest, page = self.protected.popitem(last=False)
        self.bytes[True] -= page.size
        self._add(oldest, page, protected=False)

    def _add(self, address: str, page: Page, *, protected: bool) -> None:
        (self.protected if protected else self.probation)[address] = page
        self.bytes[protected] += page.size
        for key, span in page.keys.items():
            self.addresses[key][address] = span
        self._count()

    def _remove(self, address: str) -> Page | None:
        protected = address in self.protected
        page = (self.protected if protected else self.probation).pop(address, None)
        if page is None:
            return None
        self.bytes[protected] -= page.size
        for key in page.keys:
            self.addresses[key].pop(address, None)
            if not self.addresses[key]:
                del self.addresses[key]
        self._count()
        return page

    def _evict(self) -> None:
        while sum(self.bytes.values()) > self.max_bytes:
            if not self.probation:
                self._demote()
            self._remove(next(iter(self.probation)))
            COUNTERS.evicted += 1

    def _count(self) -> None:
        COUNTERS.pages, COUNTERS.bytes = len(self), sum(self.bytes.values())


class History:
    """The purges of the last minutes, and the moments at which keys are due."""

    def __init__(self) -> None:
        self.purged: dict[str, list[tuple[float, int | None]]] = defaultdict(list)
        self.purged_all = 0.0
        self.dues: dict[str, list[tuple[float, int | None, bool]]] = defaultdict(list)
        self.forgot_at = 0.0

    def add(self, key: str, place: int | None) -> None:
        self.purged[key].append((time.monotonic(), place))

    def add_due(self, key: str, place: int | None, due: float, withdraws: bool) -> None:
        self.dues[key].append((due, place, withdraws))

    def was_purged(self, page: Page, began: float) -> bool:
        if began <= self.purged_all or time.monotonic() - began > LONGEST_RENDERING:
            return True
        return any(
            at >= began and span.holds(place)
            for key, span in page.keys.items()
            for at, place in self.purged.get(key, ())
        )

    def bring_forward(self, page: Page) -> None:
        """To the first moment since its rendering at which one of its keys is due."""
        for key, span in page.keys.items():
            for due, place, withdraws in self.dues.get(key, ()):
                if due > page.rendered and span.holds(place):
                    page.valid_until = min(page.valid_until, due)
                    if withdraws:
                        page.stale_until = min(page.stale_until, due)

    def forget(self, now: float) -> None:
        """Once a minute is enough."""
        if now < self.forgot_at + 60:
            return
        self.forgot_at = now
        since = time.monotonic() - LONGEST_RENDERING - 1
        for key, times in list(self.purged.items()):
            self.purged[key] = [entry for entry in times if entry[0] >= since]
            if not self.purged[key]:
                del self.purged[key]
        for key, dues in list(self.dues.items()):
            # A rendering that began before the moment may still be stored for a while.
            self.dues[key] = [entry for entry in dues if entry[0] >= now - LONGEST_RENDERING]
            if not self.dues[key]:
                del self.dues[key]
