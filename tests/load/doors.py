"""A kept connection to one server process, and which process that is."""

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

TIMEOUT = 60


class Closed(Exception):
    """The server has closed the connection."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def __contains__(self, word: str) -> bool:
        return word.encode() in self.body or any(word in value for value in self.headers.values())


class Door:
    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self.host = f"127.0.0.1:{port}"

    def get(self, path: str, **headers: str) -> Answer:
        """``headers`` with underscores. Addresses are as they stand in links."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return self.send("\r\n".join([*lines, "", ""]).encode())

    def send(self, request: bytes) -> Answer:
        """Any bytes, right or wrong."""
        try:
            self.socket.sendall(request)
            response = HTTPResponse(self.socket)
            response.begin()
            body = response.read()
        except (OSError, HTTPException) as error:
            raise Closed(str(error)) from error
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, body)

    def close(self) -> None:
        self.socket.close()

    def process(self) -> int:
        """The id of the process behind it, which must have answered once."""
        inode = _inode(self.port, self.socket.getsockname()[1])
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and inode in _sockets(folder):
                return int(folder.name)
        raise Closed("No process has this connection.")


def _inode(port: int, own_port: int) -> str:
    ends = (f":{port:04X}", f":{own_port:04X}")
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(ends[0]) and fields[2].endswith(ends[1]):
            return fields[9]
    raise Closed("The server has no such connection.")


def _sockets(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                target = os.readlink(link)
                if target.startswith("socket:["):
                    found.add(target[8:-1])
    return found
