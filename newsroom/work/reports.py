"""Every process says at each tick that it lives, and what it has counted."""

import os
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from newsroom.work.models import SEEN_WITHIN, Process

KEPT = timedelta(hours=1)
# A longer pause between two reports: this process slept, or could not write.
LONGEST_PAUSE = timedelta(seconds=15)

Snapshot = Callable[[], Mapping[str, float]]


@dataclass(frozen=True)
class Report:
    snapshot: Snapshot
    gauges: Collection[str]


_reports: dict[str, Report] = {}


def register(name: str, snapshot: Snapshot, *, gauges: Collection[str] = ()) -> None:
    """``snapshot`` gives figures counted since the process began; ``gauges`` also go down."""
    _reports[name] = Report(snapshot, gauges)


def is_gauge(name: str, figure: str) -> bool:
    return name in _reports and figure in _reports[name].gauges


@dataclass
class ThisProcess:
    id: str = field(default_factory=lambda: get_random_string(32))
    kind: Process.Kind = Process.Kind.SERVER
    started_at: datetime = field(default_factory=timezone.now)
    steady_since: datetime | None = None
    """Since when its reports have come without a pause."""
    reported_at: datetime | None = None
    tasks_forgotten_at: datetime | None = None

    def note(self, now: datetime) -> None:
        last = self.reported_at
        if last is None or not last <= now <= last + LONGEST_PAUSE:
            self.steady_since = now
        self.reported_at = now

    def is_steady(self, now: datetime) -> bool:
        """Whether a silence of others means something: when the database was away or the machine
        slept, nobody was heard, and the first to speak again is alone for a moment."""
        return self.steady_since is not None and self.steady_since <= now - SEEN_WITHIN


THIS = ThisProcess()


def is_worker(worker_id: str) -> None:
    """This process runs tasks, and names itself so in them."""
    THIS.id, THIS.kind = worker_id, Process.Kind.WORKER


def report(now: datetime) -> None:
    """A step of the ticker. Nobody else writes this row."""
    numbers = {name: dict(one.snapshot()) for name, one in _reports.items()}
    with transaction.atomic():
        Process.objects.update_or_create(
            id=THIS.id,
            defaults={"seen_at": now, "numbers": numbers},
            create_defaults={
                "kind": THIS.kind,
                "host": socket.gethostname()[:255],
                "pid": os.getpid(),
                "started_at": THIS.started_at,
                "seen_at": now,
                "numbers": numbers,
            },
        )
        Process.objects.filter(seen_at__lt=now - KEPT).delete()
    THIS.note(now)


def leave() -> None:
    """Of a process that ends in good order."""
    Process.objects.filter(pk=THIS.id).delete()


def summed(processes: Collection[Process], name: str) -> dict[str, float]:
    """The figures of one report over all these processes."""
    total: dict[str, float] = {}
    for process in processes:
        for figure, value in process.numbers.get(name, {}).items():
            total[figure] = total.get(figure, 0) + value
    return total
