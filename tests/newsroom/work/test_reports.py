import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from newsroom.work import reports
from newsroom.work.models import Process
from newsroom.work.reports import THIS, leave, report
from tests.newsroom.work import tasks

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    own: dict[str, Any] = {}
    monkeypatch.setattr(reports, "_reports", own)
    return own


def test_a_process_keeps_one_row_of_its_own() -> None:
    counted = {"hits": 1.0}
    reports.register("cache", lambda: counted)
    report(NOW)
    counted["hits"] = 5.0
    report(NOW + timedelta(seconds=5))
    row = Process.objects.get()
    assert (row.id, row.kind, row.pid) == (THIS.id, "server", os.getpid())
    assert row.started_at == THIS.started_at
    assert row.seen_at == NOW + timedelta(seconds=5)
    assert row.numbers == {"cache": {"hits": 5.0}}


def test_a_worker_reports_under_the_id_that_its_tasks_name() -> None:
    reports.is_worker("worker-id")
    report(NOW)
    assert Process.objects.values_list("id", "kind").get() == ("worker-id", "worker")


def test_rows_that_were_not_seen_for_an_hour_are_forgotten() -> None:
    tasks.process("old", seen_at=NOW - timedelta(minutes=61))
    tasks.process("silent", seen_at=NOW - timedelta(minutes=59))
    report(NOW)
    assert set(Process.objects.values_list("id", flat=True)) == {"silent", THIS.id}


def test_a_process_that_ends_in_good_order_takes_its_row_along() -> None:
    tasks.process("other")
    report(NOW)
    leave()
    assert Process.objects.get().id == "other"


def test_living_are_those_seen_within_half_a_minute() -> None:
    tasks.process("living", seen_at=NOW - timedelta(seconds=29))
    tasks.process("dead", seen_at=NOW - timedelta(seconds=31))
    assert [row.id for row in Process.objects.living(now=NOW)] == ["living"]


def test_figures_are_summed_over_processes() -> None:
    one = tasks.process("a", numbers={"cache": {"hits": 2, "misses": 1}})
    two = tasks.process("b", numbers={"cache": {"hits": 3}, "other": {"hits": 9}})
    bare = tasks.process("c")
    assert reports.summed([one, two, bare], "cache") == {"hits": 5, "misses": 1}
    assert reports.summed([bare], "cache") == {}


def test_steady_after_half_a_minute_without_a_pause() -> None:
    assert not THIS.is_steady(NOW)
    for seconds in range(0, 30, 5):
        report(NOW + timedelta(seconds=seconds))
        assert not THIS.is_steady(NOW + timedelta(seconds=seconds))
    report(NOW + timedelta(seconds=30))
    assert THIS.is_steady(NOW + timedelta(seconds=30))


def test_a_pause_begins_the_wait_anew() -> None:
    """The database was away, or the machine slept: others have been silent for the same reason."""
    for seconds in range(0, 35, 5):
        report(NOW + timedelta(seconds=seconds))
    report(NOW + timedelta(seconds=90))
    assert not THIS.is_steady(NOW + timedelta(seconds=90))
