"""Rows of the task queue, and a task that runs until it is told to end."""

import time
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import get_date_max

from newsroom.work.models import Process, Task
from newsroom.work.queue import FAILED, RUNNING

RENDER_PHOTO = "newsroom.media.tasks.render_photo"
TRACEBACK = """Traceback (most recent call last):
  File "renditions.py", line 80, in _original
    with photo.file.open("rb") as file:
FileNotFoundError: [Errno 2] No such file or directory: 'a.jpg'
"""


def row(**values: Any) -> Task:
    values = {
        "task_path": RENDER_PHOTO,
        "args_kwargs": {"args": [1], "kwargs": {}},
        "backend_name": "default",
        "run_after": get_date_max(),
        **values,
    }
    return Task.objects.create(**values)


def running(worker: str, **values: Any) -> Task:
    values.setdefault("started_at", timezone.now())
    return row(status=RUNNING, worker_ids=[worker], **values)


def failed(**values: Any) -> Task:
    now = timezone.now()
    values = {
        "worker_ids": ["a"],
        "traceback": TRACEBACK,
        "exception_class_path": "builtins.FileNotFoundError",
        **values,
    }
    return row(status=FAILED, started_at=now, finished_at=now, **values)


def process(id: str = "a", **values: Any) -> Process:
    now = timezone.now()
    values = {
        "kind": "worker",
        "host": "paper.example",
        "pid": 12,
        "started_at": now,
        "seen_at": now,
        **values,
    }
    return Process.objects.create(id=id, **values)


@task()
def wait_for_file(folder: str) -> str:
    """Says that it runs, and ends when there is a file called "go"."""
    (Path(folder) / "runs").touch()
    deadline = time.monotonic() + 60
    while not (Path(folder) / "go").exists():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
    return "done"
