"""Finished pages compared with fresh renderings after every change."""

import os
import random
import re
import time
from collections import Counter, defaultdict
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles import related
from newsroom.accounts.models import User
from newsroom.pagecache.follower import Follower
from newsroom.pagecache.layer import PageCache, imagined, path_info_of
from newsroom.pagecache.memory import MemoryStore
from newsroom.pagecache.page import Page
from tests import truth

ORIGIN = "http://testserver"
# A longer walk for an afternoon: TRUTH_CHANGES=300 TRUTH_STORIES=150 pytest tests/test_truth.py
CHANGES = int(os.environ.get("TRUTH_CHANGES", "45"))
STORIES = int(os.environ.get("TRUTH_STORIES", "16"))
SEED = int(os.environ.get("TRUTH_SEED", "4"))
LOOKS = int(os.environ.get("TRUTH_LOOKS", "20"))
"""How many of the pages that stayed are looked at after each change."""
FURTHER = re.compile(rb"\?page=([0-9]+)")


class Site:
    """The page cache of one process, moved by hand."""

    def __init__(self) -> None:
        self.store = MemoryStore(64 * 1024 * 1024)
        self.django = WSGIHandler()
        self.cache = PageCache(self.django, self.store)
        self.follower = Follower(self.store, self.cache.renew)
        self.follower.read()

    def get(self, address: str, *, fresh: bool = False) -> tuple[int, bytes]:
        """``address``: as pages are kept under, without the origin."""
        path, _, query = address.partition("?")
        environ = imagined(ORIGIN, path) | {"QUERY_STRING": query, "REQUEST_METHOD": "GET"}
        status: list[str] = []
        application: Any = self.django if fresh else self.cache
        answer = application(environ, lambda line, headers, exc_info=None: status.append(line))
        try:
            return int(status[0][:3]), b"".join(answer)
        finally:
            if fresh:
                answer.close()

    def pages(self) -> dict[str, Page]:
        return {**self.store.protected, **self.store.probation}

    def fill(self) -> None:
        """Ask for everything, and for the further pages of what has some."""
        for address in map(path_info_of, truth.addresses()):
            status, body = self.get(address)
            for number in sorted({int(found) for found in FURTHER.findall(body)}):
                self.get(f"{address}?page={number}")

    def is_true(self, address: str, page: Page) -> bool:
        """Whether a fresh rendering gives the same."""
        status, body = self.get(address.removeprefix(ORIGIN), fresh=True)
        return (status, body) == (page.status, page.plain)


def test_pages_are_true_after_every_change_and_hardly_one_is_purged_needlessly(
    requests_in_process: None, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(related, "WEIGHED", 2)  # so that it moves among few stories too
    rng = random.Random(SEED)
    truth.build(administrator, stories=STORIES, rng=rng)
    site, changes = Site(), truth.Changes(administrator, rng)
    purged, needless = Counter[str](), defaultdict[str, list[str]](list)
    wrong: list[str] = []
    for _number in range(CHANGES):
        site.fill()
        before = site.pages()
        kind = changes.make()
        site.follower.read()
        after = site.pages()
        for address, page in before.items():
            if after.get(address) is not page:
                purged[kind] += 1
                if site.is_true(address, page):
                    needless[kind].append(address.encode("latin-1").decode())
        kept = sorted(after)
        for address in rng.sample(kept, k=min(LOOKS, len(kept))):
            page = after[address]
            if not site.is_true(address, page) and page.valid_until > time.time():
                wrong.append(f"{kind}: {address}")
    assert not wrong
    total = sum(map(len, needless.values()))
    report = {kind: (purged[kind], found) for kind, found in needless.items()}
    print(f"{total} of {purged.total()} purged needlessly: {report}")
    assert total <= 0.05 * purged.total(), report
