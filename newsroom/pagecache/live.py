"""The files that nginx serves in the application's place (see deploy/nginx.conf).

A page has a file only where nginx would give exactly the application's answer: status 200, a type
that nginx derives from the name, no header that nginx does not send, an address that nginx finds by
``live/$scheme/$page/$host$uri``. There is the compressed file only, so that two forms of a page can
never be of different age; nginx unpacks it for the few readers who want it plain.
"""

import gzip
import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from newsroom.pagecache.page import Page
from newsroom.pagecache.record import HONEST

ADDRESS = re.compile(r"(https?)://([^/?#]+)(/[^?]*)(?:\?(.*))?", re.DOTALL)
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
PAGE_QUERY = re.compile(r"page=([2-9]|[1-9][0-9]{1,5})")
CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
LONGEST_NAME = 255 - len(".html.gz")
LONGEST_PATH = 2000
# The ending that nginx.conf gives to pages whose address ends with a slash, or has itself.
BY_SLASH = {
    "text/html; charset=utf-8": b".html",
    "application/rss+xml; charset=utf-8": b".rss",
    "application/atom+xml; charset=utf-8": b".atom",
}
BY_ENDING = {"application/xml": b".xml", "text/plain; charset=utf-8": b".txt"}
ENDINGS = (*BY_SLASH.values(), *BY_ENDING.values())
# What nginx.conf sends with every file, and what belongs to one answer rather than to the page. The
# short link in "Link" stands in the page's head too.
SENT_BY_NGINX = frozenset(
    [
        "cache-control",
        "content-security-policy",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "link",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
        "x-request-id",
    ]
)


class LiveFiles:
    """Below ``folder/live``, which nginx may read. Callers hold the lock of the index, except for
    ``prepare``: nothing here guards against another process.
    """

    def __init__(self, folder: Path, site_url: str) -> None:
        self.root = os.path.realpath(folder / "live").encode()
        self.drafts = folder / "tmp"
        site = urlsplit(site_url)
        self.origin = (site.scheme, site.netloc.lower()) if site.netloc else None

    def begin(self) -> None:
        """The folders; what a killed process left half-written goes."""
        self._make(self.root)
        self.drafts.mkdir(mode=0o700, exist_ok=True)
        for draft in self.drafts.iterdir():
            with suppress(OSError):
                if draft.stat().st_ctime < time.time() - 60:
                    shutil.rmtree(draft) if draft.is_dir() else draft.unlink()

    def name_of(self, address: str, page: Page) -> bytes | None:
        """Where the page's file belongs; None for a page that only the application answers."""
        found = ADDRESS.fullmatch(address)
        ending = self._ending(page)
        if found is None or ending is None:
            return None
        scheme, host, path, query = found.groups()
        host_name, number = self._host(scheme, host), _number(query)
        try:
            raw = path.encode("latin-1")  # as WSGI spells bytes
        except UnicodeEncodeError:
            return None
        if host_name is None or number is None or not _is_plain(raw):
            return None
        if raw.endswith(b"/") and ending in BY_SLASH.values():
            raw = raw[:-1] + ending
        elif not (raw.endswith(ending) and ending in BY_ENDING.values()):
            return None
        return f"{scheme}/{number}/{host_name}".encode() + raw + b".gz"

    def prepare(self, page: Page) -> Path:
        """The file, not yet where nginx finds it. Its time is the page's: nginx's ETag is made of
        time and size.
        """
        body = page.body if page.zipped else gzip.compress(page.body, mtime=0)
        draft = self.drafts / secrets.token_hex(8)
        with draft.open("xb") as file:
            file.write(body)
            os.fchmod(file.fileno(), 0o644)
        os.utime(draft, (page.modified, page.modified))
        return draft

    def place(self, draft: Path, name: bytes) -> None:
        path = os.path.join(self.root, name)
        if not self._is_inside(path):
            raise NotADirectoryError(os.fsdecode(path))
        self._make(os.path.dirname(path))
        os.replace(draft, path)

    def remove(self, name: bytes) -> None:
        """The file, and the folders that are empty without it."""
        path = os.path.join(self.root, name)
        if not self._is_inside(path):
            return
        with suppress(FileNotFoundError):
            os.unlink(path)
        with suppress(OSError):  # one that is not empty
            while (path := os.path.dirname(path)) != self.root:
                os.rmdir(path)

    def put_away(self) -> Path:
        """All of them at once out of nginx's sight; returns what is left to be deleted."""
        trash = self.drafts / f"live-{secrets.token_hex(8)}"
        with suppress(FileNotFoundError):
            os.rename(self.root, os.fsencode(trash))
        self._make(self.root)
        return trash

    def _ending(self, page: Page) -> bytes | None:
        headers = {name.lower(): value for name, value in page.headers}
        honest = headers.get("cache-control") == HONEST
        if page.status != 200 or not honest or not headers.keys() <= SENT_BY_NGINX:
            return None
        kind = headers.get("content-type", "")
        return BY_SLASH.get(kind) or BY_ENDING.get(kind)

    def _host(self, scheme: str, host: str) -> str | None:
        """As nginx's $host: without a port. So a host with a port has files only where the site has
        no other address; else two sites could fall together.
        """
        if self.origin:
            if (scheme, host) != self.origin:
                return None
            host = host.partition(":")[0]
        return host if HOST.fullmatch(host) else None

    def _make(self, path: bytes) -> None:
        """Like makedirs, and readable for nginx whatever the umask."""
        if os.path.isdir(path):
            return
        self._make(os.path.dirname(path))
        with suppress(FileExistsError):
            os.mkdir(path)
            os.chmod(path, 0o755)  # noqa: S103 - public pages

    def _is_inside(self, path: bytes) -> bool:
        """Whether no symbolic link on the way leads elsewhere."""
        folder = os.path.dirname(path)
        return os.path.realpath(folder) == folder


def _number(query: str | None) -> str | None:
    if query is None:
        return "1"
    found = PAGE_QUERY.fullmatch(query)
    return found[1] if found else None


def _is_plain(path: bytes) -> bool:
    """Whether nginx and the file system leave every part of it as it is."""
    parts = path[1:].removesuffix(b"/").split(b"/") if path != b"/" else []
    return (
        len(path) <= LONGEST_PATH
        and not CONTROLS.search(path)
        and all(part not in (b"", b".", b"..") and len(part) <= LONGEST_NAME for part in parts)
        # nginx would take a folder that is named like a file for that page.
        and not any(part.endswith(ENDINGS) for part in parts[:-1])
    )
