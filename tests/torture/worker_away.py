"""A site whose task worker does not live: what is due comes on time, tasks come when it is back."""

import gzip
import time
from collections.abc import Iterator
from contextlib import suppress

from tests.bench.programs import Program
from tests.bench.results import Result
from tests.bench.sites import fetch
from tests.torture.server import Server

ON_TIME = 1.5
APPLIED_WITHIN = 10.0
AFTER = 3.0
"""Seconds from the orders to their time."""


def results(server: Server, judge: Program, database: str) -> Iterator[Result]:
    server.start(with_worker=False)
    try:
        orders = judge.ask("due_soon", seconds=AFTER)
        headline, changed, before = orders["headline"], orders["changed"], orders["tasks"]
        early = headline in _front(server)
        shown = _seen(server, headline, orders["at"]) - orders["at"]
        applied = _seen(server, changed, orders["at"], orders["path"]) - orders["at"]
        judge_says = judge.ask("after_due", **orders)
    finally:
        server.stop()
    server.start()
    end = time.monotonic() + 90
    while (done := judge.ask("tasks_done")) <= before and time.monotonic() < end:
        time.sleep(0.5)
    server.stop()

    def told(what: str, value: float, goal: float, unit: str = "") -> Result:
        return Result("torture", database, f"no worker: {what}", value, goal, unit)

    yield told("early", early, 0)
    yield told("story public", shown, ON_TIME, "s")
    yield told("change applied", applied, APPLIED_WITHIN, "s")
    yield told("not announced once", judge_says["announced"] != 1, 0)
    yield told("update lines beside one", abs(judge_says["updates"] - 1), 0)
    yield told("task run early", judge_says["tasks"] - before, 0)
    yield told("task never run", done <= before, 0)


def _front(server: Server) -> str:
    return _text(server, "/feed/")


def _seen(server: Server, words: str, since: float, path: str = "/feed/") -> float:
    """When readers saw it; asked all the time, so that the page cache answers."""
    while time.time() < since + 30:
        asked = time.time()
        with suppress(OSError):
            if words in _text(server, path):
                return asked
        time.sleep(0.1)
    return float("inf")


def _text(server: Server, path: str) -> str:
    _status, headers, body = fetch(server.port, path)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return body.decode(errors="replace")
