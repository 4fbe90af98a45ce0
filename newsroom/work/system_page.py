from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsroom.work.disk import Space, spaces
from newsroom.work.models import SEEN_WITHIN, Process
from newsroom.work.queue import queue_state
from newsroom.work.reports import summed

MEGABYTE = 1024 * 1024


def system_context(now: datetime) -> dict[str, Any]:
    """Of templates/admin/work/system.html. Two queries."""
    processes = list(Process.objects.all())
    living = [process for process in processes if process.seen_at >= now - SEEN_WITHIN]
    return {
        "processes": [(process, process in living) for process in processes],
        "last_tick": max((process.seen_at for process in processes), default=None),
        "queue": queue_state(now),
        "cache": page_cache(summed(living, "pagecache")),
        "disks": {name: _megabytes(space) for name, space in spaces().items()},
    }


def page_cache(numbers: Mapping[str, float]) -> dict[str, int] | None:
    """Whole figures; those that nothing was counted for are missing. None: no process has any."""
    if not numbers:
        return None
    names = ("hits", "stale", "misses", "bypasses", "purged", "pages")
    figures = {name: int(numbers.get(name, 0)) for name in names}
    figures["megabytes"] = int(numbers.get("bytes", 0)) // MEGABYTE
    answered = figures["hits"] + figures["stale"]
    if asked := answered + figures["misses"]:
        figures["hit_rate"] = 100 * answered // asked
    if drops := numbers.get("visible_delay_count"):
        figures["delay"] = round(1000 * numbers.get("visible_delay_sum", 0) / drops)
    return figures


def _megabytes(space: Space) -> dict[str, Any]:
    return {
        "free": space.free // MEGABYTE,
        "size": space.size // MEGABYTE,
        "is_low": space.is_low,
    }
