"""Debian's nginx with deploy/nginx.conf, on free ports and below a folder of its own."""

import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
MAIN = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    include {folder}/site.conf;
}}
"""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    """By name in small letters; several of one name are joined."""
    body: bytes


@dataclass
class Nginx:
    folder: Path
    http: int
    https: int
    cache: Path = field(init=False)
    static: Path = field(init=False)
    media: Path = field(init=False)

    def __post_init__(self) -> None:
        self.cache = self.folder / "cache"
        self.static = self.folder / "srv/staticfiles"
        self.media = self.folder / "srv/data/media"

    def get(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Header names are written with "_" for "-"."""
        lines = {"Host": "news.example", "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return self.ask(f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}")

    def ask(self, request: str, *, tls: bool = True, name: str = "news.example") -> Answer:
        """Send ``request`` as it is."""
        with self._connected(tls, name) as connection:
            connection.sendall(request.encode("latin-1"))
            response = HTTPResponse(connection, method=request.split(" ", 1)[0])
            response.begin()
            headers: dict[str, str] = {}
            for key, value in response.getheaders():
                key = key.lower()
                headers[key] = f"{headers[key]}, {value}" if key in headers else value
            return Answer(response.status, headers, response.read())

    def log(self) -> str:
        return (self.folder / "error.log").read_text(errors="replace")

    @contextmanager
    def _connected(self, tls: bool, name: str) -> Iterator[socket.socket]:
        address = ("127.0.0.1", self.https if tls else self.http)
        with socket.create_connection(address, timeout=10) as plain:
            if not tls:
                yield plain
                return
            context = ssl.create_default_context(cafile=str(self.folder / "tls/fullchain.pem"))
            with context.wrap_socket(plain, server_hostname=name) as connection:
                yield connection


@contextmanager
def running(application_port: int) -> Iterator[Nginx]:
    """As an unprivileged user, like nginx's own workers: what it may not read it cannot serve."""
    assert NGINX
    with tempfile.TemporaryDirectory(prefix="newsroom-nginx-") as name:
        nginx = Nginx(Path(name), free_port(), free_port())
        _prepare(nginx, application_port)
        user = _unprivileged(nginx.folder)
        argv = [NGINX, "-p", name, "-c", f"{name}/nginx.conf", "-e", f"{name}/error.log"]
        process = subprocess.Popen(argv, cwd="/", **user)
        try:
            _wait(nginx, process)
            yield nginx
        finally:
            process.terminate()
            process.wait(10)


def _prepare(nginx: Nginx, application_port: int) -> None:
    folder = nginx.folder
    folder.chmod(0o755)
    for below in ("temp", "tls", "srv/deploy", "srv/staticfiles", "srv/data/media"):
        (folder / below).mkdir(parents=True)
    shutil.copy(DEPLOY / "503.html", folder / "srv/deploy")
    shutil.copy("/etc/nginx/mime.types", folder)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    site = (DEPLOY / "nginx.conf").read_text()
    site = re.sub(r" *listen \[::\].*\n", "", site)
    for old, new in {
        "listen 80": f"listen 127.0.0.1:{nginx.http}",
        "listen 443": f"listen 127.0.0.1:{nginx.https}",
        "127.0.0.1:8000": f"127.0.0.1:{application_port}",
        "/etc/letsencrypt/live/news.example": f"{folder}/tls",
        "/var/cache/newsroom": str(nginx.cache),
        "/srv/newsroom": f"{folder}/srv",
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    _certificate(folder / "tls")


def _certificate(folder: Path) -> None:
    names = "subjectAltName=DNS:news.example,DNS:www.news.example"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        ["openssl", "req", "-x509", *kind, "-days", "2", "-subj", "/CN=news.example"]
        + ["-addext", names, "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in (folder / "temp", folder / "tls/privkey.pem"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    for name in ("error.log", "nginx.pid"):
        (folder / name).touch()
        os.chown(folder / name, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait(nginx: Nginx, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", nginx.https)).close()
        except ConnectionRefusedError:
            assert process.poll() is None, nginx.log()
            assert time.monotonic() < deadline, nginx.log()
            time.sleep(0.01)
        else:
            return


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
