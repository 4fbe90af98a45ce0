import socket
import time
from ssl import create_default_context
from threading import Timer
from typing import Any

import pytest

from newsroom.embeds.network import (
    Forbidden,
    Network,
    Status,
    TooLarge,
    Unreachable,
    Wanted,
    WrongType,
    _Connection,
    is_public,
)
from tests.newsroom.embeds.server import LOCAL, NEAR, Handler, Host

FAR = Network(scheme="http", context=None)
"""The rules of production, without TLS."""


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1"),
        *("ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378::1"),
    ],
)
def test_addresses_of_inner_networks_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["142.250.200.14", "2a00:1450:4003:80f::200e", "64:ff9b::8efa:c80e", "::ffff:142.250.200.14"],
)
def test_addresses_of_the_internet_are_not(address: str) -> None:
    assert is_public(address)


def test_an_answer_comes_back_with_its_charset(host: Host) -> None:
    host.says("/a", "مرحبا".encode("cp1256"), "text/html; charset=windows-1256")
    assert NEAR.get(f"{host.url}/a", host.wanted()).text == "مرحبا"


def test_an_unknown_charset_is_taken_for_utf_8(host: Host) -> None:
    host.says("/a", "مرحبا", "text/html; charset=odd")
    assert NEAR.get(f"{host.url}/a", host.wanted()).text == "مرحبا"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_never_asked(name: str, host: Host) -> None:
    host.says("/a", "{}", "application/json")
    wanted = Wanted(("localhost", "127.0.0.1", "::1"), ("application/json",), 1000)
    with pytest.raises(Forbidden):
        FAR.get(f"http://{name}:{host.server_port}/a", wanted)
    assert host.asked == []


def test_a_host_outside_the_table_is_not_asked(host: Host) -> None:
    with pytest.raises(Forbidden):
        NEAR.get(f"http://127.0.0.1:{host.server_port}/a", host.wanted())
    assert host.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/a",
        "file:///etc/passwd",
        "http://user@localhost/a",
        "http://localhost:99999999/a",
        "http://[localhost/a",
        "//localhost/a",
        "",
    ],
)
def test_other_schemes_users_and_broken_addresses_are_refused(url: str, host: Host) -> None:
    with pytest.raises(Forbidden):
        NEAR.get(url, host.wanted())


def test_https_knows_no_other_port() -> None:
    with pytest.raises(Forbidden):
        Network().get("https://localhost:8443/", Wanted(("localhost",), ("text/html",), 10))


def test_a_dot_stands_for_all_hosts_below() -> None:
    wanted = Wanted((".cdn.example", "one.example"), (), 0)
    names = ("a.cdn.example", "one.example", "cdn.example", "evilcdn.example", "a.one.example")
    assert [wanted.allows(name) for name in names] == [True, True, False, False, False]


def test_redirects_are_followed_inside_the_table(host: Host) -> None:
    host.leads("/a", "/b")
    host.leads("/b", f"{host.url}/c?d=1")
    host.says("/c", "{}", "application/json")
    assert NEAR.get(f"{host.url}/a", host.wanted()).body == b"{}"
    assert host.asked == ["/a", "/b", "/c?d=1"]


def test_a_redirect_without_end_is_left(host: Host) -> None:
    host.leads("/a", "/a")
    with pytest.raises(Unreachable):
        NEAR.get(f"{host.url}/a", host.wanted())
    assert len(host.asked) == 4


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/b", "https://evil.example/", "file:///etc/passwd", "//[", ""]
)
def test_a_redirect_leads_nowhere_else(to: str, host: Host) -> None:
    host.leads("/a", to.format(port=host.server_port))
    host.says("/b", "{}", "application/json")
    with pytest.raises((Forbidden, Unreachable)):
        NEAR.get(f"{host.url}/a", host.wanted())
    assert "/b" not in host.asked


