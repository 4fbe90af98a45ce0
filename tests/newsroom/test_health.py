import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from newsroom.work.models import Task
from newsroom.work.reports import THIS
from tests.newsroom.work import tasks

Usage = namedtuple("Usage", "total used free")
MB = 1024 * 1024
LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture(autouse=True)
def _long_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(THIS, "started_at", LONG_AGO)


def ask(client: Client, address: str = "/readyz") -> tuple[int, dict[str, str]]:
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/plain"
    assert "no-store" in response.headers["Cache-Control"]
    lines = response.content.decode().splitlines()
    return response.status_code, dict(line.split(": ", 1) for line in lines)


def test_all_is_well(db: None, client: Client) -> None:
    tasks.process()
    well = dict.fromkeys(("database", "queue", "disk", "ticker"), "ok")
    assert ask(client) == (200, well)


def test_a_queue_that_stands_still_is_told_but_readers_are_served(db: None, client: Client) -> None:
    tasks.process()
    task = tasks.row()
    tasks.failed()
    assert ask(client)[1]["queue"] == "ok, 1 failed"
    late = timezone.now() - timedelta(minutes=5, seconds=1)
    Task.objects.filter(pk=task.pk).update(enqueued_at=late)
    status, told = ask(client)
    assert status == 200
    assert told["queue"].startswith("degraded, the oldest task waits for 30")
    assert told["queue"].endswith(" s, 1 failed")


@pytest.mark.parametrize(
    ("free", "size", "verdict"),
    [
        (201 * MB, 1000 * MB, "ok"),
        (199 * MB, 1000 * MB, "failed, media 199 MB free"),
        (1900 * MB, 100_000 * MB, "failed, media 1900 MB free"),
        (2100 * MB, 100_000 * MB, "ok"),
    ],
)
def test_a_full_disk_fails(
    free: int, size: int, verdict: str, db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.process()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(size, size - free, free))
    status, told = ask(client)
    assert told["disk"].startswith(verdict)
    assert status == (200 if verdict == "ok" else 503)


def test_a_folder_that_does_not_exist_yet_is_no_fault(
    db: None, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    assert ask(client)[1]["disk"] == "ok"


def test_a_ticker_that_stopped_is_told(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(client) == (200, {**ask(client)[1], "ticker": "failed, no tick"})
    tasks.process(seen_at=timezone.now() - timedelta(seconds=40))
    status, told = ask(client)
    assert (status, told["ticker"]) == (200, "failed, last tick 40 s ago")
    monkeypatch.setattr(THIS, "started_at", timezone.now())
    assert ask(client)[1]["ticker"] == "ok, just started"
    tasks.process("other")
    assert ask(client)[1]["ticker"] == "ok"


@pytest.fixture
def no_database(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refused() -> Any:
        raise OperationalError("connection to server at secret.example failed")

    monkeypatch.setattr(connection, "cursor", refused)
    yield
    monkeypatch.undo()


def test_without_a_database_it_fails_and_tells_no_secret(no_database: None, client: Client) -> None:
    status, told = ask(client)
    assert status == 503
    assert told == {
        "database": "failed, the database does not answer",
        "queue": "failed, the database does not answer",
        "disk": "ok",
        "ticker": "failed, the database does not answer",
    }


def test_healthz_asks_nobody(no_database: None, client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_costs_three_queries(db: None, client: Client, django_assert_num_queries: Any) -> None:
    for number in range(30):
        tasks.process(str(number))
        tasks.failed()
    with django_assert_num_queries(3):
        ask(client)


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_for_reading(address: str, client: Client, db: None) -> None:
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
