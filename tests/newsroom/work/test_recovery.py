import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from newsroom.work import recovery
from newsroom.work.models import Task
from newsroom.work.queue import FAILED, READY, RUNNING
from newsroom.work.recovery import WORKER_LOST, recover, recover_lost_tasks
from newsroom.work.reports import report
from tests.newsroom.work import tasks

ROOT = Path(__file__).resolve().parents[3]
NOW = timezone.now()
LONG_AGO = NOW - timedelta(minutes=2)


def status(task: Task) -> str:
    return Task.objects.get(pk=task.pk).status


def test_a_task_whose_worker_is_silent_is_put_back(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    tasks.process("dead", seen_at=NOW - timedelta(seconds=31))
    lost = tasks.running("dead", started_at=LONG_AGO)
    forgotten = tasks.running("forgotten", started_at=LONG_AGO)
    assert recover(NOW) == 2
    for task in (lost, forgotten):
        assert status(task) == READY
    lost.refresh_from_db()
    assert (lost.started_at, lost.worker_ids) == (None, ["dead"])
    assert lost in Task.objects.ready()
    message = f"Task {lost.pk} (newsroom.media.tasks.render_photo) has lost its worker, attempt 1"
    assert f"{message}: put back" in caplog.messages


def test_a_task_whose_worker_lives_may_run_as_long_as_it_likes(db: None) -> None:
    tasks.process("living", seen_at=NOW - timedelta(seconds=29))
    task = tasks.running("living", started_at=NOW - timedelta(hours=5))
    assert recover(NOW) == 0
    assert status(task) == RUNNING


def test_only_the_last_worker_of_a_task_counts(db: None) -> None:
    tasks.process("first")
    task = tasks.running("first", started_at=LONG_AGO)
    Task.objects.update(worker_ids=["first", "second"])
    assert recover(NOW) == 1
    assert status(task) == READY


def test_a_worker_that_has_only_begun_is_given_time(db: None) -> None:
    task = tasks.running("new", started_at=NOW - timedelta(seconds=29))
    assert recover(NOW) == 0
    assert status(task) == RUNNING


def test_after_three_lost_workers_the_task_fails(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    task = tasks.running("c", started_at=LONG_AGO)
    Task.objects.update(worker_ids=["a", "b", "c"])
    assert recover(NOW) == 1
    task.refresh_from_db()
    assert (task.status, task.finished_at) == (FAILED, NOW)
    assert task.exception_class_path == WORKER_LOST
    assert task.traceback == "WorkerLost: the worker ended 3 times while it ran this task\n"
    assert caplog.messages[-1].endswith("attempt 3: failed")


def test_a_task_that_another_process_has_dealt_with_is_left_alone(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and writing: the worker ended it after all, or another claimed it anew."""
    ended, again = (tasks.running("dead", started_at=LONG_AGO) for _ in range(2))
    seen = [Task.objects.get(pk=task.pk) for task in (ended, again)]
    Task.objects.filter(pk=ended.pk).update(status="SUCCESSFUL")
    Task.objects.filter(pk=again.pk).update(started_at=NOW)
    monkeypatch.setattr(recovery, "_running", lambda now: seen)
    assert recover(NOW) == 0
    assert (status(ended), status(again)) == ("SUCCESSFUL", RUNNING)


def test_a_process_that_has_just_begun_to_report_recovers_nothing(db: None) -> None:
    """After a night without a database nobody was heard of: the others get time to speak."""
    task = tasks.running("other", started_at=LONG_AGO)
    for seconds in range(0, 30, 5):
        now = NOW + timedelta(seconds=seconds)
        report(now)
        recover_lost_tasks(now)
        assert status(task) == RUNNING
    report(NOW + timedelta(seconds=30))
    recover_lost_tasks(NOW + timedelta(seconds=30))
    assert status(task) == READY


def test_costs_the_same_with_3_and_30_running_tasks(
    db: None, django_assert_num_queries: Any
) -> None:
    tasks.process("living", seen_at=NOW)
    for count in (3, 27):
        for _ in range(count):
            tasks.running("living", started_at=LONG_AGO)
        with django_assert_num_queries(2):
            recover(NOW)


@pytest.fixture
def own_database(tmp_path: Path, db: None) -> Iterator[str]:
    """Of a site that other processes can reach, on the kind of database that is tested."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    import psycopg

    name = f"killed_{os.getpid()}"
    info = {**connection.get_connection_params(), "dbname": "postgres"}
    info = {key: info[key] for key in ("user", "password", "host", "port", "dbname") if key in info}
    with psycopg.connect(**info, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_a_worker_that_is_killed_loses_no_task(own_database: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.newsroom.work.killed_worker", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "DEBUG": "true", "DATABASE_URL": own_database},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, "All is well.\n"), done.stderr
