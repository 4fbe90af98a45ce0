"""Requests to other hosts, made by us: only where we want to go, never far, never for long."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

REDIRECTS = 3
CHUNK = 64 * 1024
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NAME = "Newsroom/1.0 (embeds)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """Nothing usable came back."""


class Unreachable(FetchError):
    """No connection, a broken one, or not in time: later it may be there."""


class Status(FetchError):
    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class TooLarge(FetchError): ...


class WrongType(FetchError): ...


class Forbidden(FetchError):
    """A host that is not in the table, or a name that leads into our own network."""


def is_public(address: str) -> bool:
    """An address of the open internet; what is wrapped in it counts."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        else:
            ip = ip.ipv4_mapped or ip.sixtofour or ip
    # Neither attribute knows all: multicast is "global", reserved ranges differ between versions.
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class Answer(NamedTuple):
    body: bytes
    charset: str

    @property
    def text(self) -> str:
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")


class Wanted(NamedTuple):
    """Where a request may end, and what may come back."""

    hosts: Collection[str]
    """Names; one that begins with a dot stands for all below it."""
    types: Collection[str]
    limit: int
    """Bytes."""

    def allows(self, name: str) -> bool:
        return any(
            name.endswith(host) if host.startswith(".") else name == host for host in self.hosts
        )


@dataclass(frozen=True)
class Network:
    """The open internet over TLS. Tests open another one on purpose."""

    scheme: str = "https"
    may_connect: Callable[[str], bool] = is_public
    seconds: float = 8.0
    """For one request with everything that belongs to it."""
    context: ssl.SSLContext | None = field(default_factory=ssl.create_default_context)

    def get(self, url: str, wanted: Wanted) -> Answer:
        """Raises FetchError."""
        ends = time.monotonic() + self.seconds
        for _redirect in range(REDIRECTS + 1):
            answer = self._one(url, wanted, ends)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise Unreachable("too many redirects")

    def _one(self, url: str, wanted: Wanted, ends: float) -> Answer | str:
        """What came back, or the address of a redirect."""
        name, port, target = self._parts(url, wanted)
        peer = self._resolved(name, port)
        left = ends - time.monotonic()
        if left <= 0:
            raise Unreachable("no time left")
        connection = _Connection(name, port, peer, left, self.context)
        # A server that sends one byte now and then would outlive every socket's own patience.
        alarm = threading.Timer(left, connection.cut)
        alarm.start()
        try:
            connection.request("GET", target, headers=_headers(wanted))
            with connection.getresponse() as response:
                answer = _read(response, url, wanted)
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(repr(error)) from error
        except FetchError as error:
            if connection.is_cut:
                raise Unreachable("too slow") from error
            raise
        finally:
            alarm.cancel()
            connection.close()
            if connection.wire:
                connection.wire.close()
        if connection.is_cut:  # what was read until then looks whole
            raise Unreachable("too slow")
        return answer

    def _parts(self, url: str, wanted: Wanted) -> tuple[str, int, str]:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Forbidden(url) from error
        name = parts.hostname or ""
        if parts.scheme != self.scheme or "@" in parts.netloc or not wanted.allows(name):
            raise Forbidden(url)
        if port and self.scheme == "https":
            raise Forbidden(url)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        return name, port or 443, f"{target}?{query}" if query else target

    def _resolved(self, name: str, port: int) -> str:
        """The number to connect to: asked once, so that the name cannot point elsewhere later."""
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(repr(error)) from error
        numbers = [str(entry[4][0]) for entry in found]
        if not numbers or not all(map(self.may_connect, numbers)):
            raise Forbidden(f"{name} is {', '.join(numbers)}")
        # Not every server has IPv6; all hosts of the table have IPv4.
        return min(numbers, key=lambda number: ":" in number)


class _Connection(HTTPConnection):
    """To a number that was found before, under the name that the request is for."""

    def __init__(
        self, name: str, port: int, peer: str, seconds: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(name, port, timeout=seconds)
        self.peer, self.context = peer, context
        self.wire: socket.socket | None = None
        """Ours: the library lets go of its own as soon as it has read the head of an answer."""
        self.is_cut = False

    def connect(self) -> None:
        self.wire = self.sock = socket.create_connection((self.peer, self.port), self.timeout)
        if self.context:
            # In two steps, so that the handshake can be cut too.
            self.wire = self.sock = wrapped = self.context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            wrapped.do_handshake()

    def cut(self) -> None:
        """From another thread, which waits for bytes."""
        self.is_cut = True
        self.hang_up()

    def hang_up(self) -> None:
        if self.wire is None:
            return
        try:
            # Not the method of a TLS socket: it forgets the encryption, and the other thread would
            # go on reading what is encrypted.
            socket.socket.shutdown(self.wire, socket.SHUT_RDWR)
        except OSError:
            return  # closed already


def _headers(wanted: Wanted) -> dict[str, str]:
    return {
        "Accept": ", ".join(wanted.types),
        "Accept-Language": "ar, fr;q=0.8, en;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": NAME,
    }


def _read(response: HTTPResponse, url: str, wanted: Wanted) -> Answer | str:
    if response.status in (301, 302, 303, 307, 308):
        return urljoin(url, response.headers.get("Location", ""))
    if response.status != 200:
        raise Status(response.status)
    if response.headers.get_content_type() not in wanted.types:
        raise WrongType(response.headers.get_content_type())
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise WrongType("compressed")
    return Answer(_body(response, wanted.limit), response.headers.get_content_charset() or "utf-8")


def _body(response: HTTPResponse, limit: int) -> bytes:
    if (response.length or 0) > limit:
        raise TooLarge(str(response.length))
    body = bytearray()
    while chunk := response.read(CHUNK):
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"more than {limit} bytes")
    if response.length:
        raise Unreachable("cut off")
    return bytes(body)
