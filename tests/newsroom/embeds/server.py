"""Another host, on this machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newsroom.embeds.fetching import Fetcher
from newsroom.embeds.network import Network, Wanted
from newsroom.embeds.sources import HTML, JSON, PICTURES, Source, Sources

Answering = Callable[["Handler"], None]
LOCAL = {"127.0.0.1", "::1"}


class Handler(BaseHTTPRequestHandler):
    server: "Host"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(self.path)
        answer = self.server.answers.get(path)
        if answer is None:
            self.send_error(404)
            return
        try:
            answer(self)
        except OSError:
            self.close_connection = True  # whoever asked has hung up

    def reply(self, body: bytes, content_type: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None: ...


class Host(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answering] = {}
        self.asked: list[str] = []
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}"

    def says(self, path: str, body: bytes | str, content_type: str, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = lambda handler: handler.reply(data, content_type, 200, **headers)

    def fails(self, path: str, status: int) -> None:
        self.answers[path] = lambda handler: handler.reply(b"", "text/plain", status)

    def leads(self, path: str, to: str) -> None:
        self.answers[path] = lambda handler: handler.reply(b"", "text/html", 302, Location=to)

    def wanted(self, *types: str, limit: int = 200_000) -> Wanted:
        return Wanted(("localhost",), types or (*JSON, *HTML, *PICTURES), limit)

    def fetcher(self, network: Network | None = None) -> Fetcher:
        """Everything that the host "youtube" is asked for stands here."""
        pages = (
            Source(f"{self.url}/oembed?url={{address}}", self.wanted(*JSON)),
            Source(f"{self.url}/page", self.wanted(*HTML), is_json=False),
        )
        return Fetcher(network or NEAR, {"youtube": Sources(pages, ("localhost",))})


NEAR = Network(scheme="http", may_connect=LOCAL.__contains__, seconds=1, context=None)
"""This machine alone."""


@contextmanager
def host() -> Iterator[Host]:
    with Host() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.ending.set()
        running.shutdown()
        thread.join()