def test_a_redirect_to_an_inner_address_is_refused_though_its_name_is_known(host: Host) -> None:
    host.leads("/a", f"http://127.0.0.2:{host.server_port}/b")
    wanted = Wanted(("localhost", "127.0.0.2"), ("application/json",), 1000)
    with pytest.raises(Forbidden):
        NEAR.get(f"{host.url}/a", wanted)
    assert host.asked == ["/a"]


def test_a_name_is_resolved_once_and_must_be_public_in_all_its_numbers(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve, asked = socket.getaddrinfo, []

    def twofold(name: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(name)
        if name != "rebinding.example":
            return resolve(name, port, *args, **kwargs)
        numbers = ["127.0.0.1", "127.0.0.9"] if len(asked) > 1 else ["127.0.0.1"]
        return [entry for one in numbers for entry in resolve(one, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", twofold)
    host.says("/a", "{}", "application/json")
    wanted = Wanted(("rebinding.example",), ("application/json",), 1000)
    url = f"http://rebinding.example:{host.server_port}/a"
    assert NEAR.get(url, wanted).body == b"{}"
    assert asked == ["rebinding.example", "127.0.0.1"]
    with pytest.raises(Forbidden):
        NEAR.get(url, wanted)


def test_a_name_that_does_not_exist(host: Host) -> None:
    with pytest.raises(Unreachable):
        NEAR.get("http://nowhere.invalid/", Wanted(("nowhere.invalid",), ("text/html",), 10))


def test_a_closed_port(host: Host) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            NEAR.get(f"http://localhost:{closed.getsockname()[1]}/", host.wanted())


def test_a_status(host: Host) -> None:
    host.fails("/a", 503)
    with pytest.raises(Status) as caught:
        NEAR.get(f"{host.url}/a", host.wanted())
    assert caught.value.status == 503


@pytest.mark.parametrize("length", [True, False])
def test_too_much(length: bool, host: Host) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        if length:
            handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b" " * 5000)

    host.answers["/a"] = answer
    with pytest.raises(TooLarge):
        NEAR.get(f"{host.url}/a", host.wanted(limit=4999))
    assert len(NEAR.get(f"{host.url}/a", host.wanted(limit=5000)).body) == 5000


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}])
def test_another_type(headers: dict[str, str], host: Host) -> None:
    host.says("/a", b"MZ", "text/html" if headers else "application/octet-stream", **headers)
    with pytest.raises(WrongType):
        NEAR.get(f"{host.url}/a", host.wanted())


def test_a_body_that_is_cut_off(host: Host) -> None:
    host.says("/a", b"{}", "application/json")

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "50")
        handler.end_headers()
        handler.wfile.write(b"{}")

    host.answers["/a"] = answer
    with pytest.raises(Unreachable):
        NEAR.get(f"{host.url}/a", host.wanted())


@pytest.mark.parametrize("slow", ["before", "head", "body"])
def test_a_slow_host_is_left_after_the_time_for_all(slow: str, host: Host) -> None:
    """It sends a byte now and then: no single wait is long."""

    def drip(handler: Handler, byte: bytes) -> None:
        while not host.ending.wait(0.1):
            handler.wfile.write(byte)
            handler.wfile.flush()

    def answer(handler: Handler) -> None:
        if slow == "before":
            host.ending.wait(5)
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        if slow == "head":
            drip(handler, b"X")
        handler.wfile.write(b"Content-Type: application/json\r\n\r\n")
        drip(handler, b" ")

    host.answers["/a"] = answer
    network = Network(scheme="http", may_connect=LOCAL.__contains__, seconds=0.4, context=None)
    began = time.monotonic()
    with pytest.raises(Unreachable):
        network.get(f"{host.url}/a", host.wanted())
    assert time.monotonic() - began < 2


def test_a_handshake_that_never_ends_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        connection = _Connection(
            "localhost", silent.getsockname()[1], "127.0.0.1", 5, create_default_context()
        )
        alarm = Timer(0.3, connection.cut)
        alarm.start()
        began = time.monotonic()
        with pytest.raises(OSError, match=r"EOF|reset|closed|SSL"):
            connection.connect()
        assert time.monotonic() - began < 2
        alarm.join()
        connection.close()
