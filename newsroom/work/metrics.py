"""The figures of the system as Prometheus reads them, for whoever has METRICS_TOKEN."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.work.disk import spaces
from newsroom.work.models import Process
from newsroom.work.queue import queue_state
from newsroom.work.reports import is_gauge

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Samples = Iterable[tuple[Mapping[str, str], float]]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        refused = HttpResponse("unauthorized\n", status=401, content_type="text/plain")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    try:
        body = "".join(exposition(timezone.now()))
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse(body, content_type=CONTENT_TYPE)


def exposition(now: datetime) -> Iterator[str]:
    queue = queue_state(now)
    tasks = {"ready": queue.ready, "running": queue.running, "failed": queue.failed}
    waits = queue.waits(now).total_seconds()
    space = spaces()
    living = list(Process.objects.living(now=now))
    kinds = {kind: sum(one.kind == kind for one in living) for kind in Process.Kind.values}
    ages = [({"process": str(one)}, (now - one.seen_at).total_seconds()) for one in living]
    yield from _family("tasks", "gauge", "Tasks by state.", _labelled("state", tasks))
    yield from _family(
        "tasks_oldest_waiting_seconds", "gauge", "Age of the oldest task that waits.", [({}, waits)]
    )
    for name, about in (("free", "Free space"), ("size", "Size")):
        sizes = {place: getattr(one, name) for place, one in space.items()}
        samples = _labelled("place", sizes)
        yield from _family(f"disk_{name}_bytes", "gauge", f"{about} of the disk.", samples)
    yield from _family("processes", "gauge", "Living processes.", _labelled("kind", kinds))
    yield from _family("ticker_age_seconds", "gauge", "Seconds since the last tick.", ages)
    yield from _reported(living)


def _reported(living: list[Process]) -> Iterator[str]:
    """Each process by itself: the sum of them would fall when one ends."""
    figures = {(name, key) for one in living for name, keys in one.numbers.items() for key in keys}
    for name, key in sorted(figures):
        kind = "gauge" if is_gauge(name, key) else "counter"
        ending = "" if kind == "gauge" else "_total"
        words = f"{name}: {key}".replace("_", " ")
        samples = [
            ({"process": str(one)}, one.numbers[name][key])
            for one in living
            if key in one.numbers.get(name, {})
        ]
        yield from _family(f"{name}_{key}{ending}", kind, f"{words}.", samples)


def _family(name: str, kind: str, about: str, samples: Samples) -> Iterator[str]:
    yield f"# HELP newsroom_{name} {about}\n# TYPE newsroom_{name} {kind}\n"
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"newsroom_{name}{f'{{{inside}}}' if inside else ''} {value:.15g}\n"


def _labelled(label: str, values: Mapping[str, float]) -> Samples:
    return [({label: key}, value) for key, value in values.items()]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
