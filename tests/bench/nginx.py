"""nginx with one worker, as the yardstick: the same compressed bytes, from a file."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.sites import Server, free_port, running

CONFIGURATION = """
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
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp; uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
    gzip_static on;
    server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def file_server(program: str, folder: Path, pages: dict[str, bytes]) -> Iterator[Server]:
    """``pages``: gzip bytes by name."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    for name, zipped in pages.items():
        (folder / "pages" / f"{name}.gz").write_bytes(zipped)
        (folder / "pages" / name).write_bytes(gzip.decompress(zipped))
    port = free_port()
    # Its worker would be nobody, who may not look into a folder of root's.
    user = "user root;" if os.geteuid() == 0 else ""
    text = CONFIGURATION.format(user=user, folder=folder, port=port)
    (folder / "nginx.conf").write_text(text)
    argv = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with running(argv, port) as process:
        yield Server(port, process.pid)
