"""What the lines of the log have in common: the request or the task that they belong to."""

import logging
import re
import secrets
from contextvars import ContextVar
from typing import Any

from django.conf import settings

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
TASK_ID: ContextVar[str] = ContextVar("task_id", default="")

_USABLE = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Line breaks and terminal commands, and what turns the direction of a line.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def request_id_for(given: str | None) -> str:
    """The id that a trusted proxy gave the request, or a new one."""
    if settings.TRUSTED_PROXIES and given and _USABLE.fullmatch(given):
        return given
    return secrets.token_hex(8)


def forget_request(**kwargs: Any) -> None:
    """A receiver of ``request_finished``: Django still logs the status after the middleware."""
    REQUEST_ID.set("")


class AddIds(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        for name, variable in (("request_id", REQUEST_ID), ("task_id", TASK_ID)):
            if value := variable.get():
                setattr(record, name, value)
        return True


class PlainFormatter(logging.Formatter):
    """For people: one line a record, whatever a path or a name in it holds."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _CONTROLS.sub(_escaped, record.message)
        line = super().formatMessage(record)
        ids = [getattr(record, name, "") for name in ("request_id", "task_id")]
        return " ".join([line, *(f"[{one}]" for one in ids if one)])


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
