import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from newsroom.work import ticker


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> dict[str, ticker.Step]:
    own: dict[str, ticker.Step] = {}
    monkeypatch.setattr(ticker, "_steps", own)
    monkeypatch.setattr(ticker, "close_old_connections", lambda: None)
    return own


@pytest.fixture
def broken_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """While the list is not empty, there is no connection."""
    broken: list[bool] = []
    cursor = connection.cursor

    def cursor_or_error() -> Any:
        if broken:
            raise OperationalError("connection refused")
        return cursor()

    monkeypatch.setattr(connection, "cursor", cursor_or_error)
    monkeypatch.setattr(connection, "close", lambda: None)
    yield broken
    ticker._database_is_away.clear()


def test_runs_every_step_with_the_moment_of_the_tick(
    db: None, steps: dict[str, ticker.Step]
) -> None:
    seen: list[datetime] = []
    ticker.register("one", seen.append)
    ticker.register("two", seen.append)
    now = timezone.now()
    ticker.tick(now)
    assert seen == [now, now]


def test_a_step_that_fails_is_logged_and_stops_no_other(
    db: None, steps: dict[str, ticker.Step], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> None:
        raise ValueError("of all things")

    seen: list[datetime] = []
    ticker.register("articles.broken", broken)
    ticker.register("sound", seen.append)
    ticker.tick(timezone.now())
    assert len(seen) == 1
    [line] = caplog.records
    assert (line.levelname, line.getMessage()) == (
        "ERROR",
        "Step articles.broken of the ticker failed",
    )
    assert line.exc_info is not None
    assert str(line.exc_info[1]) == "of all things"


def test_a_database_that_is_away_is_said_once_until_it_is_back(
    db: None,
    steps: dict[str, ticker.Step],
    broken_database: list[bool],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="newsroom.work.ticker")
    seen: list[datetime] = []
    ticker.register("step", seen.append)
    broken_database.append(True)
    for _ in range(3):
        ticker.tick(timezone.now())
    assert seen == []
    broken_database.clear()
    ticker.tick(timezone.now())
    ticker.tick(timezone.now())
    assert len(seen) == 2
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [
        ("WARNING", "The database is away, the ticker waits: connection refused"),
        ("INFO", "The database is back"),
    ]
    assert all(line.exc_info is None for line in caplog.records)


def test_starting_twice_gives_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(ticker, "_run", lambda: started.append("runs"))
    monkeypatch.setattr(ticker, "_thread", None)
    ticker.start()
    thread = ticker._thread
    ticker.start()
    assert thread is not None
    assert ticker._thread is thread
    assert thread.daemon
    thread.join(5)
    assert started == ["runs"]


def test_every_step_of_the_site_is_registered_and_runs(db: None) -> None:
    assert {"work.report", "work.recover", "work.forget", "articles.announce"} <= set(ticker._steps)
    for step in ticker._steps.values():
        step(timezone.now())
