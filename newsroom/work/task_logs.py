"""Lines that a task logs carry its id."""

from typing import Any

from django_tasks import TaskResult
from django_tasks.signals import task_finished, task_started

from newsroom.logs import TASK_ID


def connect() -> None:
    task_started.connect(_begin, dispatch_uid="work.task_logs")
    task_finished.connect(_end, dispatch_uid="work.task_logs")


def _begin(sender: Any, task_result: TaskResult[Any], **kwargs: Any) -> None:
    TASK_ID.set(str(task_result.id))


def _end(sender: Any, **kwargs: Any) -> None:
    TASK_ID.set("")
