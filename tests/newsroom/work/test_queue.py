from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.work.models import Task
from newsroom.work.queue import QueueState, forget_old_tasks, queue_state
from tests.newsroom.work import tasks

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_an_empty_queue() -> None:
    state = queue_state(NOW)
    assert state == QueueState(ready=0, running=0, failed=0, oldest=None)
    assert state.waits(NOW) == timedelta()


def test_counts_by_state_and_the_one_that_waits_longest() -> None:
    old, due, later = (tasks.row() for _ in range(3))
    Task.objects.filter(pk=old.pk).update(enqueued_at=NOW - timedelta(minutes=7))
    # Enqueued long ago, but not before these moments.
    long_ago = NOW - timedelta(days=9)
    Task.objects.filter(pk=due.pk).update(
        enqueued_at=long_ago, run_after=NOW - timedelta(minutes=2)
    )
    Task.objects.filter(pk=later.pk).update(
        enqueued_at=long_ago, run_after=NOW + timedelta(hours=2)
    )
    tasks.running("a")
    tasks.failed()
    tasks.failed()
    tasks.row(status="SUCCESSFUL")
    state = queue_state(NOW)
    assert state[:3] == (3, 1, 2)
    assert state.waits(NOW) == timedelta(minutes=7)


def test_old_tasks_that_are_done_are_forgotten_once_an_hour() -> None:
    def done(days: int, status: str = "SUCCESSFUL") -> Task:
        return tasks.row(status=status, finished_at=NOW - timedelta(days=days))

    kept = [done(2), done(89, "FAILED"), tasks.row(), tasks.running("a")]
    for task in (done(4), done(91, "FAILED")):
        assert task.pk
    forget_old_tasks(NOW)
    assert set(Task.objects.all()) == set(kept)
    done(4)
    forget_old_tasks(NOW + timedelta(minutes=59))
    assert Task.objects.count() == 5
    forget_old_tasks(NOW + timedelta(minutes=61))
    assert set(Task.objects.all()) == set(kept)
