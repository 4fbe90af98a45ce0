"""What a load balancer or a watchman asks. One line a part: «name: ok|degraded|failed, reason»."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.work.disk import spaces
from newsroom.work.metrics import metrics
from newsroom.work.models import SEEN_WITHIN, Process
from newsroom.work.queue import queue_state
from newsroom.work.reports import THIS

LONGEST_WAIT = timedelta(minutes=5)
# Without these no reader is served; the others are for the newsroom to look after.
NEEDED = ("database", "disk")


class Verdict(NamedTuple):
    word: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.word}, {self.reason}" if self.reason else self.word


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    verdicts = {name: _asked(check, now) for name, check in CHECKS.items()}
    failed = any(verdicts[name].word == "failed" for name in NEEDED)
    lines = "".join(f"{name}: {verdict}\n" for name, verdict in verdicts.items())
    return HttpResponse(lines, status=503 if failed else 200, content_type="text/plain")


def _asked(check: Callable[[datetime], Verdict], now: datetime) -> Verdict:
    try:
        return check(now)
    except DatabaseError:
        return Verdict("failed", "the database does not answer")
    except OSError:
        return Verdict("failed", "cannot be read")


def _database(now: datetime) -> Verdict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Verdict("ok")


def _queue(now: datetime) -> Verdict:
    state = queue_state(now)
    failed = f"{state.failed} failed"
    if state.waits(now) > LONGEST_WAIT:
        seconds = int(state.waits(now).total_seconds())
        return Verdict("degraded", f"the oldest task waits for {seconds} s, {failed}")
    return Verdict("ok", failed if state.failed else "")


def _disk(now: datetime) -> Verdict:
    low = [f"{name} {one.free >> 20} MB free" for name, one in spaces().items() if one.is_low]
    return Verdict("failed", ", ".join(low)) if low else Verdict("ok")


def _ticker(now: datetime) -> Verdict:
    last = Process.objects.aggregate(last=Max("seen_at"))["last"]
    if last is not None and last >= now - SEEN_WITHIN:
        return Verdict("ok")
    if THIS.started_at >= now - SEEN_WITHIN:
        return Verdict("ok", "just started")
    age = f"last tick {int((now - last).total_seconds())} s ago" if last else "no tick"
    return Verdict("failed", age)


CHECKS = {"database": _database, "queue": _queue, "disk": _disk, "ticker": _ticker}

urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
