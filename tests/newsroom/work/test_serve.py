import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.bench.processes import tree

ROOT = Path(__file__).resolve().parents[3]
MANAGE = [sys.executable, "manage.py"]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def own_site(tmp_path: Path) -> dict[str, str]:
    """The environment of a site with an empty database of its own."""
    database = f"sqlite:///{tmp_path}/site.sqlite3"
    return {**os.environ, "DEBUG": "true", "DATABASE_URL": database}


def test_taken_port_is_refused_in_plain_words(taken_port: int, own_site: dict[str, str]) -> None:
    serve = subprocess.run(
        [*MANAGE, "serve", f"--port={taken_port}"],
        cwd=ROOT,
        env=own_site,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert serve.returncode == 1
    assert serve.stdout == ""
    assert serve.stderr == (
        f"CommandError: Port {taken_port} is taken: another program listens there. "
        f"Choose another one: PORT={taken_port + 1} make run\n"
    )


@pytest.mark.parametrize("host", ["203.0.113.1", "no such host"])
def test_foreign_host_is_refused(host: str) -> None:
    with pytest.raises(CommandError, match=f"Cannot listen on {host}, port 8000: "):
        call_command("serve", host=host, port=8000)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match=f"from 1 to 65535, not {port}"):
        call_command("serve", port=port)


def test_serves_until_it_is_told_to_end(free_port: int, own_site: dict[str, str]) -> None:
    subprocess.run([*MANAGE, "migrate", "--verbosity=0"], cwd=ROOT, env=own_site, check=True)
    serve = subprocess.Popen(
        [*MANAGE, "serve", f"--port={free_port}"],
        cwd=ROOT,
        env=own_site,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serve.stdout
        shown = "".join(serve.stdout.readline() for _ in range(3))
        site = f"http://127.0.0.1:{free_port}/"
        assert shown == f"\nThe site:      {site}\nThe newsroom:  {site}admin/\n"
        with urllib.request.urlopen(f"{site}healthz", timeout=10) as answer:  # noqa: S310
            assert answer.status == 200

        serve.send_signal(signal.SIGTERM)
        assert serve.wait(timeout=10) == 0
    finally:
        serve.kill()
        serve.communicate()
    socket.create_server(("127.0.0.1", free_port)).close()


def test_a_web_process_does_not_outlive_all_that_could_end_it(
    free_port: int, own_site: dict[str, str]
) -> None:
    """Else it would hold the port, and the site could not start again."""
    subprocess.run([*MANAGE, "migrate", "--verbosity=0"], cwd=ROOT, env=own_site, check=True)
    serve = subprocess.Popen(
        [*MANAGE, "serve", f"--port={free_port}"],
        cwd=ROOT,
        env=own_site,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serve.stdout
    shown = "".join(serve.stdout.readline() for _ in range(3))
    assert str(free_port) in shown
    everyone = {process.pid: process.parent for process in tree(serve.pid)}
    web = [pid for pid, parent in everyone.items() if everyone.get(parent) == serve.pid]
    assert web
    for pid in everyone.keys() - set(web):
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while (left := _living(web)) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in left:  # they would keep the test waiting for their output
        os.kill(pid, signal.SIGKILL)
    serve.communicate()
    assert left == []
    socket.create_server(("127.0.0.1", free_port)).close()


def _living(processes: list[int]) -> list[int]:
    return [pid for pid in processes if Path(f"/proc/{pid}").exists()]
