from collections.abc import Iterable
from datetime import datetime
from threading import Event
from typing import NamedTuple

from django.db import transaction

from newsroom.pagecache.models import CurrentTransaction, PurgeEvent

WAKE = Event()
"""Set when this process has committed an event: its own follower reads it at once."""


class Change(NamedTuple):
    """Of what a key stands for; ``place`` says where in a list (see ``spans.place_of``)."""

    key: str
    place: int | None = None


def purge(
    *changes: str | Change,
    due: datetime | None = None,
    withdraws: bool = False,
    paths: Iterable[str] = (),
) -> None:
    """Drop, in every process, the finished pages that show what has changed.

    Call it in the transaction of the change: the event is a row of it, and is acted upon within a
    second of the commit. With ``due`` the pages expire at that moment instead. ``withdraws``: they
    are not answered past it under any circumstances, and ``paths`` are rendered anew in every
    process, so that they answer 410 even if the database goes away.
    """
    shared = {"due": due, "withdraws": withdraws, "transaction": CurrentTransaction()}
    known = {change if isinstance(change, Change) else Change(change) for change in changes}
    rows = [PurgeEvent(key=key, place=place, **shared) for key, place in sorted(known, key=str)]
    rows += [PurgeEvent(path=path, **shared) for path in paths]
    if rows:
        with transaction.atomic():
            PurgeEvent.objects.bulk_create(rows)
            transaction.on_commit(WAKE.set)
