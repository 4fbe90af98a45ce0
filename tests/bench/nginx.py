"""nginx with one worker: as the yardstick, and as deploy/nginx.conf sets it up."""

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from tests.bench.sites import Server, free_port, running
from tests.run import ROOT

DEPLOYED = ROOT / "deploy" / "nginx.conf"
MIME_TYPES = Path("/etc/nginx/mime.types")
MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 10000000;
    client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp; uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
    include {folder}/site.conf;
}}
"""
FILES = """
default_type "text/html; charset=utf-8";
gzip_static on;
server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def file_server(program: str, folder: Path, pages: dict[str, bytes]) -> Iterator[Server]:
    """Serves gzip bytes from files and does nothing else. ``pages`` by address, without a slash at
    its end.
    """
    for address, zipped in pages.items():
        file = folder / "pages" / unquote(address[1:])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.decompress(zipped))
        file.with_name(f"{file.name}.gz").write_bytes(zipped)
    port = free_port()
    with _nginx(program, folder, FILES.format(folder=folder, port=port), port) as server:
        yield server


@contextmanager
def deployed(program: str, folder: Path, application: Server, cache: Path) -> Iterator[Server]:
    """The site's own configuration, but for ports, paths and TLS."""
    port = free_port()
    site = re.sub(r" *(?:listen \[::\]|ssl_).*\n", "", DEPLOYED.read_text(encoding="utf-8"))
    for old, new in {
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "listen 443 ssl http2": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8000": f"127.0.0.1:{application.port}",
        "news.example": "127.0.0.1",
        "/var/cache/newsroom": str(cache),
    }.items():
        if old not in site:
            raise ValueError(f"{DEPLOYED} has changed: no {old!r}.")
        site = site.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(MIME_TYPES, folder)
    with _nginx(program, folder, site, port) as server:
        yield server


@contextmanager
def _nginx(program: str, folder: Path, site: str, port: int) -> Iterator[Server]:
    # Its worker would be nobody, who may not look into a folder of root's.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder), encoding="utf-8")
    argv = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with running(argv, port) as process:
        yield Server(port, process.pid)
