"""`manage.py serve`: web server and task worker, both kept alive until Ctrl-C or SIGTERM."""

import errno
import signal
import socket
import sys
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import env
from newsroom.work.supervisor import Child, Supervisor

# A few threads, so that one request that waits for the database holds nobody up; more would only
# add a database connection each, as Python runs one at a time.
THREADS = 4
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class Command(BaseCommand):
    help = "Serves the site and runs its tasks; starts again whichever of the two dies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=env.integer("PORT", default=8000))
        parser.add_argument("--workers", type=int, default=settings.WORKERS)

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        if workers < 1:
            raise CommandError(f"At least one worker is needed, not {workers}: see WORKERS.")
        address = usable_address(host, port)
        # granian ends its own workers on SIGTERM, so that signal is the one for it.
        children = [
            Child("Web server", granian(address, port, workers), death_signal=signal.SIGTERM),
            Child("Task worker", task_worker()),
        ]
        Supervisor(
            children,
            cwd=settings.BASE_DIR,
            greet=lambda: self.greet(EVERY_ADDRESS.get(host, host), port),
            say=self.stderr.write,
        ).run()

    def greet(self, host: str, port: int) -> bool:
        if not answers(host, port):
            return False
        address = f"http://{bracketed(host)}:{port}/"
        self.stdout.write(f"\nThe site:      {address}\nThe newsroom:  {address}admin/")
        self.stdout.write("Stop with Ctrl-C.\n")
        self.stdout.flush()
        return True


def granian(address: str, port: int, workers: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": address,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": THREADS,
        "--workers-kill-timeout": 5,
        "--log-level": "warning",
    }
    flat = [str(part) for option in options.items() for part in option]
    flat.append("--respawn-failed-workers")
    return [sys.executable, "-m", "granian", *flat, "newsroom.wsgi:application"]


def task_worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]


def usable_address(host: str, port: int) -> str:
    """The host as granian wants it, in numbers.

    The port is tried here, since granian shares a taken one with whoever holds it, in silence.
    """
    if not 0 < port < 65536:
        raise CommandError(f"A port is a number from 1 to 65535, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
            return str(address[0])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} is taken: another program listens there. "
                f"Choose another one: PORT={port + 1} make run"
            ) from error
        raise CommandError(f"Cannot listen on {host}, port {port}: {error}") from error


def answers(host: str, port: int) -> bool:
    """Any answer will do: a redirect or an error page comes from a running site, too."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        # A host that the site knows, so that the question leaves no complaint in the log.
        known_host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
        connection.request("GET", "/healthz", headers={"Host": known_host})
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
