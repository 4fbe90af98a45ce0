"""Readers: many requests over kept connections, by wrk where it is installed, else in Python."""

import re
import shutil
import socket
import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

CONNECTIONS = 8
TIMEOUT = 30
GENERATOR = "wrk" if shutil.which("wrk") else "Python"


@dataclass(frozen=True)
class Answered:
    requests: int
    errors: int


def hammer(port: int, path: str, *, seconds: int) -> Answered:
    """One address as often as it goes."""
    if GENERATOR == "wrk":
        return _wrk(port, path, seconds)
    return mixed(port, [path], count=seconds * 1500)


def mixed(port: int, paths: Sequence[str], *, count: int) -> Answered:
    """These addresses in turn, by two processes of readers."""
    halves = [list(islice(cycle(paths), start, start + count // 2)) for start in (0, count // 2)]
    with ProcessPoolExecutor(max_workers=2) as readers:
        results = list(readers.map(_read, [port] * 2, halves))
    return Answered(count // 2 * 2, sum(results))


def at_once(port: int, path: str, *, count: int) -> list[int]:
    """So many connections are open before the first of them asks. Returns the statuses."""
    open_ones = [socket.create_connection(("127.0.0.1", port), TIMEOUT) for _ in range(count)]
    try:
        for connection in open_ones:
            connection.sendall(request(port, path))
        with ThreadPoolExecutor(max_workers=32) as readers:
            return list(readers.map(status_of, open_ones))
    finally:
        for connection in open_ones:
            connection.close()


def request(port: int, path: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip")
    return "\r\n".join([*lines, "", ""]).encode()


def status_of(connection: socket.socket) -> int:
    """Reads one whole answer."""
    head, body = b"", b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("The server closed the connection.")
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: *([0-9]+)", head, re.IGNORECASE)
    if length is None:
        raise ConnectionError("An answer without a length.")
    missing = int(length[1]) - len(body)
    while missing > 0:
        part = connection.recv(min(missing, 65536))
        if not part:
            raise ConnectionError("The server closed the connection.")
        missing -= len(part)
    return int(head.split(b" ", 2)[1])


def _read(port: int, paths: Sequence[str]) -> int:
    """Returns how many answers were no success."""
    errors = 0
    connection = socket.create_connection(("127.0.0.1", port), TIMEOUT)
    for path in paths:
        connection.sendall(request(port, path))
        try:
            errors += status_of(connection) not in (200, 301)
        except OSError:
            errors += 1
            connection.close()
            connection = socket.create_connection(("127.0.0.1", port), TIMEOUT)
    connection.close()
    return errors


def _wrk(port: int, path: str, seconds: int) -> Answered:
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip"]
    argv = ["wrk", *options, f"http://127.0.0.1:{port}{path}"]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    done = re.search(r"(\d+) requests in", said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if done is None:
        raise RuntimeError(f"wrk said: {said}")
    return Answered(int(done[1]), int(wrong[1]) if wrong else 0)
