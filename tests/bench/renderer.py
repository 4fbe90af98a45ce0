"""A process that renders pages of one database for the measurements, without any page cache.

It reads one JSON line an order and answers with one JSON line. Django's own handler is called, with
all middleware, as a server process calls it for a page that is not kept.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import path  # noqa: E402

import newsroom.urls  # noqa: E402
from articles import comparing  # noqa: E402
from newsroom.richtext import plain_text  # noqa: E402
from tests.bench.addresses import public_addresses  # noqa: E402
from tests.bench.comparing import two_versions  # noqa: E402
from tests.bench.month import editors_cookie, fill_month  # noqa: E402
from tests.bench.replay import Replay, Statements, replayed  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
REPLAY = "/bench-replay/"


class Renderer:
    def __init__(self) -> None:
        view = path(REPLAY[1:], lambda request: replayed(self.replay))
        newsroom.urls.urlpatterns.insert(0, view)  # type: ignore[arg-type]
        self.handler = WSGIHandler()
        self.statements: dict[str, Statements] = {}
        self.replay: Replay = lambda: 0
        self.cookie = ""

    def addresses(self) -> dict[str, list[str]]:
        return public_addresses()

    def warm(self, paths: list[str]) -> dict[str, Any]:
        """Twice, then once more to see what SQL it takes."""
        for address in paths:
            for _ in range(2):
                self._get(address)
            self.statements[address] = statements = Statements()
            with statements.recorded():
                self._get(address)
        found = [self.statements[address] for address in paths]
        return {"queries": max(len(one.sql) for one in found)}

    def page(self, paths: list[str], times: int) -> dict[str, float]:
        def run() -> None:
            for address in paths:
                self._get(address)

        return self._timed(run, paths, times)

    def cursor(self, paths: list[str], times: int) -> dict[str, float]:
        """The same SQL, every row fetched, nothing else done with it."""
        return self._replayed(paths, times, Statements.by_cursor)

    def values_list(self, paths: list[str], times: int) -> dict[str, float]:
        """The same queries built and converted by Django, as ``values_list`` does."""
        return self._replayed(paths, times, Statements.by_values_list)

    def compare(self, words: int, times: int) -> dict[str, float]:
        """Two versions of a story, word by word, as the newsroom's page does."""
        old, new = two_versions(words)
        found = comparing.compare(old, new, plain_text)
        spent = self._timed(lambda: comparing.compare(old, new, plain_text), [""], times)
        return {**spent, "changed": found.words.total()}

    def calendar(self, stories: int) -> list[str]:
        """From now on the pages are those of an editor."""
        self.cookie = editors_cookie()
        return [fill_month(stories)]

    def _replayed(
        self, paths: list[str], times: int, how: Callable[[Statements], int]
    ) -> dict[str, float]:
        def run() -> None:
            for address in paths:
                self.replay = partial(how, self.statements[address])
                self._get(REPLAY)

        run()
        return self._timed(run, paths, times)

    def _timed(self, run: Callable[[], Any], paths: list[str], times: int) -> dict[str, float]:
        """Milliseconds a request: CPU of this process and of its database, and time that passed."""
        cpu, began = self._cpu(), time.perf_counter()
        for _ in range(times):
            run()
        passed, used = time.perf_counter() - began, self._cpu() - cpu
        each = 1000 / (times * len(paths))
        return {"cpu": used * each, "wall": passed * each}

    def _get(self, address: str) -> None:
        spelled, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(spelled).decode("latin-1"),
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "HTTP_COOKIE": self.cookie,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        said: list[str] = []

        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            said.append(status)

        response = self.handler(environ, start)
        b"".join(response)
        response.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address}: {said[0]}")

    def _cpu(self) -> float:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime + self._cpu_of_backend()

    def _cpu_of_backend(self) -> float:
        """PostgreSQL works in a process of its own."""
        if connection.vendor != "postgresql":
            return 0.0
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        with open(f"/proc/{backend}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    renderer = Renderer()
    for line in sys.stdin:
        order = json.loads(line)
        answer = getattr(renderer, order.pop("do"))(**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
