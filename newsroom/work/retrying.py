from django.core.exceptions import PermissionDenied
from django.db import transaction

from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.work.models import Task
from newsroom.work.queue import FAILED, READY
from newsroom.work.rights import may_retry


class NotFailed(Exception):
    """Only a task that has failed is run again."""


@transaction.atomic
def retry(task: Task, *, by: User) -> Task:
    """Let a failed task run again, with all its attempts. Raises NotFailed, PermissionDenied."""
    if not may_retry(by):
        raise PermissionDenied
    changed = Task.objects.filter(pk=task.pk, status=FAILED).update(
        status=READY,
        started_at=None,
        finished_at=None,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )
    if not changed:
        raise NotFailed
    record("retry_task", task, by=by, attempts=task.attempts)
    return Task.objects.get(pk=task.pk)
