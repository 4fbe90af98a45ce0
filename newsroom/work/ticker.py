"""Every five seconds, in each server process and in the task worker: what time alone brings about.

A step runs in several processes at the same moment, at any time and any number of times. So it
never looks first and writes afterwards: a conditional UPDATE decides which process has won a row,
and what follows from it stands in the same transaction.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds, at most
JITTER = 1.0  # so that processes do not all come at once

Step = Callable[[datetime], None]

_steps: dict[str, Step] = {}
_thread: threading.Thread | None = None
_lock = threading.Lock()
_database_is_away = threading.Event()


def register(name: str, step: Step) -> None:
    """``step`` takes the moment of the tick, and keeps to the rule above. From ``ready()`` only."""
    _steps[name] = step


def start() -> None:
    """Tick from now on, in a thread of this process. Calling it again does nothing."""
    global _thread
    with _lock:
        if _thread is None:
            _thread = threading.Thread(target=_run, name="ticker", daemon=True)
            _thread.start()


def tick(now: datetime) -> None:
    """Run every step, those after one that fails too. Not at all without a database."""
    close_old_connections()
    if not _database_answers():
        return
    for name, step in _steps.items():
        try:
            step(now)
        except Exception:  # the next one has nothing to do with it
            logger.exception("Step %s of the ticker failed", name)


def _run() -> None:
    time.sleep(random.uniform(0, JITTER))  # noqa: S311
    while True:
        tick(timezone.now())
        time.sleep(EVERY - random.uniform(0, JITTER))  # noqa: S311


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        if not _database_is_away.is_set():
            logger.warning("The database is away, the ticker waits: %s", error)
        _database_is_away.set()
        return False
    if _database_is_away.is_set():
        logger.info("The database is back")
    _database_is_away.clear()
    return True
