"""A program that kills a real worker while it runs a task: see test_recovery."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from newsroom.work.models import Process, Task  # noqa: E402
from newsroom.work.recovery import recover  # noqa: E402
from tests.newsroom.work.tasks import wait_for_file  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--interval=0.1", "--no-startup-delay"], cwd=ROOT
    )


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    wait_for_file.enqueue(str(folder))
    task = Task.objects.get()

    first = worker()
    until((folder / "runs").exists)
    task.refresh_from_db()
    assert task.status == "RUNNING"
    assert Process.objects.get().id == task.worker_ids[-1]
    Task.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert recover(timezone.now()) == 0, "it runs for long, but its worker lives"

    first.kill()
    first.wait()
    assert recover(timezone.now()) == 0, "it was heard of a moment ago"
    assert recover(timezone.now() + timedelta(seconds=31)) == 1
    task.refresh_from_db()
    assert task.status == "READY"

    (folder / "go").touch()
    second = worker()
    until(lambda: Task.objects.filter(status="SUCCESSFUL").exists())
    task.refresh_from_db()
    assert (task.attempts, task.return_value) == (2, "done")

    second.terminate()
    assert second.wait(timeout=20) == 0
    assert Process.objects.count() == 1, "the second has taken its row along"
    print("All is well.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
