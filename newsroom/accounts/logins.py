"""Log-ins, log-outs, failed attempts: their audit lines, and how many are too many."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.audit.origins import ORIGIN, network

AREA = "log_in"
WITHIN = timedelta(minutes=15)
# From one household or office, within that time.
FAILED_WITH_ONE_NAME = 5
FAILED_AT_ALL = 30
RESETS = 5


def note_log_in(user: User, **kwargs: Any) -> None:
    record("log_in", user, by=user)


def note_log_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record("log_out", user, by=user)


def note_failure(credentials: dict[str, Any], **kwargs: Any) -> None:
    """What was typed is not kept: some type their password there. A mark tells it from others."""
    typed = str(credentials.get("username", ""))
    user = User.objects.filter(username=typed[:150]).first() or User()
    record("log_in_failed", user, by=None, _name=_mark(typed))


def note_reset_asked(user: User) -> None:
    """``User()`` where no account has that address: both count alike."""
    record("ask_reset", user, by=None)


def log_in_again_at(typed: str, *, now: datetime | None = None) -> datetime | None:
    """When the next attempt is let in; None: at once. A query."""
    now = now or timezone.now()
    failed = _recent("log_in_failed", now).values_list("at", "detail___name")
    rows = list(failed[:FAILED_AT_ALL])
    mark = _mark(typed)
    with_name = [at for at, name in rows if name == mark]
    return _free_at([at for at, _name in rows], FAILED_AT_ALL) or _free_at(
        with_name, FAILED_WITH_ONE_NAME
    )


def reset_again_at(*, now: datetime | None = None) -> datetime | None:
    rows = _recent("ask_reset", now or timezone.now()).values_list("at", flat=True)
    return _free_at(list(rows[:RESETS]), RESETS)


def _free_at(newest_first: list[datetime], limit: int) -> datetime | None:
    return newest_first[limit - 1] + WITHIN if len(newest_first) >= limit else None


def _recent(verb: str, now: datetime) -> Any:
    address = network(ORIGIN.get().address)
    near = {"address__startswith": address} if ":" in address else {"address": address}
    lines = Entry.objects.filter(area=AREA, verb=verb, at__gt=now - WITHIN, **near)
    return lines.order_by("-at")


def _mark(typed: str) -> str:
    key = typed.strip().casefold()
    return salted_hmac("newsroom.accounts.logins", key).hexdigest()[:8]
