"""`manage.py worker`: runs background tasks, ticks, and says that it lives."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from newsroom.work import reports, ticker


class Command(db_worker.Command):
    help = "Runs background tasks; whatever it was running is put back when it is killed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        # The reloader would run the tasks in a process of its own, which no signal of ours reaches.
        parser.set_defaults(reload=False, queue_name="*")

    def configure_logging(self, verbosity: int) -> None:
        """The settings have done it."""

    def handle(self, *, worker_id: str, **options: Any) -> None:
        reports.is_worker(worker_id)
        reports.report(timezone.now())  # before it begins a task
        ticker.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            reports.leave()
