from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from newsroom.work.names import task_name

SEEN_WITHIN = timedelta(seconds=30)
"""A process that was not seen for longer is dead: it reports itself every five seconds."""


class ProcessQuerySet(models.QuerySet["Process"]):
    def living(self, *, now: datetime | None = None) -> "ProcessQuerySet":
        return self.filter(seen_at__gte=(now or timezone.now()) - SEEN_WITHIN)


class Process(models.Model):
    """What a server or worker process last said of itself."""

    class Kind(models.TextChoices):
        SERVER = "server", _("Web server")
        WORKER = "worker", _("Task worker")

    id = models.CharField(
        max_length=64, primary_key=True, help_text="A worker's is the one that its tasks name."
    )
    kind = models.CharField(max_length=6, choices=Kind.choices)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    numbers = models.JSONField(default=dict, help_text="By the name of the report: its figures.")

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "started_at"]
        default_permissions: ClassVar = ("view",)
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Task(DBTaskResult):
    """The library's row, with a name that people can read."""

    class Meta:
        proxy = True
        default_permissions: ClassVar = ("view",)
        permissions: ClassVar = [("retry_task", "Can run failed tasks again")]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return task_name(self.task_path)

    @property
    def attempts(self) -> int:
        """How often a worker has begun it: each adds its id."""
        return len(self.worker_ids)
