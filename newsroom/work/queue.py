"""How the queue of tasks stands."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Case, Count, F, Min, Q, When
from django_tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from newsroom.work.models import Task
from newsroom.work.reports import THIS

DONE_KEPT = timedelta(days=3)
FAILED_KEPT = timedelta(days=90)
LOOKED_AFTER_EVERY = timedelta(hours=1)

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


class QueueState(NamedTuple):
    ready: int
    running: int
    failed: int
    oldest: datetime | None
    """Since when the task that has waited longest could have run."""

    def waits(self, now: datetime) -> timedelta:
        return max(now - self.oldest, timedelta()) if self.oldest else timedelta()


def queue_state(now: datetime) -> QueueState:
    due = Q(status=READY) & (Q(run_after=get_date_max()) | Q(run_after__lte=now))
    since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    unfinished = Task.objects.exclude(status=SUCCESSFUL)
    return QueueState(
        **unfinished.aggregate(
            ready=Count("id", filter=Q(status=READY)),
            running=Count("id", filter=Q(status=RUNNING)),
            failed=Count("id", filter=Q(status=FAILED)),
            oldest=Min(since, filter=due),
        )
    )


def failed_count() -> int:
    return Task.objects.filter(status=FAILED).count()


def forget_old_tasks(now: datetime) -> None:
    """A step of the ticker: done tasks are of no interest for long."""
    if THIS.tasks_forgotten_at and now < THIS.tasks_forgotten_at + LOOKED_AFTER_EVERY:
        return
    THIS.tasks_forgotten_at = now
    Task.objects.filter(
        Q(status=SUCCESSFUL, finished_at__lt=now - DONE_KEPT)
        | Q(status=FAILED, finished_at__lt=now - FAILED_KEPT)
    ).delete()
