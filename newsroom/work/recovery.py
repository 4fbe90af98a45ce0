"""Tasks whose worker was killed: the library leaves them running for ever."""

import logging
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from newsroom.work.models import SEEN_WITHIN, Process, Task
from newsroom.work.queue import FAILED, READY, RUNNING
from newsroom.work.reports import THIS

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
WORKER_LOST = f"{__name__}.WorkerLost"


def recover_lost_tasks(now: datetime) -> None:
    """A step of the ticker."""
    if THIS.is_steady(now):
        recover(now)


def recover(now: datetime) -> int:
    """Put back each running task whose worker has not been heard of; returns how many.

    A task that has lost three workers has probably killed them: it fails.
    """
    alive = set(Process.objects.living(now=now).values_list("pk", flat=True))
    lost = [task for task in _running(now) if not alive.intersection(task.worker_ids[-1:])]
    return sum(_put_back(task, now) for task in lost)


def _running(now: datetime) -> QuerySet[Task]:
    begun = Task.objects.filter(status=RUNNING, started_at__lt=now - SEEN_WITHIN)
    return begun.only("worker_ids", "task_path", "started_at")


def _put_back(task: Task, now: datetime) -> int:
    """0 if another process was faster, or the worker ended the task after all."""
    changes: dict[str, Any] = {"status": READY, "started_at": None}
    if task.attempts >= MOST_ATTEMPTS:
        reason = f"WorkerLost: the worker ended {task.attempts} times while it ran this task\n"
        changes = {
            "status": FAILED,
            "finished_at": now,
            "exception_class_path": WORKER_LOST,
            "traceback": reason,
        }
    same = Task.objects.filter(pk=task.pk, status=RUNNING, started_at=task.started_at)
    done = same.update(**changes)
    if done:
        logger.warning(
            "Task %s (%s) has lost its worker, attempt %d: %s",
            task.pk,
            task.task_path,
            task.attempts,
            "failed" if changes["status"] == FAILED else "put back",
        )
    return done
